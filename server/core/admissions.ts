import {
  isReservedUsername,
  type Admission,
  type GuestRegistration,
  type Registration,
  type User,
} from '../protocol/users.ts';
import { ownUser, type Visitor } from './accounts.ts';
import type { Chats } from './chats.ts';
import { AppError } from './errors.ts';
import type { Host } from './host.ts';
import type { FoundInvite, Invites } from './invites.ts';
import type { Clock } from './ports/clock.ts';
import type { Limiter } from './ports/limiter.ts';
import type { Passwords } from './ports/security.ts';
import type { Account, Arrival, Store } from './ports/store.ts';
import type { Settings } from './settings.ts';
import type { Sessions } from './sessions.ts';

interface AdmissionsParts {
  store: Store;
  passwords: Passwords;
  sessions: Sessions;
  limiter: Limiter;
  clock: Clock;
  chats: Chats;
  invites: Invites;
  host: Host;
  settings: Pick<Settings, 'registration'>;
}

type Newcomer = Pick<Account, 'username' | 'email' | 'is_guest'> & { password: string; invite?: string | undefined };

/** Lets new people in: makes their accounts and puts them where they belong. */
export class Admissions {
  readonly #parts: AdmissionsParts;

  constructor(parts: AdmissionsParts) {
    this.#parts = parts;
  }

  /** @throws AppError `invite_required`, `invite_invalid`, `username_taken`, `email_taken`, `rate_limited` */
  async register(input: Registration, address: string): Promise<User> {
    const { account } = await this.#admit({ ...input, is_guest: false }, address);
    return ownUser(account);
  }

  /**
   * Makes a guest's account and signs in.
   * @throws AppError `invite_required`, `invite_invalid`, `username_taken`, `rate_limited`
   */
  async registerGuest({ display_name, password, invite }: GuestRegistration, visitor: Visitor): Promise<Admission> {
    const guest = { username: display_name, email: null, password, invite, is_guest: true };
    const { account, chatId } = await this.#admit(guest, visitor.address);
    const token = await this.#parts.sessions.begin(account, visitor.device);
    return { ...token, user: ownUser(account), chat_id: chatId };
  }

  /** Resolves to the account, and the chat that it should open first. */
  async #admit(newcomer: Newcomer, address: string): Promise<{ account: Account; chatId: number | null }> {
    const { store, passwords, limiter, clock, chats, host } = this.#parts;
    const { username, email, is_guest } = newcomer;
    await limiter.consume('register', `address:${address}`);
    const { chatId, arrival } = await this.#arrival(newcomer.invite, address);
    if (isReservedUsername(username)) throw new AppError('username_taken');
    // Saves the hash; the store decides between two that ask at once.
    if (await store.accountByName(username)) throw new AppError('username_taken');
    const password_hash = await passwords.hash(newcomer.password);
    const created_at = new Date(clock.now()).toISOString();
    const account = await store.addAccount({ username, email, password_hash, created_at, is_guest }, arrival);
    host.peopleChanged(account);
    await Promise.all(arrival.chatIds.map((chat) => chats.announceArrival(account, chat)));
    return { account, chatId };
  }

  /** Where somebody gets who shows this, or nothing: into the lobby, and into the invite's chat, which comes first. */
  async #arrival(shown: string | undefined, address: string): Promise<{ chatId: number | null; arrival: Arrival }> {
    const found = await this.#show(shown, address);
    const { lobby_chat_id } = await this.#parts.store.settle({});
    const lobby = lobby_chat_id === null ? [] : [lobby_chat_id];
    switch (found?.kind) {
      case undefined:
        return { chatId: lobby_chat_id, arrival: { chatIds: lobby } };
      case 'first':
        return { chatId: lobby_chat_id, arrival: { chatIds: lobby, mustBeFirst: true } };
      case 'stored': {
        const { id, chat_id } = found.invite;
        const chatIds = chat_id === null ? lobby : [...new Set([chat_id, ...lobby])];
        return { chatId: chat_id ?? lobby_chat_id, arrival: { chatIds, inviteId: id } };
      }
    }
  }

  async #show(shown: string | undefined, address: string): Promise<FoundInvite | undefined> {
    const { invites, settings, host } = this.#parts;
    const found = shown === undefined ? undefined : await invites.find(shown, address);
    // Somebody has to be the first.
    if (settings.registration === 'closed' && host.username !== undefined) throw new AppError('registration_closed');
    if (found) return found;
    if (settings.registration !== 'open') throw new AppError('invite_required');
    return undefined;
  }
}
