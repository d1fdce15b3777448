import { SESSION_DAYS, SESSIONS_MAX, type Device, type SessionEntry } from '../protocol/sessions.ts';
import type { AccessToken } from '../protocol/users.ts';
import { AppError } from './errors.ts';
import type { Backplane, SessionsEnded } from './ports/backplane.ts';
import type { Clock } from './ports/clock.ts';
import type { Limiter } from './ports/limiter.ts';
import type { Claims, Tokens } from './ports/security.ts';
import type { StoredSession } from './ports/sessions.ts';
import type { Account, AccountChange, Store } from './ports/store.ts';
import { requireAdmitted } from './require-admitted.ts';

/** That a session was used is noted this often (milliseconds). */
export const USE_NOTED = 60_000;
/** Who signs in waits at most this long for their session to be saved (milliseconds). */
export const SAVE_WAIT = 1000;

/** What of a token decides whether it still opens something. */
export type SignIn = Pick<Claims, 'sessionId' | 'issuedAt'>;

/** Who asks, and with which sign-in. */
export interface Caller {
  account: Account;
  signIn: SignIn;
}

interface SessionsParts {
  store: Store;
  backplane: Backplane;
  tokens: Tokens;
  limiter: Limiter;
  clock: Clock;
  newSessionId: () => string;
}

/** Who is signed in on which device, and how that ends. */
export class Sessions {
  readonly #parts: SessionsParts;

  constructor(parts: SessionsParts) {
    this.#parts = parts;
  }

  /**
   * Signs somebody in on a device. While nothing can be saved, or that takes long, they are signed in all the same, with a
   * token of no session.
   * @throws AppError `not_ready`
   */
  async begin(account: Account, device: Device): Promise<AccessToken> {
    const adding = this.add(account, device);
    let cancel = () => {};
    const late = new Promise<undefined>((resolve) => {
      cancel = this.#parts.clock.after(SAVE_WAIT, () => resolve(undefined));
    });
    try {
      const added = await Promise.race([adding, late]);
      // Nobody knows of one that is saved only now.
      if (!added) adding.then(({ id }) => this.end({ account }, id)).catch(() => undefined);
      return this.#tokenOf(account, added?.id);
    } catch (error) {
      if (error instanceof AppError && error.code === 'storage_unavailable') return this.#tokenOf(account);
      throw error;
    } finally {
      cancel();
    }
  }

  /** A new session, in place of what is over by then or too much. @throws AppError `storage_unavailable` */
  async add(account: Account, device: Device): Promise<StoredSession> {
    const { store, clock, newSessionId } = this.#parts;
    const at = new Date(clock.now()).toISOString();
    const { tokens_from } = account;
    // The date may have been set back since all was ended.
    const good_from = tokens_from !== null && tokens_from > at ? tokens_from : at;
    const added = { id: newSessionId(), user_id: account.id, device, created_at: at, last_used_at: at, good_from };
    const gone = await store.sessions.change(account.id, (sessions) => {
      const kept = sessions.filter((session) => this.#isAlive(session) && isGoodFrom(session, account));
      const lately = new Set(kept.toSorted(byLastUse).slice(0, SESSIONS_MAX - 1));
      return [...kept.filter((session) => lately.has(session)), added];
    });
    // What is over by the date alone has no connection; where it has, the date was set, and that puts nobody out.
    const replaced = gone.filter((session) => this.#isAlive(session));
    this.#tell(account.id, replaced, 'replaced');
    return added;
  }

  /** The session of the program that the server itself runs in: the same one at every start, unless it was ended. */
  async own(host: Account): Promise<string | undefined> {
    const { store } = this.#parts;
    const isOwn = ({ device: { program, system } }: StoredSession) => program === 'app' && system === null;
    const known = store.sessions
      .of(host.id)
      .find((session) => isOwn(session) && this.#isAlive(session) && isGoodFrom(session, host));
    if (known) {
      this.used({ sessionId: known.id, issuedAt: undefined });
      return known.id;
    }
    const added = await this.add(host, { program: 'app', system: null }).catch(() => undefined);
    return added?.id;
  }

  /** Whether what somebody has signed in with still counts. Only looks into memory. */
  isGood({ account, signIn: { sessionId, issuedAt } }: Caller): boolean {
    const { tokens_from } = account;
    if (sessionId === undefined) {
      return tokens_from === null || (issuedAt !== undefined && issuedAt >= Date.parse(tokens_from));
    }
    const session = this.#parts.store.sessions.get(sessionId);
    return session?.user_id === account.id && isGoodFrom(session, account);
  }

  /** It was used just now. */
  used({ sessionId }: SignIn): void {
    const { store, clock } = this.#parts;
    const session = sessionId === undefined ? undefined : store.sessions.get(sessionId);
    if (!session) return;
    const since = clock.now() - Date.parse(session.last_used_at);
    // Also where the date has been set back.
    if (Math.abs(since) >= USE_NOTED) store.sessions.used(session.id, new Date(clock.now()).toISOString());
  }

  /** The caller's, used last first. */
  list({ account, signIn }: Caller): SessionEntry[] {
    const sessions = this.#parts.store.sessions.of(account.id);
    return sessions
      .filter((session) => this.#isAlive(session) && isGoodFrom(session, account))
      .toSorted(byLastUse)
      .map(({ id, device, created_at, last_used_at }) => ({
        id,
        device,
        created_at,
        last_used_at,
        is_current: id === signIn.sessionId,
      }));
  }

  /** Signs the caller out on one device. @throws AppError `not_found` */
  async end({ account, signIn }: Pick<Caller, 'account'> & Partial<Caller>, sessionId: string): Promise<void> {
    const gone = await this.#parts.store.sessions.change(account.id, (sessions) => {
      if (!sessions.some(({ id }) => id === sessionId)) throw new AppError('not_found', 'That device is signed out.');
      return sessions.filter(({ id }) => id !== sessionId);
    });
    this.#tell(account.id, gone, sessionId === signIn?.sessionId ? 'logged_out' : 'signed_out');
  }

  /** Signs the caller out on this device. A token of no session is good until it expires. */
  async logout(caller: Caller): Promise<void> {
    const { sessionId } = caller.signIn;
    if (sessionId !== undefined) await this.end(caller, sessionId);
  }

  /** Signs the caller out everywhere else. */
  async endOthers({ account, signIn }: Caller): Promise<void> {
    await this.endAll(account.id, { except: signIn.sessionId });
  }

  /**
   * Signs somebody out everywhere, in one act with a change of their account: whoever sees the one sees the other, also
   * where the process is killed meanwhile.
   * @param options `except`: this session stays. Resolves to the account as it is then.
   */
  async endAll(
    userId: number,
    options: {
      except?: string | undefined;
      change?: (current: Account) => AccountChange;
      why?: SessionsEnded['reason'];
    } = {},
  ): Promise<Account> {
    const { store } = this.#parts;
    const { except, change, why = 'signed_out' } = options;
    const from = await this.#momentFor(userId, except);
    const account = await store.changeAccount(userId, (current) => ({ ...change?.(current), tokens_from: from }));
    this.#end(userId, { reason: why, session_ids: null, except: except ?? null });
    // What is left of the others counts no more, and goes with the next sign-in where it cannot go now.
    await store.sessions
      .change(userId, (sessions) => sessions.filter((session) => isGoodFrom(session, account)))
      .catch(() => undefined);
    return account;
  }

  /**
   * A fresh token for one that may have expired, of the same session; a valid one of no session gets one.
   * @throws AppError `not_authenticated`, `banned`, `rate_limited`
   */
  async renew(token: string | undefined, device: Device, address: string): Promise<AccessToken> {
    const { store, tokens, limiter, clock } = this.#parts;
    await limiter.consume('renew', `address:${address}`);
    const claims = token === undefined ? undefined : tokens.verify(token, true);
    const account = claims && (await store.accountByName(claims.username));
    if (!account) throw new AppError('not_authenticated');
    await limiter.consume('renew', `user:${account.id}`);
    const caller = { account, signIn: claims };
    requireAdmitted(account);
    if (!this.isGood(caller)) throw new AppError('not_authenticated');
    if (claims.sessionId === undefined) {
      if (claims.expiresAt <= clock.now()) throw new AppError('not_authenticated');
      return this.begin(account, device);
    }
    const session = store.sessions.get(claims.sessionId);
    if (!session || !this.#isAlive(session)) throw new AppError('not_authenticated');
    this.used(claims);
    return this.#tokenOf(account, session.id);
  }

  /** A token of the caller's session, or of a new one. */
  token({ account, signIn: { sessionId } }: Caller, device: Device): AccessToken | Promise<AccessToken> {
    return sessionId === undefined ? this.begin(account, device) : this.#tokenOf(account, sessionId);
  }

  #tokenOf({ username }: Account, sessionId?: string): AccessToken {
    return { access_token: this.#parts.tokens.sign(username, sessionId), token_type: 'bearer' };
  }

  /** A moment behind which nothing of the account has begun but the session that stays, which is saved as good from then. */
  async #momentFor(userId: number, except: string | undefined): Promise<string> {
    const { store, clock } = this.#parts;
    const before = store.sessions.of(userId).map(({ good_from }) => Date.parse(good_from) + 1);
    const from = new Date(Math.max(clock.now(), ...before)).toISOString();
    if (except !== undefined) {
      await store.sessions.change(userId, (sessions) =>
        sessions.map((session) => (session.id === except ? { ...session, good_from: from } : session)),
      );
    }
    return from;
  }

  #isAlive({ last_used_at }: StoredSession): boolean {
    return this.#parts.clock.now() - Date.parse(last_used_at) < SESSION_DAYS * 24 * 60 * 60 * 1000;
  }

  #tell(userId: number, gone: StoredSession[], reason: SessionsEnded['reason']): void {
    if (gone.length > 0) this.#end(userId, { reason, session_ids: gone.map(({ id }) => id), except: null });
  }

  #end(userId: number, ended: SessionsEnded): void {
    this.#parts.backplane.publish(`user:${userId}`, {
      frame: { type: 'signed_out', reason: ended.reason },
      ended,
    });
  }
}

function isGoodFrom({ good_from }: StoredSession, { tokens_from }: Account): boolean {
  return tokens_from === null || good_from >= tokens_from;
}

/** Used last first. */
function byLastUse(a: StoredSession, b: StoredSession): number {
  return Date.parse(b.last_used_at) - Date.parse(a.last_used_at);
}
