import type { ResetLink } from '../protocol/people.ts';
import { RESET_HOURS, type PasswordChange, type PasswordReset } from '../protocol/sessions.ts';
import type { AccessToken, Admission } from '../protocol/users.ts';
import { ownUser, type Visitor } from './accounts.ts';
import type { Audit } from './audit.ts';
import { aboutPerson } from './bans.ts';
import { AppError } from './errors.ts';
import { requireHost } from './host.ts';
import type { Clock } from './ports/clock.ts';
import type { Limiter } from './ports/limiter.ts';
import type { Passwords, ResetSecrets } from './ports/security.ts';
import type { Account, Store } from './ports/store.ts';
import type { Caller, Sessions } from './sessions.ts';

interface AccountPasswordsParts {
  store: Store;
  passwords: Passwords;
  limiter: Limiter;
  clock: Clock;
  sessions: Sessions;
  secrets: ResetSecrets;
  audit: Audit;
}

/** How passwords are changed, by who knows them and by who was given a link. */
export class AccountPasswords {
  readonly #parts: AccountPasswordsParts;

  constructor(parts: AccountPasswordsParts) {
    this.#parts = parts;
  }

  /** @throws AppError `bad_credentials`, `rate_limited` */
  async require(account: Account, password: string, address: string): Promise<void> {
    const { limiter, passwords } = this.#parts;
    await limiter.consume('password', `user:${account.id}`, `address:${address}`);
    if (!(await passwords.verify(password, account.password_hash))) {
      throw new AppError('bad_credentials', 'That is not your current password.');
    }
  }

  /**
   * Gives the caller another password, and signs them out everywhere else. Resolves to a token with which they go on.
   * Who has no password yet, the host of a party, sets the first one from a session that the server's own program has
   * begun: nobody else has any of that account.
   * @throws AppError `bad_credentials`, `rate_limited`
   */
  async change(caller: Caller, change: PasswordChange, { address, device }: Visitor): Promise<AccessToken> {
    const { passwords, sessions } = this.#parts;
    const { account, signIn } = caller;
    const isFirst = account.password_hash === null && signIn.sessionId !== undefined;
    if (!isFirst) await this.require(account, change.current_password ?? '', address);
    const password_hash = await passwords.hash(change.new_password);
    const changed = await sessions.endAll(account.id, {
      except: signIn.sessionId,
      why: 'password',
      change: (current) => {
        // Of two who change it at once, one comes too late.
        if (current.password_hash !== account.password_hash) throw new AppError('bad_credentials');
        return { password_hash };
      },
    });
    return sessions.token({ account: changed, signIn }, device);
  }

  /**
   * Makes a link that sets somebody's password, in place of any that there was; for the host.
   * @param caller null where it is asked for on the server's own computer
   * @throws AppError `not_authorized`, `user_not_found`
   */
  async createReset(caller: Account | null, userId: number): Promise<ResetLink> {
    if (caller) requireHost(caller);
    const { store, clock, secrets, audit } = this.#parts;
    const account = await store.account(userId);
    if (!account) throw new AppError('user_not_found');
    const token = secrets.token();
    const expires_at = new Date(clock.now() + RESET_HOURS * 60 * 60 * 1000).toISOString();
    await store.setPasswordReset({ user_id: userId, digest: secrets.digest(token), expires_at });
    await audit.record(caller, 'password_reset', aboutPerson(account));
    return { token, expires_at };
  }

  /**
   * Sets a password with such a link, once; signs out everywhere, and in here.
   * @throws AppError `reset_invalid`, `rate_limited`, `banned` where the account may not come in all the same
   */
  async reset({ token, password }: PasswordReset, { address, device }: Visitor): Promise<Admission> {
    const { store, passwords, limiter, clock, sessions, secrets } = this.#parts;
    await limiter.consume('reset', `address:${address}`);
    const found = await store.takePasswordReset(secrets.digest(token));
    if (!found || Date.parse(found.expires_at) <= clock.now()) throw new AppError('reset_invalid');
    const password_hash = await passwords.hash(password);
    const account = await sessions.endAll(found.user_id, { why: 'password', change: () => ({ password_hash }) });
    if (account.banned_at !== null) throw new AppError('banned');
    return { ...(await sessions.begin(account, device)), user: ownUser(account), chat_id: null };
  }
}
