import {
  foldUsername,
  isReservedUsername,
  type AccessToken,
  type Credentials,
  type Registration,
  type User,
} from '../protocol/users.ts';
import { AppError } from './errors.ts';
import type { Clock } from './ports/clock.ts';
import type { Limiter } from './ports/limiter.ts';
import type { Passwords, Tokens } from './ports/security.ts';
import type { Account, Store } from './ports/store.ts';

/** Who somebody is, and until when the token says so (milliseconds since 1970). */
export interface Identity {
  account: Account;
  expiresAt: number;
}

interface AccountsPorts {
  store: Store;
  passwords: Passwords;
  tokens: Tokens;
  limiter: Limiter;
  clock: Clock;
}

/** Registration, sign-in and the way from a token to a person. */
export class Accounts {
  readonly #ports: AccountsPorts;

  constructor(ports: AccountsPorts) {
    this.#ports = ports;
  }

  /** @throws AppError `username_taken`, `email_taken`, `rate_limited` */
  async register(input: Registration, address: string): Promise<User> {
    const { store, passwords, limiter, clock } = this.#ports;
    await limiter.consume('register', `address:${address}`);
    if (isReservedUsername(input.username)) throw new AppError('username_taken');
    // Saves the hash; the store decides between two that ask at once.
    if (await store.accountByName(input.username)) throw new AppError('username_taken');
    const account = await store.addAccount({
      username: input.username,
      email: input.email,
      password_hash: await passwords.hash(input.password),
      created_at: new Date(clock.now()).toISOString(),
      is_guest: false,
    });
    return ownUser(account);
  }

  /** @throws AppError `bad_credentials`, `rate_limited` */
  async login(input: Credentials, address: string): Promise<AccessToken> {
    const { store, passwords, tokens, limiter } = this.#ports;
    await limiter.consume('login', `address:${address}`, `name:${foldUsername(input.username)}`);
    const account = await store.accountByName(input.username);
    const correct = await passwords.verify(input.password, account?.password_hash);
    if (!account || !correct) throw new AppError('bad_credentials');
    return { access_token: tokens.sign(account.username), token_type: 'bearer' };
  }

  /** @throws AppError `not_authenticated` */
  async authenticate(token: string | undefined): Promise<Identity> {
    const claims = token === undefined ? undefined : this.#ports.tokens.verify(token);
    const account = claims && (await this.#ports.store.accountByName(claims.username));
    if (!account) throw new AppError('not_authenticated');
    return { account, expiresAt: claims.expiresAt };
  }
}

/** An account as its owner sees it. */
export function ownUser({ id, username, email, created_at }: Account): User {
  return { id, username, email, created_at };
}

/** An account as others see it: without the e-mail address. */
export function otherUser({ id, username, created_at }: Account): User {
  return { id, username, created_at };
}
