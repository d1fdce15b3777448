import type { AdminChat, Overview } from '../protocol/admin.ts';
import { PARTICIPANT_NAMES_SHOWN } from '../protocol/limits.ts';
import { requireHost } from './host.ts';
import type { Account, Store } from './ports/store.ts';
import type { Presence } from './presence.ts';

interface AdministrationParts {
  store: Store;
  presence: Presence;
  /** Bytes that all files may take now; 0 for any number. */
  limits: { readonly filesMax: number };
}

/** How large everything is, for the host. Every call rejects with AppError `not_authorized` for anybody else. */
export class Administration {
  readonly #parts: AdministrationParts;

  constructor(parts: AdministrationParts) {
    this.#parts = parts;
  }

  /** All chats, oldest first, without anything that is said there. */
  async chats(caller: Account): Promise<AdminChat[]> {
    requireHost(caller);
    const { store } = this.#parts;
    const [chats, accounts, logs, files, { lobby_chat_id }] = await Promise.all([
      store.chats(),
      store.accounts(),
      store.logSizes(),
      store.files.usage(),
      store.settle({}),
    ]);
    const names = new Map(accounts.map(({ id, username }) => [id, username]));
    return chats.map(({ chat, participantIds }) => {
      const { id, is_group, is_ai_chat, owner_id, created_at } = chat;
      const owner = names.get(owner_id);
      const { bytes = 0, newestAt = null } = logs.get(id) ?? {};
      return {
        id,
        name: is_group ? chat.name : null,
        is_group,
        is_ai_chat,
        is_lobby: id === lobby_chat_id,
        owner: owner === undefined ? null : { id: owner_id, username: owner },
        participants: participantIds.length,
        participant_usernames: participantIds.slice(0, PARTICIPANT_NAMES_SHOWN).flatMap((one) => names.get(one) ?? []),
        created_at,
        last_message_at: newestAt,
        message_bytes: bytes,
        file_bytes: files.byChat.get(id) ?? 0,
      };
    });
  }

  /** What the core knows of it. */
  async overview(
    caller: Account,
  ): Promise<Pick<Overview, 'people' | 'chats' | 'message_bytes' | 'files' | 'free_bytes'>> {
    requireHost(caller);
    const { store, presence, limits } = this.#parts;
    const { filesMax } = limits;
    const [chats, accounts, logs, free_bytes] = await Promise.all([
      store.chats(),
      store.accounts(),
      store.logSizes(),
      store.freeBytes(),
    ]);
    const count = (isOne: (account: Account) => boolean) => accounts.filter(isOne).length;
    return {
      people: {
        total: accounts.length,
        guests: count(({ is_guest }) => is_guest),
        banned: count(({ banned_at }) => banned_at !== null),
        online: count(({ id }) => presence.isOnline(id)),
      },
      chats: chats.length,
      message_bytes: [...logs.values()].reduce((sum, { bytes }) => sum + bytes, 0),
      files: { bytes: store.files.bytesUsed, limit: filesMax === 0 ? null : filesMax },
      free_bytes,
    };
  }
}
