import type { Account, StoredInvite } from '../../core/ports/store.ts';
import { readsAs } from '../../protocol/profiles.ts';
import type { StoredWebhook } from '../../core/ports/webhook-store.ts';
import { foldUsername } from '../../protocol/users.ts';
import { digest } from '../digest.ts';
import type { DocumentData } from './document-schema.ts';

type Participants = DocumentData['participants'];

/** Accounts by each of their keys. */
export interface AccountIndex {
  byId: Map<number, Account>;
  byName: Map<string, Account>;
  byEmail: Map<string, Account>;
  host: Account | undefined;
}

type RemovedUser = DocumentData['removed_users'][number];

const foldedNames = new WeakMap<Account | RemovedUser, string>();
const accountIndexes = new WeakMap<readonly Account[], AccountIndex>();

/** The index of a list that never changes; made once for each. */
export function accountIndex(users: readonly Account[]): AccountIndex {
  let index = accountIndexes.get(users);
  if (!index) {
    index = { byId: new Map(), byName: new Map(), byEmail: new Map(), host: undefined };
    for (const user of users) {
      index.byId.set(user.id, user);
      index.byName.set(foldedName(user), user);
      if (user.email !== null) index.byEmail.set(foldEmail(user.email), user);
      if (user.is_host) index.host = user;
    }
    accountIndexes.set(users, index);
  }
  return index;
}

/** The form of an e-mail address that decides whether two are the same. */
export function foldEmail(email: string): string {
  return email.normalize('NFC').toLowerCase();
}

/** The folded names and addresses of removed accounts, which nobody else gets. */
interface TakenIndex {
  names: Set<string>;
  emails: Set<string>;
}

const takenIndexes = new WeakMap<readonly RemovedUser[], TakenIndex>();

/** The index of a list that never changes; made once for each. */
export function takenIndex(removed: readonly RemovedUser[]): TakenIndex {
  let index = takenIndexes.get(removed);
  if (!index) {
    index = {
      names: new Set(removed.map(foldedName)),
      emails: new Set(removed.flatMap(({ email }) => (email === null ? [] : foldEmail(email)))),
    };
    takenIndexes.set(removed, index);
  }
  return index;
}

const foldedDisplayNames = new WeakMap<Account, string>();

/** The folded names that an account is found by: its username first. */
export function foldedNamesOf(user: Account): [string, ...string[]] {
  if (user.display_name === null) return [foldedName(user)];
  let name = foldedDisplayNames.get(user);
  if (name === undefined) {
    name = foldUsername(user.display_name);
    foldedDisplayNames.set(user, name);
  }
  return [foldedName(user), name];
}

const readings = new WeakMap<Account | RemovedUser, string>();

/** What a username reads as; see `readsAs`. */
export function readingOf(user: Account | RemovedUser): string {
  let reading = readings.get(user);
  if (reading === undefined) {
    reading = readsAs(user.username);
    readings.set(user, reading);
  }
  return reading;
}

function foldedName(user: Account | RemovedUser): string {
  let name = foldedNames.get(user);
  if (name === undefined) {
    name = foldUsername(user.username);
    foldedNames.set(user, name);
  }
  return name;
}

/** Who takes part where, in the order in which they were added. */
export interface ParticipantIndex {
  /** Each chat's participants by user id. */
  usersOf: Map<number, Map<number, Participants[number]>>;
  chatsOf: Map<number, Set<number>>;
}

const participantIndexes = new WeakMap<Participants, ParticipantIndex>();

/** The index of a list that never changes; made once for each. */
export function participantIndex(participants: Participants): ParticipantIndex {
  let index = participantIndexes.get(participants);
  if (!index) {
    index = { usersOf: new Map(), chatsOf: new Map() };
    for (const participant of participants) {
      const { chat_id, user_id } = participant;
      const users = index.usersOf.get(chat_id);
      if (users) users.set(user_id, participant);
      else index.usersOf.set(chat_id, new Map([[user_id, participant]]));
      const chats = index.chatsOf.get(user_id);
      if (chats) chats.add(chat_id);
      else index.chatsOf.set(user_id, new Set([chat_id]));
    }
    participantIndexes.set(participants, index);
  }
  return index;
}

type Chat = DocumentData['chats'][number];

const chatIndexes = new WeakMap<readonly Chat[], Map<number, Chat>>();

/** The chats of a list that never changes, by id; made once for each. */
export function chatIndex(chats: readonly Chat[]): Map<number, Chat> {
  let index = chatIndexes.get(chats);
  if (!index) {
    index = new Map(chats.map((chat) => [chat.id, chat]));
    chatIndexes.set(chats, index);
  }
  return index;
}

interface InviteIndex {
  byId: Map<number, StoredInvite>;
  /** By the digest of the token, and by that of the code. */
  bySecret: Map<string, StoredInvite>;
}

const inviteIndexes = new WeakMap<readonly StoredInvite[], InviteIndex>();

/** The index of a list that never changes; made once for each. */
export function inviteIndex(invites: readonly StoredInvite[]): InviteIndex {
  let index = inviteIndexes.get(invites);
  if (!index) {
    const bySecret = invites.flatMap((invite) =>
      [invite.token, invite.code].map((secret) => [digest(secret), invite] as const),
    );
    index = { byId: new Map(invites.map((invite) => [invite.id, invite])), bySecret: new Map(bySecret) };
    inviteIndexes.set(invites, index);
  }
  return index;
}

const tokenIndexes = new WeakMap<readonly StoredWebhook[], Map<string, StoredWebhook>>();

/** The incoming webhooks of a list that never changes, by the digest of their token; made once for each. */
export function tokenIndex(webhooks: readonly StoredWebhook[]): Map<string, StoredWebhook> {
  let index = tokenIndexes.get(webhooks);
  if (!index) {
    index = new Map(webhooks.flatMap((one) => (one.kind === 'incoming' ? [[one.secret, one] as const] : [])));
    tokenIndexes.set(webhooks, index);
  }
  return index;
}
