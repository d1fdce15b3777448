import { PAGE_MAX } from '../protocol/limits.ts';
import type { Message } from '../protocol/messages.ts';
import { tellEverybody } from './activity.ts';
import { erased, type ErasedAuthor } from './erase-author.ts';
import { AppError } from './errors.ts';
import type { Files } from './files.ts';
import type { Pins } from './pins.ts';
import type { Backplane } from './ports/backplane.ts';
import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { Store } from './ports/store.ts';
import type { Reading } from './reading.ts';
import type { Versions } from './versions.ts';

/** Between two pages of messages that are looked through, so much time is left for everybody else (milliseconds). */
export const SLICE_PAUSE = 5;
/** What could not be done is tried again after so much (milliseconds). */
export const RETRY_AFTER = 10_000;

interface ErasuresParts {
  store: Store;
  backplane: Backplane;
  clock: Clock;
  log: Log;
  files: Files;
  reading: Reading;
  pins: Pins;
  versions: Versions;
}

/**
 * Takes those who have deleted their account out of all chats, one after the other, in slices. What is begun is known to
 * the store, so that another start goes on with it; to do it twice changes nothing.
 */
export class Erasures {
  readonly #parts: ErasuresParts;
  #running: Promise<void> | undefined;
  #isAsked = false;
  #isClosed = false;
  #wake: (() => void) | undefined;

  constructor(parts: ErasuresParts) {
    this.#parts = parts;
  }

  /** Does what the store says is not done yet. */
  resume(): void {
    this.#isAsked = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  /** Stops after the slice that is under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#wake?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#isAsked && !this.#isClosed) {
      this.#isAsked = false;
      try {
        for (const author of await this.#parts.store.erasures()) await this.#erase(author);
      } catch (error) {
        if (this.#isClosed || (error instanceof AppError && error.code === 'not_ready')) return;
        this.#parts.log.warn({ err: error }, 'an account that was deleted could not be taken out of all chats yet');
        this.#isAsked = true;
        await this.#pause(RETRY_AFTER);
      }
    }
  }

  async #erase(author: ErasedAuthor): Promise<void> {
    for (const chatId of await this.#parts.store.chatIds()) {
      if (this.#isClosed) return;
      await this.#eraseFrom(chatId, author).catch((error: unknown) => {
        // Deleted in the meantime.
        if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
      });
    }
    if (!this.#isClosed) await this.#parts.store.erasureDone(author.user_id);
  }

  async #eraseFrom(chatId: number, author: ErasedAuthor): Promise<void> {
    const { store, backplane, versions } = this.#parts;
    let changes = 0;
    // What is just being written is there behind this.
    const lastId = await store.lastMessageId(chatId);
    if (lastId > 0) await store.changeMessage(chatId, lastId, () => null);
    for (let after = 0; !this.#isClosed;) {
      const page = await store.messages(chatId, { limit: PAGE_MAX, after });
      const named = page.filter((message) => erased(message, author, '') !== null);
      await Promise.all(named.map((message) => this.#change(message, author)));
      changes += named.length;
      if (page.length < PAGE_MAX) break;
      after = page.at(-1)!.id;
      await this.#pause(SLICE_PAUSE);
    }
    if (changes === 0) return;
    const { user_id, username, messages } = author;
    const version = versions.next(chatId);
    tellEverybody(backplane, chatId, { type: 'author_erased', chat_id: chatId, user_id, username, messages, version });
  }

  async #change(message: Message, author: ErasedAuthor): Promise<void> {
    const { store, clock, files, reading, pins } = this.#parts;
    const { id, chat_id } = message;
    const isDeleted = author.messages === 'deleted' && message.user_id === author.user_id;
    const at = new Date(clock.now()).toISOString();
    const change = () => store.changeMessage(chat_id, id, (current) => erased(current, author, at));
    const changed = isDeleted ? await files.removeWith(message, change) : await change();
    if (!isDeleted) return;
    await reading.changed(changed);
    await pins.drop(chat_id, id, author.username);
  }

  async #pause(ms: number): Promise<void> {
    if (this.#isClosed) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#parts.clock.after(ms, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
    this.#wake = undefined;
  }
}
