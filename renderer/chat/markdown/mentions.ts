import { createContext } from 'react';
import { mentionRanges } from '../../../server/protocol/mentions.ts';

/** Whom a text names, and who reads it. */
export interface Mentions {
  usernames: readonly string[];
  me: string;
}

/** Of the message that the markdown is; null where nobody is named. */
export const MentionsContext = createContext<Mentions | null>(null);

interface Node {
  type: string;
  value?: string;
  tagName?: string;
  properties?: Record<string, unknown>;
  children?: Node[];
}

/** Rehype plugin: sets names apart where they stand in text. In code and in links they are part of something else. */
export function markMentions({ usernames, me }: Mentions) {
  const mark = (text: string): Node[] => {
    const parts: Node[] = [];
    let at = 0;
    for (const { start, end, username } of mentionRanges(text, usernames)) {
      if (start > at) parts.push({ type: 'text', value: text.slice(at, start) });
      parts.push({
        type: 'element',
        tagName: 'span',
        properties: { className: username === me ? ['mention', 'mention-me'] : ['mention'] },
        children: [{ type: 'text', value: text.slice(start, end) }],
      });
      at = end;
    }
    return at === 0 ? [{ type: 'text', value: text }] : [...parts, { type: 'text', value: text.slice(at) }];
  };
  const walk = (parent: Node): void => {
    if (parent.children === undefined || parent.tagName === 'code' || parent.tagName === 'a') return;
    parent.children = parent.children.flatMap((node) => {
      if (node.type === 'text' && node.value?.includes('@') === true) return mark(node.value);
      walk(node);
      return [node];
    });
  };
  return (tree: Node): void => walk(tree);
}
