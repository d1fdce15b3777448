import type { UserSearch } from '../protocol/user-search.ts';
import { USERS_FOUND_MAX } from '../protocol/user-search.ts';
import { foldUsername, type User } from '../protocol/users.ts';
import { otherUser } from './accounts.ts';
import type { Chats } from './chats.ts';
import type { Limiter } from './ports/limiter.ts';
import type { Account, Store } from './ports/store.ts';

interface UserSearchParts {
  store: Store;
  limiter: Limiter;
  chats: Chats;
}

/** Finds people by a part of their name, while it is being typed. */
export class Users {
  readonly #parts: UserSearchParts;

  constructor(parts: UserSearchParts) {
    this.#parts = parts;
  }

  /**
   * Those whose names start with it, then those that hold it; each by name. Anybody with an account may find any name, as
   * inviting by name tells of each whether there is one.
   * @throws AppError `not_authorized` where the caller takes no part in the chat that is to be left out, `rate_limited`
   */
  async search(caller: Account, { query, exclude_chat_id }: UserSearch): Promise<User[]> {
    const { store, limiter, chats } = this.#parts;
    await limiter.consume('user_search', `user:${caller.id}`);
    if (exclude_chat_id !== undefined) await chats.requireParticipant(caller.id, exclude_chat_id);
    const wanted = foldUsername(query);
    // Of what shows nothing, nothing is left to look for.
    if (wanted === '') return [];
    const found = await store.findAccounts(wanted, { limit: USERS_FOUND_MAX, outsideChatId: exclude_chat_id });
    return found.map(otherUser);
  }
}
