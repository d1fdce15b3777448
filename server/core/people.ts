import type { PersonEntry } from '../protocol/people.ts';
import type { Chats } from './chats.ts';
import { AppError } from './errors.ts';
import type { Audit } from './audit.ts';
import { aboutPerson } from './bans.ts';
import { requireHost, type Host } from './host.ts';
import { tellChanged, tellRemoved, tellRole } from './membership-news.ts';
import type { Backplane } from './ports/backplane.ts';
import type { Account, Store } from './ports/store.ts';
import type { Presence } from './presence.ts';

interface PeopleParts {
  store: Store;
  backplane: Backplane;
  host: Host;
  chats: Chats;
  presence: Presence;
  audit: Audit;
}

/** Everybody with an account, for the host. Every call rejects with AppError `not_authorized` for anybody else. */
export class People {
  readonly #parts: PeopleParts;

  constructor(parts: PeopleParts) {
    this.#parts = parts;
  }

  /** Oldest account first. */
  async list(caller: Account): Promise<PersonEntry[]> {
    requireHost(caller);
    const { store, presence } = this.#parts;
    const [accounts, chats, files] = await Promise.all([store.accounts(), store.chats(), store.files.usage()]);
    const chatsOf = new Map<number, number>();
    for (const id of chats.flatMap(({ participantIds }) => participantIds)) chatsOf.set(id, (chatsOf.get(id) ?? 0) + 1);
    return accounts.map((account) => {
      const { id, username, display_name, avatar, is_guest, is_host, created_at, banned_at } = account;
      return {
        id,
        username,
        display_name,
        avatar,
        is_guest,
        is_host,
        created_at,
        banned_at,
        online: presence.isOnline(id),
        ...presence.of(account),
        chats: chatsOf.get(id) ?? 0,
        file_bytes: files.byUser.get(id) ?? 0,
      };
    });
  }

  /**
   * Removes somebody from everywhere, at once: what they wrote stays, nobody gets their name any more.
   * @returns who it was. @throws AppError `user_not_found`, `host_stays`
   */
  async remove(caller: Account, userId: number): Promise<Account> {
    requireHost(caller);
    const { store, backplane, host, audit } = this.#parts;
    const account = await store.account(userId);
    if (!account) throw new AppError('user_not_found');
    const left = await store.removeAccount(userId);
    backplane.publish(`user:${userId}`, { frame: { type: 'removed' } });
    for (const { chat_id, new_owner_id } of left) {
      tellRemoved(backplane, chat_id, account, { reason: 'removed' });
      if (new_owner_id !== null) await this.#tellHeir(chat_id, new_owner_id);
    }
    host.peopleChanged();
    await audit.record(caller, 'person_removed', aboutPerson(account));
    return account;
  }

  /** A chat whose owner is gone has another one. */
  async #tellHeir(chatId: number, userId: number): Promise<void> {
    const { store, backplane, chats } = this.#parts;
    const heir = await store.account(userId);
    if (heir) tellRole(backplane, chatId, heir, 'owner');
    tellChanged(backplane, await chats.common(chatId));
  }
}
