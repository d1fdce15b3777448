import { parse, parseJson } from './parse.ts';
import * as z from 'zod/mini';
import { chat, type Chat, type newChat, type Role } from '../../server/protocol/chats.ts';
import { health, type Health } from '../../server/protocol/health.ts';
import {
  acceptedInvite,
  checkedInvite,
  invite,
  type CheckedInvite,
  type Invite,
  type newInvite,
} from '../../server/protocol/invites.ts';
import { pinnedMessages } from '../../server/protocol/message-changes.ts';
import { participant, type ChatChange, type Participant } from '../../server/protocol/membership.ts';
import { message, messageEdit, type Message, type MessageEdit } from '../../server/protocol/messages.ts';
import { messageAtDate, searchAnswer, type SearchAnswer } from '../../server/protocol/search.ts';
import { person, type PersonEntry } from '../../server/protocol/people.ts';
import { profile, profileEntry, type Profile, type ProfileEntry } from '../../server/protocol/profiles.ts';
import { chatNotifications, type ChatNotifications, type NotifyLevel } from '../../server/protocol/preferences.ts';
import { presence, type PresenceEntry } from '../../server/protocol/presence.ts';
import { readReceipt, type ReadReceipt } from '../../server/protocol/reading.ts';
import {
  session,
  type AccountDeletion,
  type PasswordChange,
  type PasswordReset,
  type SessionEntry,
} from '../../server/protocol/sessions.ts';
import {
  accessToken,
  admission,
  proof,
  user,
  type AccessToken,
  type AccountChange,
  type Admission,
  type Credentials,
  type GuestRegistration,
  type GuestUpgrade,
  type ProofRequest,
  type Registration,
  type User,
} from '../../server/protocol/users.ts';
import { malformed, refused, unreachable } from './errors.ts';
import { webhookCalls, type WebhookCalls } from './webhook-calls.ts';

const TIMEOUT_MS = 15_000;

const chats = z.array(chat);
const messages = z.array(message);
const edits = z.array(messageEdit);
const users = z.array(user);
const participants = z.array(participant);
const invites = z.array(invite);
const people = z.array(person);
const receipts = z.array(readReceipt);
const presences = z.array(presence);
const profiles = z.array(profileEntry);
const sessions = z.array(session);
const acknowledgement = z.object({ message: z.string() });

/** What to look for; dates are ISO 8601 moments. `before`: the id of the last hit so far. See `searchQuery`. */
export type SearchRequest = {
  query?: string;
  from?: string;
  since?: string;
  until?: string;
  has_file?: boolean;
  before?: number;
};

export type RestOptions = {
  /** Base URL of the server; '' is the page's own origin. */
  server: string;
  fetch: typeof fetch;
  /** Sent with every call that needs to know who asks. */
  token?: string;
  /** The server does not accept the token any more. The call rejects as well. */
  onUnauthorized?: () => void;
  /** Ends every call that is under way. */
  signal?: AbortSignal;
};

/** Asks as the caller; the answer is what the schema makes of it. */
export type Ask = <Schema extends z.ZodMiniType>(
  schema: Schema,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
) => Promise<z.output<Schema>>;

/** The server's REST interface. Every answer is parsed; every failure is an `ApiError`. */
export type Rest = {
  register: (input: Registration) => Promise<User>;
  login: (input: Credentials) => Promise<AccessToken>;
  /** Makes an account of which only this device knows the password, and signs in. */
  guest: (input: GuestRegistration) => Promise<Admission>;
  /** Gives a guest's account an address and a password of its own. */
  upgrade: (input: GuestUpgrade) => Promise<User>;
  me: () => Promise<User>;
  /** A fresh token for this one, which may have expired. */
  renew: () => Promise<AccessToken>;
  sessions: () => Promise<SessionEntry[]>;
  endSession: (sessionId: string) => Promise<void>;
  endOtherSessions: () => Promise<void>;
  logout: () => Promise<void>;
  changePassword: (input: PasswordChange) => Promise<AccessToken>;
  resetPassword: (input: PasswordReset) => Promise<Admission>;
  deleteMe: (input: AccountDeletion) => Promise<void>;
  /** What the server can show of a token that it gave, without being told it. */
  prove: (input: ProofRequest) => Promise<{ proof: string }>;
  /** What an invite (a token, or a join code as typed) leads to. */
  checkInvite: (shown: string) => Promise<CheckedInvite>;
  /** Takes the caller where the invite leads; answers the chat, if it is one. */
  acceptInvite: (shown: string) => Promise<number | null>;
  invites: () => Promise<Invite[]>;
  createInvite: (input: z.input<typeof newInvite>) => Promise<Invite>;
  renewInvite: (inviteId: number) => Promise<Invite>;
  revokeInvite: (inviteId: number) => Promise<void>;
  people: () => Promise<PersonEntry[]>;
  removePerson: (userId: number) => Promise<void>;
  chats: () => Promise<Chat[]>;
  createChat: (input: z.input<typeof newChat>) => Promise<Chat>;
  invite: (chatId: number, username: string) => Promise<void>;
  /** `before` and `after` are message ids, exclusive, `around` that of one of the chat; oldest first. */
  messages: (
    chatId: number,
    range: { limit: number; before?: number; after?: number; around?: number },
  ) => Promise<Message[]>;
  /** Gives the caller's own message another text. */
  message: (chatId: number, messageId: number) => Promise<Message>;
  editMessage: (chatId: number, messageId: number, content: string) => Promise<Message>;
  /** Looks for messages in one chat, or with null in all of the caller's. */
  search: (chatId: number | null, request: SearchRequest, signal?: AbortSignal) => Promise<SearchAnswer>;
  /** The id of the first message at an ISO 8601 moment or later; null where there is none. */
  messageAt: (chatId: number, date: string) => Promise<number | null>;
  /** Answers what is left of it. */
  deleteMessage: (chatId: number, messageId: number) => Promise<Message>;
  /** The former versions of a message, oldest first. */
  edits: (chatId: number, messageId: number) => Promise<MessageEdit[]>;
  /** Reacts with one emoji, or takes that back. */
  react: (chatId: number, messageId: number, emoji: string, isOn: boolean) => Promise<void>;
  /** The pinned messages, pinned last first. */
  pins: (chatId: number) => Promise<Message[]>;
  /** Answers the ids of the pinned messages. */
  setPinned: (chatId: number, messageId: number, isPinned: boolean) => Promise<number[]>;
  participants: (chatId: number) => Promise<Participant[]>;
  readReceipts: (chatId: number) => Promise<ReadReceipt[]>;
  presence: () => Promise<PresenceEntry[]>;
  /** All that is to be known of somebody. */
  profile: (userId: number) => Promise<Profile>;
  /** Who these are, as far as they exist. */
  profiles: (usernames: readonly string[]) => Promise<ProfileEntry[]>;
  /** Takes the caller's own picture away. */
  removeAvatar: () => Promise<User>;
  changeMe: (change: AccountChange) => Promise<User>;
  setNotifyLevel: (chatId: number, level: NotifyLevel | null) => Promise<ChatNotifications>;
  removeParticipant: (chatId: number, userId: number) => Promise<void>;
  changeChat: (chatId: number, change: ChatChange) => Promise<Chat>;
  setRole: (chatId: number, userId: number, role: Role) => Promise<void>;
  leaveChat: (chatId: number, newOwnerId?: number) => Promise<void>;
  deleteChat: (chatId: number) => Promise<void>;
  /** People whose names start with, or hold, what is asked for. */
  searchUsers: (query: string, excludeChatId?: number) => Promise<User[]>;
  removePicture: (chatId: number) => Promise<void>;
  webhooks: WebhookCalls;
  health: () => Promise<Health>;
  /** For what is asked for by parts of the page that are loaded with their own schemas. */
  ask: Ask;
};

/** A client of the REST interface of one server, for one user or none. */
export function createRest(options: RestOptions): Rest {
  const base = options.server.replace(/\/+$/, '');

  async function call<Schema extends z.ZodMiniType>(
    schema: Schema,
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    withToken = true,
    signal?: AbortSignal,
  ): Promise<z.output<Schema>> {
    const token = withToken ? options.token : undefined;
    const { response, json } = await exchange(options, `${base}${path}`, {
      method,
      cache: 'no-store',
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
    if (!response.ok) {
      const error = refused(response.status, json, response.headers.get('retry-after'));
      // A password that was typed wrong says nothing of the token.
      if (response.status === 401 && token !== undefined && error.code !== 'bad_credentials')
        options.onUnauthorized?.();
      throw error;
    }
    const parsed = parse(schema, json);
    if (parsed === null) throw malformed(response.status);
    return parsed;
  }

  return {
    register: (input) => call(user, 'POST', '/api/auth/register', input, false),
    login: (input) => call(accessToken, 'POST', '/api/auth/login', input, false),
    prove: (input) => call(proof, 'POST', '/api/auth/prove', input, false),
    guest: (input) => call(admission, 'POST', '/api/auth/guest', input, false),
    upgrade: (input) => call(user, 'POST', '/api/auth/upgrade', input),
    me: () => call(user, 'GET', '/api/auth/me'),
    renew: () => call(accessToken, 'POST', '/api/auth/renew'),
    sessions: () => call(sessions, 'GET', '/api/auth/sessions'),
    endSession: async (sessionId) => {
      await call(acknowledgement, 'DELETE', `/api/auth/sessions/${sessionId}`);
    },
    endOtherSessions: async () => {
      await call(acknowledgement, 'DELETE', '/api/auth/sessions');
    },
    logout: async () => {
      await call(acknowledgement, 'POST', '/api/auth/logout');
    },
    changePassword: (input) => call(accessToken, 'POST', '/api/auth/password', input),
    resetPassword: (input) => call(admission, 'POST', '/api/auth/reset', input, false),
    deleteMe: async (input) => {
      await call(acknowledgement, 'DELETE', '/api/auth/me', input);
    },
    checkInvite: (shown) => call(checkedInvite, 'POST', '/api/invites/check', { invite: shown }, false),
    acceptInvite: async (shown) => {
      const { chat_id } = await call(acceptedInvite, 'POST', '/api/invites/accept', { invite: shown });
      return chat_id;
    },
    invites: () => call(invites, 'GET', '/api/invites'),
    createInvite: (input) => call(invite, 'POST', '/api/invites', input),
    renewInvite: (inviteId) => call(invite, 'POST', `/api/invites/${inviteId}/renew`),
    revokeInvite: async (inviteId) => {
      await call(acknowledgement, 'DELETE', `/api/invites/${inviteId}`);
    },
    people: () => call(people, 'GET', '/api/people'),
    removePerson: async (userId) => {
      await call(acknowledgement, 'DELETE', `/api/people/${userId}`);
    },
    chats: () => call(chats, 'GET', '/api/chats'),
    createChat: (input) => call(chat, 'POST', '/api/chats', input),
    invite: async (chatId, username) => {
      await call(acknowledgement, 'POST', `/api/chats/${chatId}/invite`, { username });
    },
    messages: (chatId, range) => call(messages, 'GET', `/api/chats/${chatId}/messages?${queryOf(range)}`),
    search: (chatId, request, signal) => {
      const place = chatId === null ? '/api/search' : `/api/chats/${chatId}/search`;
      return call(searchAnswer, 'GET', `${place}?${queryOf(request)}`, undefined, true, signal);
    },
    messageAt: async (chatId, date) => {
      const query = queryOf({ date });
      const { message_id } = await call(messageAtDate, 'GET', `/api/chats/${chatId}/messages/at?${query}`);
      return message_id;
    },
    message: (chatId, messageId) => call(message, 'GET', `/api/chats/${chatId}/messages/${messageId}`),
    deleteMessage: (chatId, messageId) => call(message, 'DELETE', `/api/chats/${chatId}/messages/${messageId}`),
    edits: (chatId, messageId) => call(edits, 'GET', `/api/chats/${chatId}/messages/${messageId}/edits`),
    react: async (chatId, messageId, emoji, isOn) => {
      const path = `/api/chats/${chatId}/messages/${messageId}/reactions/${encodeURIComponent(emoji)}`;
      await call(message, isOn ? 'PUT' : 'DELETE', path);
    },
    pins: (chatId) => call(messages, 'GET', `/api/chats/${chatId}/pins`),
    setPinned: async (chatId, messageId, isPinned) => {
      const path = `/api/chats/${chatId}/pins/${messageId}`;
      return (await call(pinnedMessages, isPinned ? 'PUT' : 'DELETE', path)).message_ids;
    },
    editMessage: (chatId, messageId, content) =>
      call(message, 'PATCH', `/api/chats/${chatId}/messages/${messageId}`, { content }),
    participants: (chatId) => call(participants, 'GET', `/api/chats/${chatId}/participants`),
    readReceipts: (chatId) => call(receipts, 'GET', `/api/chats/${chatId}/read-receipts`),
    presence: () => call(presences, 'GET', '/api/presence'),
    profile: (userId) => call(profile, 'GET', `/api/users/${userId}`),
    profiles: (usernames) => {
      // As many parameters as names: one may have a comma in it.
      const query = new URLSearchParams(usernames.map((name) => ['usernames', name])).toString();
      return call(profiles, 'GET', `/api/users/profiles?${query}`);
    },
    removeAvatar: () => call(user, 'DELETE', '/api/auth/me/avatar'),
    changeMe: (change) => call(user, 'PATCH', '/api/auth/me', change),
    setNotifyLevel: (chatId, level) => call(chatNotifications, 'PUT', `/api/chats/${chatId}/notifications`, { level }),
    removeParticipant: async (chatId, userId) => {
      await call(acknowledgement, 'DELETE', `/api/chats/${chatId}/participants/${userId}`);
    },
    changeChat: (chatId, change) => call(chat, 'PATCH', `/api/chats/${chatId}`, change),
    setRole: async (chatId, userId, role) => {
      await call(acknowledgement, 'PUT', `/api/chats/${chatId}/participants/${userId}/role`, { role });
    },
    leaveChat: async (chatId, newOwnerId) => {
      const body = newOwnerId === undefined ? {} : { new_owner_id: newOwnerId };
      await call(acknowledgement, 'POST', `/api/chats/${chatId}/leave`, body);
    },
    deleteChat: async (chatId) => {
      await call(acknowledgement, 'DELETE', `/api/chats/${chatId}`);
    },
    searchUsers: (query, excludeChatId) => {
      const params = new URLSearchParams({ query });
      if (excludeChatId !== undefined) params.set('exclude_chat_id', String(excludeChatId));
      return call(users, 'GET', `/api/users/search?${params.toString()}`);
    },
    removePicture: async (chatId) => {
      await call(z.looseObject({}), 'DELETE', `/api/chats/${chatId}/picture`);
    },
    webhooks: webhookCalls(call),
    health: () => call(health, 'GET', '/health', undefined, false),
    ask: (schema, method, path, body) => call(schema, method, path, body),
  };
}

function queryOf(fields: Record<string, string | number | boolean>): string {
  return new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)])).toString();
}

/** One request and its JSON (undefined where there is none); the time limit covers the body too. */
async function exchange(options: RestOptions, url: string, init: RequestInit) {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, TIMEOUT_MS);
  const signals = [options.signal, init.signal].filter((signal) => signal instanceof AbortSignal);
  for (const signal of signals) {
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
  }
  try {
    const response = await options.fetch(url, { ...init, signal: controller.signal });
    const text = await response.text();
    return { response, json: parseJson(text) };
  } catch {
    throw unreachable();
  } finally {
    clearTimeout(timer);
    for (const signal of signals) signal.removeEventListener('abort', abort);
  }
}
