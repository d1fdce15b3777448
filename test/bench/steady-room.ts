import type { CountingSocket } from './counting-socket.ts';
import { Durations } from './figures.ts';

const MESSAGE = 'm'.charCodeAt(0);
const CONTENT = 'What a person writes in a chat has about this length, give or take a few words.';

/** A room whose members take turns in writing. */
export class SteadyRoom {
  readonly #members: CountingSocket[];
  readonly #chatId: number;
  #delays = new Durations();
  /** When each message was sent. Those of one room are far enough apart to come in the order in which they are sent. */
  #sentAt: number[] = [];
  /** Messages that each member got. */
  #counts: number[] = [];
  #check = () => {};

  constructor(members: CountingSocket[], chatId: number) {
    this.#members = members;
    this.#chatId = chatId;
    for (const [place, member] of members.entries()) member.onFrame = (kind) => this.#arrived(place, kind);
  }

  start(delays: Durations): void {
    this.#delays = delays;
    this.#sentAt = [];
    this.#counts = this.#members.map(() => 0);
  }

  /** @param content of the usual length where none is given. */
  send(place: number, content: string = CONTENT): void {
    this.#sentAt.push(performance.now());
    this.#members[place]!.send(JSON.stringify({ type: 'message', chat_id: this.#chatId, content }));
  }

  /** Resolves when every member has got every message. */
  quiet(): Promise<void> {
    return new Promise((resolve) => {
      this.#check = () => {
        if (this.#counts.every((count) => count === this.#sentAt.length)) resolve();
      };
      this.#check();
    });
  }

  close(): void {
    for (const member of this.#members) member.close();
  }

  #arrived(place: number, kind: number): void {
    if (kind !== MESSAGE) return;
    this.#delays.add(performance.now() - this.#sentAt[this.#counts[place]!++]!);
    this.#check();
  }
}
