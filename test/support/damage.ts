import type { Message } from '../../server/protocol/messages.ts';

const NEWLINE = 0x0a;

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
