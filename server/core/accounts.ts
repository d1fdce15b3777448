import type { Device } from '../protocol/sessions.ts';
import {
  foldUsername,
  type AccessToken,
  type AccountChange,
  type Credentials,
  type GuestUpgrade,
  type ProofRequest,
  type User,
} from '../protocol/users.ts';
import type { Preferences, PreferencesChange } from '../protocol/preferences.ts';
import { AppError } from './errors.ts';
import type { Host } from './host.ts';
import type { Backplane } from './ports/backplane.ts';
import type { Limiter } from './ports/limiter.ts';
import type { Passwords, Tokens } from './ports/security.ts';
import type { Account, Store } from './ports/store.ts';
import type { Presence } from './presence.ts';
import type { Profiles } from './profiles.ts';
import type { Caller, Sessions, SignIn } from './sessions.ts';
import { requireAdmitted } from './require-admitted.ts';

/** Somebody who is not signed in yet: where they come from, and on what. */
export interface Visitor {
  address: string;
  device: Device;
}

/** Who somebody is, and until when the token says so (milliseconds since 1970). */
export interface Identity extends Caller {
  expiresAt: number;
}

interface AccountsParts {
  store: Store;
  backplane: Backplane;
  passwords: Passwords;
  tokens: Tokens;
  limiter: Limiter;
  host: Host;
  presence: Presence;
  sessions: Sessions;
  profiles: Profiles;
}

/** Sign-in, the way from a token to a person, and what people do with their own account. */
export class Accounts {
  readonly #parts: AccountsParts;

  constructor(parts: AccountsParts) {
    this.#parts = parts;
  }

  /** @throws AppError `bad_credentials`, `banned` where the password is right, `rate_limited` */
  async login(input: Credentials, { address, device }: Visitor): Promise<AccessToken> {
    const { store, passwords, tokens, sessions, limiter } = this.#parts;
    await limiter.consume('login', `address:${address}`, `name:${foldUsername(input.username)}`);
    const account = await store.accountByName(input.username);
    const correct = await passwords.verify(input.password, account?.password_hash);
    if (!account || !correct) throw new AppError('bad_credentials');
    requireAdmitted(account);
    const token = await sessions.begin(account, device);
    // Changed while it was compared: what signed in with the former one is signed out with all the others.
    if ((await store.account(account.id))?.password_hash === account.password_hash) return token;
    const { sessionId } = tokens.verify(token.access_token) ?? {};
    if (sessionId !== undefined) await sessions.end({ account }, sessionId);
    throw new AppError('bad_credentials');
  }

  /**
   * Gives a guest's account an address and a password of their own.
   * @throws AppError `not_a_guest`, `email_taken`, `rate_limited`
   */
  async upgrade(caller: Account, { email, password }: GuestUpgrade, address: string): Promise<User> {
    const { store, passwords, limiter, host } = this.#parts;
    await limiter.consume('register', `address:${address}`);
    if (!caller.is_guest) throw new AppError('not_a_guest');
    const password_hash = await passwords.hash(password);
    const account = await store.upgradeGuest(caller.id, { email, password_hash });
    host.peopleChanged(account);
    return ownUser(account);
  }

  /** Changes what the account's owner decides of it. */
  async change(caller: Account, { shows_last_seen, preferences, ...profile }: AccountChange): Promise<User> {
    const { store, presence, backplane, profiles } = this.#parts;
    const isShown = profile.display_name !== undefined || profile.about !== undefined;
    if (shows_last_seen === undefined && !preferences && !isShown) return ownUser(caller);
    const others = (current: Account) => ({
      ...(shows_last_seen !== undefined && { hides_last_seen: !shows_last_seen }),
      ...(preferences && { preferences: withPreferences(current.preferences, preferences) }),
    });
    const account = isShown
      ? await profiles.change(caller, profile, others)
      : await store.changeAccount(caller.id, others);
    if (shows_last_seen !== undefined) presence.tell(caller.id);
    if (preferences) {
      const frame = { type: 'preferences_changed' as const, preferences: account.preferences };
      backplane.publish(`user:${caller.id}`, { frame });
    }
    return ownUser(account);
  }

  /** Shows to who has a token of this server that it is this server, without being shown the token. @throws AppError `rate_limited` */
  async prove({ signed, nonce }: ProofRequest, address: string): Promise<string> {
    await this.#parts.limiter.consume('prove', `address:${address}`);
    return this.#parts.tokens.prove(signed, nonce);
  }

  /** @throws AppError `not_authenticated`, `banned` */
  async authenticate(token: string | undefined): Promise<Identity> {
    const { store, tokens, sessions } = this.#parts;
    const claims = token === undefined ? undefined : tokens.verify(token);
    const account = claims && (await store.accountByName(claims.username));
    if (!account) throw new AppError('not_authenticated');
    // Their sessions have ended as well, but that is not why they are out.
    requireAdmitted(account);
    const { expiresAt, ...signIn } = claims;
    if (!sessions.isGood({ account, signIn })) throw new AppError('not_authenticated');
    sessions.used(signIn);
    return { account, signIn, expiresAt };
  }

  /** Somebody was here until now. */
  used(signIn: SignIn): void {
    this.#parts.sessions.used(signIn);
  }
}

/** An account as its owner sees it. */
export function ownUser(account: Account): User {
  const { email, about, hides_last_seen, preferences } = account;
  return { ...otherUser(account), email, about, shows_last_seen: !hides_last_seen, preferences };
}

/** An account as others see it in a list: without the e-mail address. */
export function otherUser({ id, username, created_at, is_guest, is_host, display_name, avatar }: Account): User {
  return { id, username, created_at, is_guest, is_host, display_name, avatar };
}

/** What is left out stays as it was. */
function withPreferences(former: Preferences, change: PreferencesChange): Preferences {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  return { ...former, ...Object.fromEntries(given) };
}
