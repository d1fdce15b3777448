import { PREVIEW_MAX } from '../protocol/limits.ts';
import type { Message } from '../protocol/messages.ts';
import { startOf } from '../protocol/text.ts';

/** The start of a message's text, for lists and notifications; where it has none, what its files are called. */
export function messagePreview({ content, files }: Pick<Message, 'content' | 'files'>): string {
  const text = content === '' && files ? files.map(({ name }) => name).join(', ') : content;
  return startOf(text, PREVIEW_MAX);
}
