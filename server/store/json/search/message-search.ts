import { AppError } from '../../../core/errors.ts';
import type { Log } from '../../../core/ports/log.ts';
import type { FoundMessages, SearchRequest } from '../../../core/ports/store.ts';
import type { Message } from '../../../protocol/messages.ts';
import { isFound } from '../../is-found.ts';
import type { MessageLogs } from '../message-logs.ts';
import type { Query } from './chat-texts.js';
import { KnownChats } from './known-chats.ts';
import type { Found } from './search-worker.js';

/** So many logs are read side by side. */
const AT_ONCE = 8;
/** Characters that are checked between two turns of the event loop. */
const CHECKED_AT_ONCE = 64 * 1024;

/** Searches the messages of chats, in a thread that is started with the first search. */
export class MessageSearch {
  readonly #logs: MessageLogs;
  readonly #log: Log;
  readonly #sizeMax: number;
  #known: KnownChats | undefined;
  #closed = false;

  /** @param sizeMax bytes of memory that the texts of chats may take. */
  constructor(logs: MessageLogs, log: Log, sizeMax: number) {
    this.#logs = logs;
    this.#log = log;
    this.#sizeMax = sizeMax;
  }

  /** See `Store.search`. */
  async search(request: SearchRequest): Promise<FoundMessages> {
    const { limit, before = Infinity } = request;
    const messages: Message[] = [];
    for (let smaller = before; ;) {
      const wanted = limit + 1 - messages.length;
      const found = await this.#find(request, smaller, wanted);
      // What has changed since the thread was told is looked at as it is now.
      messages.push(...(await this.#read(found, request)));
      if (messages.length > limit || found.length < wanted) break;
      smaller = found.at(-1)!.id;
    }
    return { messages: messages.slice(0, limit), more: messages.length > limit };
  }

  /** The texts of a chat that is no more are in no memory. */
  forget(chatId: number): void {
    this.#known?.forget(chatId);
  }

  /** Ends the thread; searches under way reject. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#known?.thread.close();
  }

  async #find(request: SearchRequest, before: number, limit: number): Promise<Found[]> {
    if (this.#closed) throw new AppError('not_ready');
    const known = (this.#known ??= new KnownChats(this.#sizeMax));
    try {
      return await this.#findIn(known, request, before, limit);
    } catch (error) {
      if (error instanceof AppError) throw error;
      if (this.#closed) throw new AppError('not_ready');
      this.#log.error({ err: error }, 'the search thread has failed');
      // The next search starts another one.
      if (this.#known === known) this.#known = undefined;
      await known.thread.close();
      throw new AppError('storage_unavailable', 'Messages cannot be searched at the moment. Try again.', {
        cause: error,
      });
    }
  }

  /** Goes through the chats in groups for which there is room. */
  async #findIn(known: KnownChats, request: SearchRequest, before: number, limit: number): Promise<Found[]> {
    const { chatIds, terms, from, since, until, hasFile } = request;
    let best: Found[] = [];
    for (let next = 0; next < chatIds.length;) {
      const group: number[] = [];
      try {
        do {
          const some = chatIds.slice(next, next + AT_ONCE);
          next += some.length;
          group.push(...some);
          await allOf(some.map((chatId) => known.use(chatId, this.#logs.of(chatId))));
        } while (next < chatIds.length && known.hasRoom);
        const floor = best[limit - 1]?.id ?? 0;
        const query: Query = { terms, from, since, until, hasFile, before, floor, limit };
        const found = await known.thread.find(group, query);
        best = [...best, ...found].toSorted((a, b) => b.id - a.id).slice(0, limit);
      } finally {
        for (const chatId of group) known.release(chatId);
      }
    }
    return best;
  }

  /** Those that are what is wanted, as they are now. */
  async #read(found: readonly Found[], request: SearchRequest): Promise<Message[]> {
    const byChat = new Map<number, number[]>();
    for (const { id, chatId } of found) byChat.set(chatId, [...(byChat.get(chatId) ?? []), id]);
    const read = [...byChat].map(([chatId, ids]) => this.#logs.of(chatId).messages(ids));
    const messages = (await Promise.all(read)).flat().toSorted((a, b) => b.id - a.id);
    const hits: Message[] = [];
    let checked = 0;
    for (const message of messages) {
      checked += message.content.length;
      if (checked > CHECKED_AT_ONCE) {
        checked = 0;
        await new Promise((resolve) => void setImmediate(resolve));
      }
      if (isFound(message, request)) hits.push(message);
    }
    return hits;
  }
}

/** Waits for all of them, also where one fails. */
async function allOf(running: Promise<void>[]): Promise<void> {
  const settled = await Promise.allSettled(running);
  for (const one of settled) if (one.status === 'rejected') throw one.reason;
}
