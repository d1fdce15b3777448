import type { PersonEntry } from '../protocol/people.ts';
import { AppError } from './errors.ts';
import type { Audit } from './audit.ts';
import { aboutPerson } from './bans.ts';
import type { Departures } from './departures.ts';
import { requireHost } from './host.ts';
import type { Account, Store } from './ports/store.ts';
import type { Presence } from './presence.ts';

interface PeopleParts {
  store: Store;
  presence: Presence;
  audit: Audit;
  departures: Departures;
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
    const { store, departures, audit } = this.#parts;
    const account = await store.account(userId);
    if (!account) throw new AppError('user_not_found');
    await departures.end(account, { isOwn: false, messages: null });
    await audit.record(caller, 'person_removed', aboutPerson(account));
    return account;
  }
}
