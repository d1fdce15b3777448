import type { LogExtent } from '../follow-log.ts';
import type { MessageLog } from '../message-log.ts';
import { SearchThread } from './search-thread.ts';

/** How much is given to the thread without waiting for it. */
const IN_FLIGHT = 2;

interface KnownChat {
  /** What the thread has of the log. */
  extent: LogExtent | undefined;
  /** Bytes of its memory. */
  size: number;
  /** Settles when it has what was there at the last time that somebody wanted it. */
  following: Promise<void>;
  /** Searches that need it now. */
  uses: number;
}

/** Which chats the thread knows, and how far. Those that were searched longest ago are forgotten where there is not room for all. */
export class KnownChats {
  readonly thread: SearchThread;
  readonly #sizeMax: number;
  /** Least recently used first. */
  readonly #chats = new Map<number, KnownChat>();
  #size = 0;

  /** @param sizeMax bytes of memory that all of them may take. */
  constructor(sizeMax: number) {
    this.#sizeMax = sizeMax;
    this.thread = new SearchThread(sizeMax);
  }

  /** True while there is room for more chats that are in use at once. */
  get hasRoom(): boolean {
    let used = 0;
    for (const { uses, size } of this.#chats.values()) if (uses > 0) used += size;
    return used < this.#sizeMax / 2;
  }

  /** Resolves once the thread knows all of the log that is there now, and keeps it until `release`. */
  async use(chatId: number, log: MessageLog): Promise<void> {
    const chat = this.#chats.get(chatId) ?? { extent: undefined, size: 0, following: Promise.resolve(), uses: 0 };
    chat.uses++;
    this.#chats.delete(chatId);
    this.#chats.set(chatId, chat);
    const follow = () => this.#follow(chatId, chat, log);
    chat.following = chat.following.then(follow, follow);
    await chat.following;
  }

  release(chatId: number): void {
    const chat = this.#chats.get(chatId);
    if (chat && chat.uses > 0) chat.uses--;
    for (const [id, { uses }] of this.#chats) {
      if (this.#size <= this.#sizeMax) return;
      if (uses === 0) this.forget(id);
    }
  }

  /** The chat's texts are in no memory any more. */
  forget(chatId: number): void {
    const chat = this.#chats.get(chatId);
    if (!chat) return;
    this.#size -= chat.size;
    this.#chats.delete(chatId);
    // A thread that has failed knows nothing.
    this.thread.forget(chatId).catch(() => undefined);
  }

  async #follow(chatId: number, chat: KnownChat, log: MessageLog): Promise<void> {
    const inFlight: Promise<void>[] = [];
    const take = async (bytes: Uint8Array<ArrayBuffer>, isFresh: boolean): Promise<void> => {
      const size = await this.thread.take(chatId, isFresh, bytes);
      if (this.#chats.get(chatId) === chat) this.#size += size - chat.size;
      chat.size = size;
    };
    const { extent } = chat;
    // Until all of it is there, a failure leaves nothing that could be built upon.
    chat.extent = undefined;
    chat.extent = await log.follow(extent, async (bytes, isFresh) => {
      const taken = take(bytes, isFresh);
      // Whoever waits for it is told; nobody may be there yet.
      taken.catch(() => undefined);
      inFlight.push(taken);
      if (inFlight.length >= IN_FLIGHT) await inFlight.shift();
    });
    await Promise.all(inFlight);
    if (this.#chats.get(chatId) !== chat) await this.thread.forget(chatId);
  }
}
