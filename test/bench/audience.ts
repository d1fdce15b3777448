import type { ServerFrame } from '../../server/protocol/frames.ts';
import type { CountingSocket } from './counting-socket.ts';
import type { Durations } from './figures.ts';

const BOT_STREAM = 'b'.charCodeAt(0);
const ERROR = 'e'.charCodeAt(0);

/** A piece of text: when the model sent it, and how long the reply is with it (UTF-16 code units). */
export interface Piece {
  sentAt: number;
  end: number;
}

/**
 * The members of one room while a reply is written. Each notes when it got which frame; only the first one reads what is
 * in them, which is the same for all.
 */
export class Audience {
  readonly #members: CountingSocket[];
  /** By member, when it got each frame of the reply. */
  #arrivals: number[][] = [];
  /** How long the reply is with each frame. */
  #ends: number[] = [];
  #isComplete = false;
  #leave = () => {};
  #fail = (_error: Error) => {};

  constructor(members: CountingSocket[]) {
    this.#members = members;
    members[0]!.onPayload = (payload) => this.#read(payload);
    for (const [place, member] of members.entries()) member.onFrame = (kind) => this.#arrived(place, kind);
  }

  /** From now on the next reply is followed; resolves once everybody has all of it. */
  follow(): Promise<void> {
    this.#arrivals = this.#members.map(() => []);
    this.#ends = [];
    this.#isComplete = false;
    return new Promise((resolve, reject) => {
      this.#leave = resolve;
      this.#fail = reject;
    });
  }

  ask(chatId: number, content: string): void {
    this.#members[0]!.send(JSON.stringify({ type: 'message', chat_id: chatId, content: `/bot ${content}` }));
  }

  /**
   * How long each piece took to each member, without what the window between two chunks made it wait: that starts when
   * the first member has the chunk before.
   * @param window milliseconds.
   */
  addDelays(pieces: readonly Piece[], window: number, durations: Durations): void {
    for (const { sentAt, end } of pieces) {
      const frame = this.#ends.findIndex((length) => length >= end);
      const isFirstText = (this.#ends[frame - 1] ?? 0) === 0;
      const opens = isFirstText ? 0 : Math.min(...this.#arrivals.map((times) => times[frame - 1]!)) + window;
      for (const times of this.#arrivals) durations.add(Math.max(0, times[frame]! - Math.max(sentAt, opens)));
    }
  }

  close(): void {
    for (const member of this.#members) member.close();
  }

  #read(payload: Buffer): void {
    const frame = JSON.parse(payload.toString()) as ServerFrame;
    if (frame.type !== 'bot_stream') return;
    this.#ends.push(frame.offset + frame.chunk.length);
    this.#isComplete = frame.is_complete;
  }

  #arrived(place: number, kind: number): void {
    if (kind === ERROR) return this.#fail(new Error('the server refused a question'));
    if (kind !== BOT_STREAM) return;
    this.#arrivals[place]!.push(performance.now());
    if (this.#isComplete && this.#arrivals.every((times) => times.length === this.#ends.length)) this.#leave();
  }
}
