import type { Message } from '../../../server/protocol/messages.ts';
import { startOf } from '../../../server/protocol/text.ts';

const EXCERPT_MAX = 120;

/** The start of what a message says, in one line and without what only lays it out. */
export function excerptOf({ content }: Pick<Message, 'content'>): string {
  const start = startOf(content, EXCERPT_MAX * 2)
    .replace(/```\S*/g, ' ')
    .replace(/[*_`~#>|]+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return startOf(start, EXCERPT_MAX);
}
