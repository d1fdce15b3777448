import type { Block } from './blocks.ts';

export interface FencedCode {
  code: string;
  /** As written behind the fence; empty where nothing is. */
  language: string;
}

/** What a block of code holds. While it grows, the first characters of its closing fence are no code. */
export function fencedCode({ lead, pieces }: Block, growing: boolean): FencedCode {
  const [, fence = '', language = ''] = /^(`+|~+)[ \t]*([^\s]*)/.exec(lead) ?? [];
  const before = pieces.slice(0, -1).join('');
  const last = pieces.at(-1) ?? '';
  const part = growing ? `|${fence[0]}{1,${fence.length - 1}}` : '';
  const closing = new RegExp(`^ {0,3}(?:${fence[0]}{${fence.length},}[ \\t]*\\n*${part})$(?![\\s\\S])`, 'm').exec(last);
  const code = before + (closing === null ? last : last.slice(0, closing.index));
  return { code: code.replace(/\n$/, ''), language };
}
