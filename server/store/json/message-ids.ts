import type { Log } from '../../core/ports/log.ts';
import type { Document } from './document.ts';

const BLOCK = 10_000;

/** Gives message ids, ever greater, over all chats and restarts; they are reserved in the document, a block ahead of need. */
export class MessageIds {
  readonly #document: Document;
  readonly #log: Log;
  /** Resolves to an id that all others must be above; asked once. */
  readonly #floor: () => Promise<number>;
  #last: number;
  /** Ids up to this one may be given. */
  #reserved: number;
  #reserving: Promise<void> | undefined;

  constructor(document: Document, floor: () => Promise<number>, log: Log) {
    this.#document = document;
    this.#floor = floor;
    this.#log = log;
    this.#last = document.data.last_ids.message;
    this.#reserved = this.#last;
  }

  /** The greatest id that may have been given. */
  get last(): number {
    return this.#last;
  }

  /** The next id, or undefined where `reserve` has to be awaited first. */
  take(): number | undefined {
    if (this.#last >= this.#reserved) return undefined;
    if (this.#reserved - this.#last < BLOCK / 2) {
      this.reserve().catch((error: unknown) =>
        this.#log.warn({ err: error }, 'no message ids could be reserved ahead'),
      );
    }
    return ++this.#last;
  }

  /** Resolves when ids are there to be taken; rejects where they could not be reserved. */
  reserve(): Promise<void> {
    this.#reserving ??= this.#reserve().finally(() => {
      this.#reserving = undefined;
    });
    return this.#reserving;
  }

  async #reserve(): Promise<void> {
    const floor = await this.#floor();
    const upTo = await this.#document.update((data) => {
      const message = Math.max(data.last_ids.message, floor) + BLOCK;
      return { data: { ...data, last_ids: { ...data.last_ids, message } }, result: message };
    });
    if (this.#last < floor) this.#last = floor;
    this.#reserved = upTo;
  }
}
