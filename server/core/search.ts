import { searchTerms, type MessageAtDate, type SearchAnswer, type SearchQuery } from '../protocol/search.ts';
import type { Chats } from './chats.ts';
import type { Limiter } from './ports/limiter.ts';
import type { Store } from './ports/store.ts';

interface SearchParts {
  store: Store;
  limiter: Limiter;
  chats: Chats;
}

/** Finds messages. Who takes no part in a chat finds nothing of it, also where that has ended while it was searched. */
export class Search {
  readonly #parts: SearchParts;

  constructor(parts: SearchParts) {
    this.#parts = parts;
  }

  /** @throws AppError `not_authorized`, `rate_limited` */
  async inChat(userId: number, chatId: number, query: SearchQuery): Promise<SearchAnswer> {
    const { chats } = this.#parts;
    await chats.requireParticipant(userId, chatId);
    const answer = await this.#find(userId, [chatId], query);
    await chats.requireParticipant(userId, chatId);
    return answer;
  }

  /** In all chats that the user takes part in. @throws AppError `rate_limited` */
  async everywhere(userId: number, query: SearchQuery): Promise<SearchAnswer> {
    const { store } = this.#parts;
    const chatIds = (await store.chatsOf(userId)).map(({ id }) => id);
    const { hits, more } = await this.#find(userId, chatIds, query);
    const isStillIn = new Map<number, boolean>();
    for (const { chat_id } of hits) {
      if (!isStillIn.has(chat_id)) isStillIn.set(chat_id, await store.isParticipant(chat_id, userId));
    }
    return { hits: hits.filter(({ chat_id }) => isStillIn.get(chat_id)), more };
  }

  /**
   * The first message of a chat at a time or later.
   * @param date in milliseconds since 1970. @throws AppError `not_authorized`, `rate_limited`
   */
  async atDate(userId: number, chatId: number, date: number): Promise<MessageAtDate> {
    const { chats, limiter, store } = this.#parts;
    await chats.requireParticipant(userId, chatId);
    await limiter.consume('search', `user:${userId}`);
    let messageId: number | null = null;
    // Ids grow with time: each look halves where it can be.
    for (let low = 0, high = await store.lastMessageId(chatId); low < high;) {
      const middle = Math.floor((low + high) / 2);
      const [next] = await store.messages(chatId, { limit: 1, after: middle, before: high + 1 });
      if (!next) {
        high = middle;
      } else if (Date.parse(next.created_at) >= date) {
        messageId = next.id;
        high = middle;
      } else {
        low = next.id;
      }
    }
    return { message_id: messageId };
  }

  async #find(userId: number, chatIds: number[], query: SearchQuery): Promise<SearchAnswer> {
    const { limiter, store } = this.#parts;
    await limiter.consume('search', `user:${userId}`);
    const { query: text = '', from, since, until, has_file: hasFile, limit, before } = query;
    const terms = searchTerms(text);
    const { messages, more } = await store.search({ chatIds, terms, from, since, until, hasFile, limit, before });
    return { hits: messages.map((message) => ({ chat_id: message.chat_id, message })), more };
  }
}
