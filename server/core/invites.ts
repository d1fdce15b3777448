import { foldJoinCode, type CheckedInvite, type Invite, type NewInvite } from '../protocol/invites.ts';
import type { Audit, AuditAbout } from './audit.ts';
import type { Chats } from './chats.ts';
import { AppError } from './errors.ts';
import { isOverMembers } from './membership.ts';
import type { Clock } from './ports/clock.ts';
import type { Limiter } from './ports/limiter.ts';
import type { InviteSecrets } from './ports/security.ts';
import type { Account, InviteRenewal, Store, StoredInvite } from './ports/store.ts';

/** The way in while nobody has an account: good for the first one only, and kept nowhere. */
export interface FirstInvite {
  token: string;
  /** Who it is shown to come from: the server. */
  invitedBy: string;
}

interface InvitesPorts {
  store: Store;
  secrets: InviteSecrets;
  limiter: Limiter;
  clock: Clock;
  chats: Chats;
  audit: Audit;
  first?: FirstInvite | undefined;
}

/** What a valid invite turned out to be. */
export type FoundInvite = { kind: 'stored'; invite: StoredInvite } | { kind: 'first'; invitedBy: string };

/** Invites: who may make them, and what they open. */
export class Invites {
  readonly #ports: InvitesPorts;

  constructor(ports: InvitesPorts) {
    this.#ports = ports;
  }

  /** All of them for the host, their own for others. */
  async list(caller: Account): Promise<Invite[]> {
    const invites = await this.#ports.store.invites();
    return Promise.all(invites.filter((invite) => isTheirs(invite, caller)).map((invite) => this.#present(invite)));
  }

  /**
   * Makes an invite: into a chat by its owner and admins, or by the host who takes part in it; into no chat by the host.
   * @throws AppError `not_authorized`, `rate_limited`
   */
  async create(caller: Account, { chat_id, expires_in }: NewInvite): Promise<Invite> {
    const { store, limiter, audit } = this.#ports;
    await this.#requireInviter(caller, chat_id);
    await limiter.consume('invite_made', `user:${caller.id}`);
    const lifetime = expires_in === null ? null : expires_in * 1000;
    const fields = { chat_id, created_by: caller.id };
    const invite = await this.#untilFree(lifetime, (secrets) => store.addInvite({ ...fields, ...secrets }));
    await audit.record(caller, 'invite_created', await this.#about(invite));
    return this.#present(invite);
  }

  /** Makes an invite void. @throws AppError `not_found` where it is not the caller's to revoke */
  async revoke(caller: Account, inviteId: number): Promise<void> {
    const invite = await this.#requireOwn(caller, inviteId);
    if (!(await this.#ports.store.removeInvite(inviteId))) return;
    await this.#ports.audit.record(caller, 'invite_revoked', await this.#about(invite));
  }

  /**
   * Gives an invite a new token and code, which voids the old ones, and as much time as it had.
   * @throws AppError `not_found` where it is not the caller's to renew, `rate_limited`
   */
  async renew(caller: Account, inviteId: number): Promise<Invite> {
    const { store, limiter, audit } = this.#ports;
    const { created_at, expires_at } = await this.#requireOwn(caller, inviteId);
    await limiter.consume('invite_made', `user:${caller.id}`);
    const lifetime = expires_at === null ? null : Date.parse(expires_at) - Date.parse(created_at);
    const invite = await this.#untilFree(lifetime, (renewal) => store.renewInvite(inviteId, renewal));
    await audit.record(caller, 'invite_renewed', await this.#about(invite));
    return this.#present(invite);
  }

  /** What somebody may know who shows an invite. @throws AppError `invite_invalid`, `rate_limited` */
  async check(shown: string, address: string): Promise<CheckedInvite> {
    const found = await this.find(shown, address);
    if (found.kind === 'first') return { invited_by: found.invitedBy, chat_name: null, expires_at: null };
    const { chat_id, created_by, expires_at } = found.invite;
    const chat = chat_id === null ? undefined : await this.#ports.store.chat(chat_id);
    return { invited_by: await this.#nameOf(created_by), chat_name: chat?.name ?? null, expires_at };
  }

  /**
   * Puts somebody who has an account into the invite's chat.
   * @returns the chat's id; null where the invite leads into none.
   * @throws AppError `invite_invalid`, `rate_limited`
   */
  async accept(caller: Account, shown: string, address: string): Promise<number | null> {
    const found = await this.find(shown, address);
    if (found.kind === 'first' || found.invite.chat_id === null) return null;
    const { id, chat_id } = found.invite;
    await this.#ports.chats.admit(caller, chat_id, { inviteId: id });
    return chat_id;
  }

  /**
   * The valid invite behind a token or a join code as typed.
   * @throws AppError `invite_invalid` alike for one that is unknown, revoked or expired; `rate_limited`
   */
  async find(shown: string, address: string): Promise<FoundInvite> {
    const { store, secrets, limiter, clock, first } = this.#ports;
    await limiter.consume('invite_shown', `address:${address}`);
    const secret = shown.trim();
    if (first && secrets.equal(secret, first.token) && !(await store.host())) {
      return { kind: 'first', invitedBy: first.invitedBy };
    }
    const invite = (await store.inviteBySecret(secret)) ?? (await store.inviteBySecret(foldJoinCode(secret)));
    if (!invite || (invite.expires_at !== null && Date.parse(invite.expires_at) <= clock.now())) {
      throw new AppError('invite_invalid');
    }
    // One that they were just making when they were banned.
    if ((await store.account(invite.created_by))?.banned_at) throw new AppError('invite_invalid');
    return { kind: 'stored', invite };
  }

  async #requireInviter(caller: Account, chatId: number | null): Promise<void> {
    const { store } = this.#ports;
    const role = chatId === null ? undefined : await store.role(chatId, caller.id);
    const isInside = chatId === null || role !== undefined;
    if (!isInside || (!caller.is_host && !isOverMembers(role))) throw new AppError('not_authorized');
  }

  async #requireOwn(caller: Account, inviteId: number): Promise<StoredInvite> {
    const invite = await this.#ports.store.invite(inviteId);
    if (!invite || !isTheirs(invite, caller)) throw new AppError('not_found');
    return invite;
  }

  /** Tries new secrets until no other invite has them. @param lifetime milliseconds */
  async #untilFree(
    lifetime: number | null,
    save: (renewal: InviteRenewal) => Promise<StoredInvite | undefined>,
  ): Promise<StoredInvite> {
    const { secrets, clock } = this.#ports;
    const now = clock.now();
    const created_at = new Date(now).toISOString();
    const expires_at = lifetime === null ? null : new Date(now + lifetime).toISOString();
    for (;;) {
      const saved = await save({ token: secrets.token(), code: secrets.code(), created_at, expires_at });
      if (saved) return saved;
    }
  }

  /** Neither its token nor its code. */
  async #about({ id, chat_id, created_by, expires_at }: StoredInvite): Promise<AuditAbout> {
    const chat = chat_id === null ? undefined : await this.#ports.store.chat(chat_id);
    const target = { kind: 'invite' as const, id, ...(chat && chat.name !== null && { name: chat.name }) };
    return { target, details: { made_by: await this.#nameOf(created_by), chat_id, expires_at } };
  }

  async #present(invite: StoredInvite): Promise<Invite> {
    return { ...invite, created_by: await this.#nameOf(invite.created_by) };
  }

  async #nameOf(userId: number): Promise<string> {
    // Invites go with the account of who made them; between the two looks it may have gone.
    return (await this.#ports.store.account(userId))?.username ?? '';
  }
}

function isTheirs(invite: StoredInvite, caller: Account): boolean {
  return caller.is_host || invite.created_by === caller.id;
}
