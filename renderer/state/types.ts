import type * as z from 'zod/mini';
import type { Chat, newChat } from '../../server/protocol/chats.ts';
import type { ErrorCode } from '../../server/protocol/codes.ts';
import type { Health } from '../../server/protocol/health.ts';
import type { Message } from '../../server/protocol/messages.ts';
import type { Credentials, Registration, User } from '../../server/protocol/users.ts';

/** Who is signed in here. The token is kept apart and never becomes state. */
export type Session = { kind: 'signed_out'; reason?: 'expired' | 'signed_out' } | { kind: 'signed_in'; user: User };

/**
 * The live connection. `retryAt` is in milliseconds since the epoch; once it has passed, the try is under way.
 * `offline`: the device says that it has no network; tries go on all the same.
 */
export type ConnectionState =
  | { kind: 'connecting' }
  | { kind: 'connected' }
  | { kind: 'reconnecting'; retryAt: number; attempt: number }
  | { kind: 'offline' };

/** Who came and went, merged so that a busy or flaky room does not flood the timeline. */
export type Notice = {
  /** Unique within its chat. */
  id: number;
  /** Milliseconds since the epoch. */
  at: number;
  /** The newest message when it happened; 0 where there was none. */
  after_message_id: number;
  joined: readonly string[];
  left: readonly string[];
};

/** A bot turn that waits; `message_id` is the asking message, position 0 is next. */
export type QueuedTurn = { message_id: number; username: string; position: number };

/** `error`: the first page could not be loaded (see `reloadHistory`). */
export type HistoryStatus = 'unloaded' | 'loading' | 'ready' | 'loading_older' | 'error';

/** What this window knows of one chat. */
export type ChatState = {
  chat: Chat;
  /** Sorted by id, no doubles; a message that did not change keeps its identity. */
  messages: readonly Message[];
  history: HistoryStatus;
  hasOlder: boolean;
  /** Null until `loadParticipants` has succeeded once. */
  participants: readonly User[] | null;
  /** Usernames of who is in the room now. */
  members: readonly string[];
  /** Usernames of others who are typing. */
  typing: readonly string[];
  notices: readonly Notice[];
  queued: readonly QueuedTurn[];
  /** Not for rendering: what becomes visible, or stops being so, when its time comes (milliseconds since the epoch). */
  pending: { typingUntil: ReadonlyMap<string, number>; leftAt: ReadonlyMap<string, number> };
};

/** A send that the server has not acknowledged. */
export type OutboxEntry = {
  client_id: string;
  chat_id: number;
  content: string;
  /** ISO 8601 in UTC; grows from entry to entry. */
  created_at: string;
  state: { kind: 'sending' } | { kind: 'refused'; error: string; code: ErrorCode };
};

/** Something the server refused that belongs to no outbox entry; `id` grows, so that the same refusal can be told twice. */
export type Alert = { id: number; chat_id: number | null; error: string; code: ErrorCode };

/** Everything that the renderer shows. */
export type AppState = {
  session: Session;
  connection: ConnectionState;
  chats: Readonly<Record<number, ChatState>>;
  /** Chat ids, most recent activity first. */
  chatOrder: readonly number[];
  chatsStatus: 'loading' | 'ready' | 'error';
  openChatId: number | null;
  /** Which bot answers here; null until the server has told. */
  health: Health | null;
  drafts: Readonly<Record<number, string>>;
  outbox: readonly OutboxEntry[];
  /** The latest refusal to tell; null where there is none. */
  alert: Alert | null;
};

/** What `createChat` takes; every field is optional. */
export type NewChatInput = z.input<typeof newChat>;

/** What the UI can do. Promises reject with an `ApiError` only. */
export type Actions = {
  /**
   * Reads the stored session and connects. `server` is a base URL such as `http://192.168.1.5:8000`, without it the
   * page's own. Returns what undoes it (listeners, timers, connection); starting again undoes it too.
   */
  start: (options?: { server?: string }) => () => void;
  /** Makes an account and signs in. */
  register: (input: Registration) => Promise<void>;
  signIn: (input: Credentials) => Promise<void>;
  /** Signs out, in every tab of this browser; drafts and unsent messages are forgotten. */
  signOut: () => void;
  /** Enters the chat's room, leaves the one before; null closes. */
  openChat: (chatId: number | null) => void;
  /** Loads the chat list again, e.g. when `chatsStatus` is `error`. */
  reloadChats: () => Promise<void>;
  /** Loads one page of older messages; does nothing while one is loading or when there are none. */
  loadOlder: (chatId: number) => Promise<void>;
  /** Loads the newest page again, e.g. when `history` is `error`. */
  reloadHistory: (chatId: number) => Promise<void>;
  /** Queues a message and clears the chat's draft; blank text is ignored. Throws an `ApiError` when the outbox is full. */
  send: (chatId: number, content: string) => void;
  /** Sends a refused entry again. */
  retry: (clientId: string) => void;
  /** Takes an entry out of the outbox and returns its text; null where it has already gone. */
  discard: (clientId: string) => string | null;
  /** Stops a running reply, or by the asking message's id one that waits. */
  stop: (chatId: number, messageId: number) => void;
  /** Tells the room that this user is typing; call it on every keystroke. */
  typing: (chatId: number) => void;
  createChat: (input: NewChatInput) => Promise<Chat>;
  invite: (chatId: number, username: string) => Promise<void>;
  loadParticipants: (chatId: number) => Promise<void>;
  setDraft: (chatId: number, text: string) => void;
  /** Tries to connect now instead of at `retryAt`. */
  reconnectNow: () => void;
};
