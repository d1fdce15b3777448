import type { ClientFrame, MessageFrame, ServerFrame } from '../../server/protocol/frames.ts';

/** What was seen of one reply. */
interface SeenReply {
  /** How long its text was at which time (`performance.now()`), oldest first. */
  growth: { at: number; length: number }[];
  /** Its whole text, once it was told to have ended. */
  end?: string;
}

/** Everything that any client was told, to be compared with what is stored in the end. */
export class Witness {
  /** The echo of each message, by its id. */
  readonly echoes = new Map<number, MessageFrame>();
  readonly replies = new Map<number, SeenReply>();
  /** Echoes of one message that were not alike. */
  readonly contradictions: [MessageFrame, MessageFrame][] = [];
  /** When each message was first sent that has no echo yet, by its `client_id`. */
  readonly #sentAt = new Map<string, number>();
  #slowestEcho = 0;
  #lifeBegan = 0;

  readonly said = (frame: ClientFrame): void => {
    if (frame.type !== 'message' || frame.client_id === undefined) return;
    if (!this.#sentAt.has(frame.client_id)) this.#sentAt.set(frame.client_id, performance.now());
  };

  readonly heard = (frame: ServerFrame): void => {
    if (frame.type === 'message') this.#heardMessage(frame);
    if (frame.type !== 'bot_stream') return;
    const reply = this.replies.get(frame.message_id) ?? { growth: [] };
    this.replies.set(frame.message_id, reply);
    if (frame.is_complete) reply.end = frame.full_response;
    else reply.growth.push({ at: performance.now(), length: frame.offset + frame.chunk.length });
  };

  /**
   * How much of each running reply was shown already so long ago, by the reply's id.
   * @param age milliseconds
   */
  shownBefore(age: number): Map<number, number> {
    const before = performance.now() - age;
    const running = [...this.replies].filter(
      ([, { end, growth }]) => end === undefined && (growth.at(-1)?.at ?? 0) >= this.#lifeBegan,
    );
    return new Map(running.map(([id, { growth }]) => [id, growth.findLast(({ at }) => at <= before)?.length ?? 0]));
  }

  /** Milliseconds that the slowest echo of this life has taken, or is taking by now: so slow are machine and disk. */
  get slowestEcho(): number {
    const now = performance.now();
    return Math.max(this.#slowestEcho, ...[...this.#sentAt.values()].map((at) => now - at));
  }

  /** The server begins a new life. */
  beginLife(): void {
    this.#lifeBegan = performance.now();
    this.#sentAt.clear();
    this.#slowestEcho = 0;
  }

  #heardMessage(frame: MessageFrame): void {
    const before = this.echoes.get(frame.message_id);
    if (before === undefined) this.echoes.set(frame.message_id, frame);
    else if (JSON.stringify(before) !== JSON.stringify(frame)) this.contradictions.push([before, frame]);
    const sentAt = this.#sentAt.get(frame.client_id ?? '');
    if (sentAt === undefined) return;
    this.#sentAt.delete(frame.client_id!);
    this.#slowestEcho = Math.max(this.#slowestEcho, performance.now() - sentAt);
  }
}
