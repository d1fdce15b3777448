import { AppError } from '../../core/errors.ts';
import type { Changing } from '../../core/ports/changing.ts';
import type { Account, AccountChange, Arrival, LeftChat, NewAccount, Store } from '../../core/ports/store.ts';
import type { Erasure, PasswordReset } from '../../core/ports/store.ts';
import type { ErasedMessages } from '../../protocol/sessions.ts';
import { foldUsername } from '../../protocol/users.ts';
import { applyChange } from '../apply-change.ts';
import { copyAccount, newAccountFields } from '../account-fields.ts';
import type { Change } from './document.ts';
import { accountIndex, chatIndex, foldEmail, participantIndex, takenIndex } from './document-index.ts';
import type { DocumentData } from './document-schema.ts';
import { newcomer } from './chat-changes.ts';
import { useInvite } from './invite-changes.ts';
import { leftChats, withHeirs } from './role-changes.ts';

/** See `Store.addAccount`. */
export function addAccount(account: NewAccount, arrival: Arrival = { chatIds: [] }): Change<Account> {
  const { username, email, created_at, password_hash, is_guest } = account;
  const { inviteId, mustBeFirst = false } = arrival;
  const chatIds = [...new Set(arrival.chatIds)];
  return (data) => {
    const { byName, host } = accountIndex(data.users);
    const name = foldUsername(username);
    if (byName.has(name) || takenIndex(data.removed_users).names.has(name)) throw new AppError('username_taken');
    if (email !== null) mustBeFree(email, data);
    if (mustBeFirst && host) throw new AppError('invite_invalid');
    const chats = chatIndex(data.chats);
    if (!chatIds.every((chatId) => chats.has(chatId))) throw new AppError('not_found', 'That chat does not exist.');
    const id = data.last_ids.user + 1;
    const added = { ...newAccountFields, id, username, email, created_at, password_hash, is_guest, is_host: !host };
    return {
      data: {
        ...data,
        last_ids: { ...data.last_ids, user: id },
        users: [...data.users, added],
        participants: [...data.participants, ...chatIds.map((chatId) => newcomer(chatId, id))],
        invites: useInvite(data.invites, inviteId),
      },
      result: copyAccount(added),
    };
  };
}

/** See `Store.upgradeGuest`. */
export function upgradeGuest(
  userId: number,
  { email, password_hash }: Parameters<Store['upgradeGuest']>[1],
): Change<Account> {
  return (data) => {
    const account = accountIndex(data.users).byId.get(userId);
    if (!account) throw new AppError('user_not_found');
    if (!account.is_guest) throw new AppError('not_a_guest');
    mustBeFree(email, data);
    const upgraded = { ...account, email, password_hash, is_guest: false };
    const users = data.users.map((other) => (other === account ? upgraded : other));
    return { data: { ...data, users }, result: copyAccount(upgraded) };
  };
}

/** See `Store.changeAccount`. */
export function changeAccount(userId: number, changing: Changing<Account, AccountChange>): Change<Account> {
  return (data) => {
    const account = accountIndex(data.users).byId.get(userId);
    if (!account) throw new AppError('user_not_found');
    const applied = applyChange(copyAccount(account), changing);
    if (!applied) return { data, result: copyAccount(account) };
    const changed = copyAccount(applied);
    const users = data.users.map((other) => (other === account ? changed : other));
    const isSame = changed.password_hash === account.password_hash;
    const password_resets = isSame ? data.password_resets : withoutReset(data, userId);
    return { data: { ...data, users, password_resets }, result: copyAccount(changed) };
  };
}

/** See `Store.removeAccount`. */
export function removeAccount(userId: number, messages?: ErasedMessages): Change<LeftChat[]> {
  return (data) => {
    const account = accountIndex(data.users).byId.get(userId);
    if (!account) throw new AppError('user_not_found');
    if (account.is_host) throw new AppError('host_stays');
    const { id, username, email } = account;
    const left = withHeirs({
      ...data,
      users: data.users.filter((other) => other !== account),
      removed_users: [
        ...data.removed_users,
        messages === undefined
          ? { id, username, email, erasure: null }
          : { id, username, email: null, erasure: { messages, is_done: false } },
      ],
      participants: data.participants.filter(({ user_id }) => user_id !== userId),
      invites: data.invites.filter(({ created_by }) => created_by !== userId),
      password_resets: data.password_resets.filter(({ user_id }) => user_id !== userId),
    });
    const chatIds = participantIndex(data.participants).chatsOf.get(userId) ?? [];
    return { data: left.data, result: leftChats(chatIds, left.heirs) };
  };
}

/** See `Store.erasureDone`. */
export function erasureDone(userId: number): Change<void> {
  return (data) => {
    const removed_users = data.removed_users.map((user) =>
      user.id === userId && user.erasure ? { ...user, erasure: { ...user.erasure, is_done: true } } : user,
    );
    return { data: { ...data, removed_users }, result: undefined };
  };
}

/** See `Store.erasures`. */
export function erasuresOf({ removed_users }: DocumentData): Erasure[] {
  return removed_users.flatMap(({ id, username, erasure }) =>
    erasure && !erasure.is_done ? { user_id: id, username, messages: erasure.messages } : [],
  );
}

/** See `Store.setPasswordReset`. */
export function setPasswordReset(reset: PasswordReset): Change<void> {
  return (data) => {
    if (!accountIndex(data.users).byId.has(reset.user_id)) throw new AppError('user_not_found');
    const password_resets = [...withoutReset(data, reset.user_id), { ...reset }];
    return { data: { ...data, password_resets }, result: undefined };
  };
}

/** See `Store.takePasswordReset`. */
export function takePasswordReset(digest: string): Change<PasswordReset | undefined> {
  return (data) => {
    const found = data.password_resets.find((reset) => reset.digest === digest);
    if (!found) return { data, result: undefined };
    return { data: { ...data, password_resets: withoutReset(data, found.user_id) }, result: { ...found } };
  };
}

function withoutReset({ password_resets }: DocumentData, userId: number): PasswordReset[] {
  return password_resets.filter(({ user_id }) => user_id !== userId);
}

function mustBeFree(email: string, { users, removed_users }: DocumentData): void {
  const folded = foldEmail(email);
  if (accountIndex(users).byEmail.has(folded) || takenIndex(removed_users).emails.has(folded)) {
    throw new AppError('email_taken');
  }
}
