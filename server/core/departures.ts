import type { AccountDeletion, ErasedMessages } from '../protocol/sessions.ts';
import type { Chats } from './chats.ts';
import type { Erasures } from './erasures.ts';
import { AppError } from './errors.ts';
import type { Host } from './host.ts';
import { tellChanged, tellRemoved, tellRole } from './membership-news.ts';
import type { AccountPasswords } from './passwords.ts';
import type { Backplane } from './ports/backplane.ts';
import type { Account, Store } from './ports/store.ts';

interface DeparturesParts {
  store: Store;
  backplane: Backplane;
  host: Pick<Host, 'peopleChanged'>;
  chats: Chats;
  passwords: AccountPasswords;
  erasures: Erasures;
}

/** How somebody's account ends: the host removes it, or they delete it themselves. */
export class Departures {
  readonly #parts: DeparturesParts;

  constructor(parts: DeparturesParts) {
    this.#parts = parts;
  }

  /**
   * Deletes the caller's own account; what they wrote is worked over behind the answer.
   * @throws AppError `host_stays`, `bad_credentials`, `rate_limited`
   */
  async leave(account: Account, { password, messages }: AccountDeletion, address: string): Promise<void> {
    if (account.is_host) {
      throw new AppError(
        'host_stays',
        'You host this server: it cannot be without you. Stop it to end it for everybody.',
      );
    }
    await this.#parts.passwords.require(account, password, address);
    await this.end(account, { isOwn: true, messages });
  }

  /**
   * Ends an account at once and everywhere; nobody gets its name any more.
   * @param how `messages`: what becomes of what they wrote; null: it stays as it is, under their name.
   * @throws AppError `user_not_found`, `host_stays`
   */
  async end(account: Account, how: { isOwn: boolean; messages: ErasedMessages | null }): Promise<void> {
    const { store, backplane, host, erasures } = this.#parts;
    const left = await store.removeAccount(account.id, how.messages ?? undefined);
    if (how.isOwn) {
      const ended = { reason: 'deleted', session_ids: null, except: null } as const;
      backplane.publish(`user:${account.id}`, { frame: { type: 'signed_out', reason: 'deleted' }, ended });
    } else backplane.publish(`user:${account.id}`, { frame: { type: 'removed' } });
    const reason = how.isOwn ? 'left' : 'removed';
    for (const { chat_id, new_owner_id } of left) {
      tellRemoved(backplane, chat_id, account, { reason });
      if (new_owner_id !== null) await this.#tellHeir(chat_id, new_owner_id);
    }
    host.peopleChanged();
    erasures.resume();
  }

  /** A chat whose owner is gone has another one. */
  async #tellHeir(chatId: number, userId: number): Promise<void> {
    const { store, backplane, chats } = this.#parts;
    const heir = await store.account(userId);
    if (heir) tellRole(backplane, chatId, heir, 'owner');
    tellChanged(backplane, await chats.common(chatId));
  }
}
