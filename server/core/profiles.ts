import { readsAs, type Profile, type ProfileEntry } from '../protocol/profiles.ts';
import { isReservedUsername } from '../protocol/users.ts';
import { AppError } from './errors.ts';
import type { Backplane } from './ports/backplane.ts';
import type { Limiter } from './ports/limiter.ts';
import type { Log } from './ports/log.ts';
import type { Account, AccountChange, Store } from './ports/store.ts';
import type { Presence } from './presence.ts';

interface ProfilesParts {
  store: Store;
  backplane: Backplane;
  limiter: Limiter;
  log: Log;
  presence: Presence;
}

/** What may change in a profile; what is left out stays. */
export type ProfileChange = { [Field in 'display_name' | 'about' | 'avatar']?: string | null | undefined };

/** Who people are to others: what they are called, what they look like, and what they say about themselves. */
export class Profiles {
  readonly #parts: ProfilesParts;

  constructor(parts: ProfilesParts) {
    this.#parts = parts;
  }

  /** Anybody with an account may look at anybody. @throws AppError `user_not_found`, `rate_limited` */
  async get(caller: Account, userId: number): Promise<Profile> {
    const { store, limiter, presence } = this.#parts;
    await limiter.consume('profile', `user:${caller.id}`);
    const account = await store.account(userId);
    if (!account) throw new AppError('user_not_found');
    const { created_at, is_guest, is_host } = account;
    const isNear = caller.id === userId || (await this.#shareChat(caller.id, userId));
    return { ...entryOf(account), created_at, is_guest, is_host, ...(isNear && presence.of(account)) };
  }

  /** Those of these names who exist. @throws AppError `rate_limited` */
  async named(caller: Account, usernames: readonly string[]): Promise<ProfileEntry[]> {
    const { store, limiter } = this.#parts;
    await limiter.consume('profile', `user:${caller.id}`);
    const accounts = await Promise.all(usernames.map((name) => store.accountByName(name)));
    const found = accounts.filter((account) => account !== undefined);
    return [...new Map(found.map((account) => [account.id, entryOf(account)])).values()];
  }

  /**
   * Changes somebody's own profile, with what else is to change in the account by the same act; others are told.
   * @throws AppError `display_name_taken` where it reads as the bot's name or somebody else's username, `rate_limited`
   */
  async change(
    caller: Account,
    change: ProfileChange,
    others: (current: Account) => AccountChange = () => ({}),
  ): Promise<Account> {
    const { store, limiter } = this.#parts;
    await limiter.consume('profile_change', `user:${caller.id}`);
    if (change.display_name !== undefined && change.display_name !== null) {
      await this.#requireOwn(caller.id, change.display_name);
    }
    let isNew = false;
    const account = await store.changeAccount(caller.id, (now) => {
      const { display_name = now.display_name, about = now.about, avatar = now.avatar } = change;
      isNew = display_name !== now.display_name || about !== now.about || avatar !== now.avatar;
      return { ...others(now), display_name, about, avatar };
    });
    if (isNew) await this.#tell(account.id);
    return account;
  }

  /** Nobody is called in a way in which they could be taken for somebody else. */
  async #requireOwn(userId: number, displayName: string): Promise<void> {
    const reading = readsAs(displayName);
    const isTaken = isReservedUsername(reading) || (await this.#parts.store.isReadAs(reading, userId));
    if (isTaken) throw new AppError('display_name_taken');
  }

  /** Tells their own connections, and everybody with whom they share a chat, each once. */
  async #tell(userId: number): Promise<void> {
    const { store, backplane, log } = this.#parts;
    try {
      const chats = await store.chatsOf(userId);
      const receivers = new Set([userId]);
      for (const { id } of chats) for (const one of await store.participants(id)) receivers.add(one.id);
      // As it is now, whatever it was when this began.
      const account = await store.account(userId);
      if (!account) return;
      const { id: user_id, ...profile } = entryOf(account);
      const frame = { type: 'profile_changed' as const, user_id, ...profile };
      for (const receiver of receivers) backplane.publish(`user:${receiver}`, { frame });
    } catch (error) {
      log.warn({ err: error }, 'nobody could be told of a changed profile');
    }
  }

  async #shareChat(userId: number, otherId: number): Promise<boolean> {
    const { store } = this.#parts;
    for (const { id } of await store.chatsOf(userId)) if (await store.isParticipant(id, otherId)) return true;
    return false;
  }
}

function entryOf({ id, username, display_name, avatar, about }: Account): ProfileEntry {
  return { id, username, display_name, avatar, about };
}
