import type { Audit } from './audit.ts';
import { AppError } from './errors.ts';
import { requireHost, type Host } from './host.ts';
import type { Backplane } from './ports/backplane.ts';
import type { Clock } from './ports/clock.ts';
import type { Account, Store } from './ports/store.ts';
import type { Sessions } from './sessions.ts';

interface BansParts {
  store: Store;
  backplane: Backplane;
  clock: Clock;
  host: Host;
  sessions: Sessions;
  audit: Audit;
}

/** Who may not come in any more, though their account and what they wrote stay. Only the host decides that. */
export class Bans {
  readonly #parts: BansParts;

  constructor(parts: BansParts) {
    this.#parts = parts;
  }

  /**
   * Closes every connection of somebody, and no token of theirs opens anything from now on; their invites are gone. A
   * second time changes nothing.
   * @param reason for the audit log only.
   * @returns who it is. @throws AppError `not_authorized`, `user_not_found`, `host_stays`
   */
  async ban(caller: Account, userId: number, reason?: string): Promise<Account> {
    requireHost(caller);
    const { store, backplane, clock, host, sessions, audit } = this.#parts;
    const banned_at = new Date(clock.now()).toISOString();
    let isNew = false;
    const account = await store.changeAccount(userId, (current) => {
      if (current.is_host) throw new AppError('host_stays', 'The host cannot be banned.');
      isNew = current.banned_at === null;
      return isNew ? { banned_at } : null;
    });
    if (!isNew) return account;
    backplane.publish(`user:${userId}`, { frame: { type: 'removed', reason: 'banned' } });
    // Let in again, they sign in anew.
    await sessions.endAll(userId);
    const invites = (await store.invites()).filter(({ created_by }) => created_by === userId);
    for (const { id } of invites) await store.removeInvite(id);
    host.peopleChanged();
    await audit.record(caller, 'person_banned', {
      ...aboutPerson(account),
      ...(reason !== undefined && reason !== '' && { details: { reason } }),
    });
    return account;
  }

  /** Lets somebody in again. A second time changes nothing. @throws AppError `not_authorized`, `user_not_found` */
  async unban(caller: Account, userId: number): Promise<Account> {
    requireHost(caller);
    const { store, host, audit } = this.#parts;
    let isNew = false;
    const account = await store.changeAccount(userId, (current) => {
      isNew = current.banned_at !== null;
      return isNew ? { banned_at: null } : null;
    });
    if (!isNew) return account;
    host.peopleChanged();
    await audit.record(caller, 'person_unbanned', aboutPerson(account));
    return account;
  }
}

/** Somebody as the audit log names them. */
export function aboutPerson({ id, username }: Account): { target: { kind: 'person'; id: number; name: string } } {
  return { target: { kind: 'person', id, name: username } };
}
