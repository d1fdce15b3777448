import * as fc from 'fast-check';
import type { Account, Store, StoredInvite } from '../../server/core/ports/store.ts';
import { at, newAccount, newInvite } from '../support/records.ts';

/** One call of the store port about people; `who` and `which` are places in the lists of accounts and of invites. */
export type PeopleCommand =
  | { type: 'come'; name: string; email: string | null; which: number | undefined }
  | { type: 'upgrade'; who: number; email: string }
  | { type: 'remove'; who: number }
  | { type: 'accept'; who: number; which: number }
  | { type: 'invite'; who: number; code: string }
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
  call('invite', { who: places, code: codes }),
  call('renew', { which: places, code: codes }),
  call('revoke', { which: places }),
) as fc.Arbitrary<PeopleCommand>;

const fold = (text: string | null): string | undefined => text?.toLowerCase();

/** What the people, the invites and one chat's participants should be, as plain lists. */
export class PeopleModel {
  accounts: Account[];
  invites: StoredInvite[] = [];
  participantIds: number[];
  readonly #removed: Account[] = [];
  readonly #chatId: number;

  constructor(accounts: Account[], chatId: number) {
    this.accounts = accounts;
    this.participantIds = accounts.map(({ id }) => id);
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
      case 'invite':
        return store.addInvite(newInvite(command.code, { created_by: this.#userId(command.who) }));
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
        this.participantIds = this.participantIds.filter((id) => id !== account.id);
        this.#removed.push(account);
        return [{ chat_id: this.#chatId, new_owner_id: null }];
      }
      case 'accept':
        // Everybody takes part from the start.
        return this.accounts[command.who] ? false : 'user_not_found';
      case 'invite': {
        if (this.invites.some((other) => other.code === command.code)) return undefined;
        const fields = newInvite(command.code, { created_by: this.#userId(command.who) });
        const added = { ...fields, id: idOf(actual), uses: 0 };
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
    const added = { ...newcomer(command), id: idOf(actual), is_host: false, hides_last_seen: false };
    this.accounts.push(added);
    this.participantIds.push(added.id);
    return added;
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

function newcomer({ name, email: address }: Extract<PeopleCommand, { type: 'come' }>) {
  return newAccount(name, { email: address, is_guest: address === null });
}

function renewal(code: string) {
  return { token: `${code}-token`, code, created_at: at(1), expires_at: at(2) };
}

function idOf(actual: unknown): number {
  return (actual as { id?: number } | undefined)?.id ?? 0;
}
