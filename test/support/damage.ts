import type { Store } from '../../server/core/ports/store.ts';
import type { Message } from '../../server/protocol/messages.ts';
import { scaled } from './long-run.ts';
import type { Random } from './random.ts';
import { newChat, newMessage, newReply } from './records.ts';

const NEWLINE = 0x0a;
/** So many bytes from the end of a file are looked at. */
export const CUT_WITHIN = 4096;

/** A line of a log that nothing has happened to yet. */
export interface WholeLine {
  /** First byte, and the one behind its newline. */
  start: number;
  end: number;
  message: Message;
}

/** The lines of a whole log. */
export function linesOf(log: Buffer): WholeLine[] {
  const lines: WholeLine[] = [];
  for (let start = 0; start < log.length;) {
    const end = log.indexOf(NEWLINE, start) + 1;
    const {
      newest_id: _,
      changes: __,
      ...message
    } = JSON.parse(log.toString('utf8', start, end)) as Message & {
      newest_id: number;
      changes?: number;
    };
    lines.push({ start, end, message });
    start = end;
  }
  return lines;
}

/** The messages that lines tell of, as they are shown after a restart. */
export function messagesOf(lines: readonly WholeLine[]): Message[] {
  const newest = new Map<number, Message>();
  for (const { message } of lines) newest.set(message.id, message);
  return [...newest.values()]
    .map((message) => (message.status === 'streaming' ? { ...message, status: 'interrupted' as const } : message))
    .toSorted((a, b) => a.id - b.id);
}

/** A copy with one bit turned over. */
export function withFlippedBit(bytes: Buffer, at: number, bit: number): Buffer {
  const flipped = Buffer.from(bytes);
  flipped[at] = flipped[at]! ^ (1 << bit);
  return flipped;
}

/** A copy whose last `count` bytes, and `more` behind them, are zero. */
export function withZeroTail(bytes: Buffer, count: number, more: number): Buffer {
  return Buffer.concat([bytes.subarray(0, bytes.length - count), Buffer.alloc(count + more)]);
}

/** A conversation with all that can be in a log: replies that grew, were overtaken and never ended, keys, odd texts. */
export async function talkIn(store: Store, chatId: number): Promise<void> {
  const other = await store.addChat(newChat(), [1]);
  for (let round = 0; round < 12; round++) {
    const say = (content: string) =>
      store.addMessage(
        newMessage(chatId, content, { user_id: 1 + (round % 2), client_id: `${round} ${content.length}` }),
      );
    await say(`${round}: "quoted" \\ {"id":1} ñ 漢字 🎉\n\u0000 second line`);
    const { message: reply } = await store.addMessage(newReply(chatId, '', { asked_by: 'ann', reply_to: 1 }));
    await store.addMessage(newMessage(other.id, 'elsewhere'));
    await store.changeMessage(chatId, reply.id, { content: 'Half', status: 'streaming' });
    await say('Just a word.'.repeat(1 + round));
    if (round % 4 < 3) await store.changeMessage(chatId, reply.id, { content: 'All of it.', status: 'complete' });
    await store.addMessage(newMessage(chatId, 'without a key'));
  }
}

/** Places in the last 4 kB: all in the long run, in a short one some, and those around the ends of lines. */
export function placesToCut(bytes: Buffer, random: Random): number[] {
  const places = new Set<number>();
  const from = Math.max(0, bytes.length - CUT_WITHIN);
  for (let at = from; at < bytes.length; at++) {
    const isEdge = bytes[at] === NEWLINE || bytes[at - 1] === NEWLINE;
    if (random() < scaled(0.01, 1) || (isEdge && random() < scaled(0.5, 1))) places.add(at);
  }
  return [...places];
}
