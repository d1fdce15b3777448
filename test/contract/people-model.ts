import * as fc from 'fast-check';
import type { Account, Roles, Store, StoredInvite } from '../../server/core/ports/store.ts';
import type { Role } from '../../server/protocol/chats.ts';
import { newAccountFields } from '../../server/store/account-fields.ts';
import { at, newAccount, newInvite } from '../support/records.ts';

/** One call of the store port about people; `who` and `which` are places in the lists of accounts and of invites. */
export type PeopleCommand =
  | { type: 'come'; name: string; email: string | null; which: number | undefined }
  | { type: 'upgrade'; who: number; email: string }
  | { type: 'remove'; who: number }
  | { type: 'accept'; who: number; which: number }
  | { type: 'leave'; who: number }
  | { type: 'rise'; who: number; role: Role }
  | { type: 'invite'; who: number; code: string; isIntoChat: boolean }
  | { type: 'renew'; which: number; code: string }
  | { type: 'revoke'; which: number };

const places = fc.nat(4);
const names = fc.constantFrom('ann', 'ANN', 'cleo', 'Cleo', 'dora', 'emil');
const emails = fc.constantFrom('ann@example.org', 'x@example.org', 'X@example.org', 'y@example.org');
const codes = fc.constantFrom('A', 'a', 'B', 'C');
const call = <Type extends string, Fields>(type: Type, fields: { [Key in keyof Fields]: fc.Arbitrary<Fields[Key]> }) =>
  fc.record({ type: fc.constant(type), ...fields });

/** Calls that often meet each other's names, addresses and codes. */
export const peopleCommands: fc.Arbitrary<PeopleCommand> = fc.oneof(
  call('come', { name: names, email: fc.option(emails), which: fc.option(places, { nil: undefined }) }),
  call('upgrade', { who: places, email: emails }),
  call('remove', { who: places }),
  call('accept', { who: places, which: places }),
  call('leave', { who: places }),
  call('rise', { who: places, role: fc.constantFrom('owner', 'admin', 'member') }),
  call('invite', { who: places, code: codes, isIntoChat: fc.boolean() }),
  call('renew', { which: places, code: codes }),
  call('revoke', { which: places }),
) as fc.Arbitrary<PeopleCommand>;

const fold = (text: string | null): string | undefined => text?.toLowerCase();

/** What the people, the invites and one chat's participants should be, as plain lists. */
export class PeopleModel {
  accounts: Account[];
  invites: StoredInvite[] = [];
  /** Who takes part, in the order in which they came. */
  roles: Map<number, Role>;
  readonly #removed: Account[] = [];
  readonly #chatId: number;

  /** @param accounts who owns the chat */
  constructor(accounts: [Account], chatId: number) {
    this.accounts = accounts;
    this.roles = new Map(accounts.map(({ id }) => [id, 'owner']));
    this.#chatId = chatId;
  }

  /** Makes the call on the store and on the lists; resolves to what both answer, or to the codes with which they refuse. */
  async run(command: PeopleCommand, store: Store): Promise<{ actual: unknown; expected: unknown }> {
    const actual: unknown = await this.#call(command, store).catch((error: { code: string }) => error.code);
    return { actual, expected: this.#expect(command, actual) };
  }

  #call(command: PeopleCommand, store: Store): Promise<unknown> {
    switch (command.type) {
      case 'come':
        return store.addAccount(newcomer(command), {
          chatIds: [this.#chatId],
          inviteId: this.#inviteId(command.which),
        });
      case 'upgrade':
        return store.upgradeGuest(this.#userId(command.who), { email: command.email, password_hash: 'new' });
      case 'remove':
        return store.removeAccount(this.#userId(command.who));
      case 'accept':
        return store.addParticipant(this.#chatId, this.#userId(command.who), this.#inviteId(command.which));
      case 'leave':
      case 'rise':
        return this.#changeRoles(store, (roles) => changed(roles, this.#userId(command.who), command));
      case 'invite':
        return store.addInvite(this.#newInvite(command));
      case 'renew':
        return store.renewInvite(this.#inviteId(command.which)!, renewal(command.code));
      case 'revoke':
        return store.removeInvite(this.#inviteId(command.which)!);
    }
  }

  #expect(command: PeopleCommand, actual: unknown): unknown {
    switch (command.type) {
      case 'come':
        return this.#come(command, actual);
      case 'upgrade': {
        const account = this.accounts[command.who];
        if (!account) return 'user_not_found';
        if (!account.is_guest) return 'not_a_guest';
        if (this.#isTaken('email', command.email)) return 'email_taken';
        return Object.assign(account, { email: command.email, password_hash: 'new', is_guest: false });
      }
      case 'remove': {
        const account = this.accounts[command.who];
        if (!account) return 'user_not_found';
        if (account.is_host) return 'host_stays';
        this.accounts = this.accounts.filter((other) => other !== account);
        this.invites = this.invites.filter(({ created_by }) => created_by !== account.id);
        this.#removed.push(account);
        return this.#removeFromChat(account.id);
      }
      case 'accept':
        return this.#accept(command);
      case 'leave':
      case 'rise': {
        const former = [...this.roles];
        const userId = this.#userId(command.who);
        this.roles = new Map(changed(this.roles, userId, command));
        this.#withoutInvitesOf((created_by) => former.some(([id]) => id === created_by) && !this.roles.has(created_by));
        return former;
      }
      case 'invite': {
        if (this.invites.some((other) => other.code === command.code)) return undefined;
        const added = { ...this.#newInvite(command), id: idOf(actual), uses: 0 };
        this.invites.push(added);
        return added;
      }
      case 'renew': {
        const invite = this.invites[command.which];
        if (!invite) return 'not_found';
        if (this.invites.some((other) => other.code === command.code)) return undefined;
        return Object.assign(invite, renewal(command.code));
      }
      case 'revoke': {
        const invite = this.invites[command.which];
        this.invites = this.invites.filter((other) => other !== invite);
        return invite !== undefined;
      }
    }
  }

  #come(command: Extract<PeopleCommand, { type: 'come' }>, actual: unknown): unknown {
    if (this.#isTaken('username', command.name)) return 'username_taken';
    if (this.#isTaken('email', command.email)) return 'email_taken';
    const invite = command.which === undefined ? undefined : this.invites[command.which];
    if (command.which !== undefined && !invite) return 'invite_invalid';
    if (invite) invite.uses++;
    const added = { ...newAccountFields, ...newcomer(command), id: idOf(actual), is_host: false };
    this.accounts.push(added);
    this.roles.set(added.id, 'member');
    return added;
  }

  #accept({ who, which }: Extract<PeopleCommand, { type: 'accept' }>): unknown {
    const account = this.accounts[who];
    if (!account) return 'user_not_found';
    if (this.roles.has(account.id)) return false;
    const invite = this.invites[which];
    if (!invite) return 'invite_invalid';
    invite.uses++;
    this.roles.set(account.id, 'member');
    return true;
  }

  #removeFromChat(userId: number): unknown {
    const role = this.roles.get(userId);
    this.roles.delete(userId);
    if (role === undefined) return [];
    const others = [...this.roles.keys()];
    const heir = role === 'owner' ? (others.find((id) => this.roles.get(id) === 'admin') ?? others[0]) : undefined;
    if (heir !== undefined) this.roles.set(heir, 'owner');
    return [{ chat_id: this.#chatId, new_owner_id: heir ?? null }];
  }

  /** Resolves to the roles that the store knew. */
  async #changeRoles(store: Store, change: (roles: Roles) => Roles): Promise<unknown> {
    let former: Roles = new Map();
    await store.changeRoles(this.#chatId, (roles) => {
      former = new Map(roles);
      return change(roles);
    });
    return [...former];
  }

  #withoutInvitesOf(isGone: (userId: number) => boolean): void {
    this.invites = this.invites.filter(({ chat_id, created_by }) => chat_id === null || !isGone(created_by));
  }

  #newInvite({ who, code, isIntoChat }: Extract<PeopleCommand, { type: 'invite' }>) {
    return newInvite(code, { created_by: this.#userId(who), chat_id: isIntoChat ? this.#chatId : null });
  }

  #isTaken(field: 'username' | 'email', text: string | null): boolean {
    return text !== null && [...this.accounts, ...this.#removed].some((other) => fold(other[field]) === fold(text));
  }

  /** Places beyond the ends of the lists are ids that nobody and nothing has. */
  #userId(who: number): number {
    return this.accounts[who]?.id ?? 4711;
  }

  #inviteId(which: number | undefined): number | undefined {
    return which === undefined ? undefined : (this.invites[which]?.id ?? 4711);
  }
}

/** One owner stays: who owns the chat neither leaves nor becomes less, but another may become its owner. */
function changed(roles: Roles, userId: number, command: { type: 'leave' } | { type: 'rise'; role: Role }): Roles {
  const former = roles.get(userId);
  if (former === undefined || former === 'owner') return roles;
  const next = new Map(roles);
  if (command.type === 'leave') next.delete(userId);
  else {
    if (command.role === 'owner') for (const [id, role] of roles) if (role === 'owner') next.set(id, 'admin');
    next.set(userId, command.role);
  }
  return next;
}

function newcomer({ name, email: address }: Extract<PeopleCommand, { type: 'come' }>) {
  return newAccount(name, { email: address, is_guest: address === null });
}

function renewal(code: string) {
  return { token: `${code}-token`, code, created_at: at(1), expires_at: at(2) };
}

function idOf(actual: unknown): number {
  return (actual as { id?: number } | undefined)?.id ?? 0;
}
