import type { CheckedArchive } from '../../server/protocol/archive.ts';
import type { Ask } from '../api/rest.ts';
import type { ErasedMessages, SessionEntry } from '../../server/protocol/sessions.ts';
import type * as z from 'zod/mini';
import type { SearchRequest } from '../api/rest.ts';
import type { WebhookCalls } from '../api/webhook-calls.ts';
import type { Chat, newChat, Role } from '../../server/protocol/chats.ts';
import type { ErrorCode } from '../../server/protocol/codes.ts';
import type { FileEntry } from '../../server/protocol/files.ts';
import type { Health } from '../../server/protocol/health.ts';
import type { CheckedInvite, Invite, newInvite } from '../../server/protocol/invites.ts';
import type { ChatChange, Participant } from '../../server/protocol/membership.ts';
import type { Message, MessageEdit } from '../../server/protocol/messages.ts';
import type { SearchAnswer } from '../../server/protocol/search.ts';
import type { NotifyLevel, PreferencesChange } from '../../server/protocol/preferences.ts';
import type { PersonEntry } from '../../server/protocol/people.ts';
import type { Profile, ProfileEntry } from '../../server/protocol/profiles.ts';
import type { PresenceStatus } from '../../server/protocol/presence.ts';
import type { ReadReceipt } from '../../server/protocol/reading.ts';
import type { Credentials, GuestUpgrade, Registration, User } from '../../server/protocol/users.ts';
import type { FileSource, HeldFile } from './file-cache.ts';
import type { FileRefusal } from './uploads/check-files.ts';
import type { DisabledReason } from '../../server/protocol/webhooks.ts';

/**
 * Why nobody is signed in any more. `ended`: another device has signed this one out, `password`: it has changed the
 * password, `deleted`: the account is no more, `removed`: the host has ended it.
 */
export type SignedOutReason = 'expired' | 'signed_out' | 'removed' | 'banned' | 'ended' | 'password' | 'deleted';

/**
 * Who is signed in here. The token is kept apart and never becomes state. `removed`: the host has ended the account.
 */
export type Session = { kind: 'signed_out'; reason?: SignedOutReason } | { kind: 'signed_in'; user: User };

/** The invite that somebody has come with, until they have joined with it or turned it down. */
export type PendingInvite = {
  /** The token of an invite link, or a join code. */
  secret: string;
  check:
    | { kind: 'checking' }
    | { kind: 'valid'; invite: CheckedInvite }
    /** The server says that it does not work (any more). */
    | { kind: 'refused'; error: string }
    /** The server could not be asked. */
    | { kind: 'failed'; error: string };
};

/** A list that is loaded when it is first needed; `error` is a sentence. What is `ready` stays so while it is refreshed. */
export type Loaded<Item> =
  | { kind: 'unloaded' }
  | { kind: 'loading' }
  | { kind: 'ready'; list: readonly Item[] }
  | { kind: 'error'; error: string };

/** The start of a chat's newest message, for the list of chats, and when that was said. */
export type Preview = {
  message_id: number;
  user_id: number | null;
  username: string;
  is_bot: boolean;
  text: string;
  created_at: string;
  deleted?: boolean | undefined;
};

/** A message of somebody else that was heard of. */
export type HeardMessage = { id: number; isMention: boolean };

/** How far this user has read a chat: the server's numbers, and what was heard since. See `reading.ts`. */
export type ReadingState = {
  /** Everything up to this message is read; 0 where nothing is. */
  readId: number;
  /** The server has counted up to this message. */
  upTo: number;
  unread: number;
  mentions: number;
  /** Not counted by the server yet. */
  later: readonly HeardMessage[];
};

/** How somebody is here; `lastSeen` is null where that is not known, or not shown. */
export type PresenceState = { status: PresenceStatus; lastSeen: string | null };

/** Who somebody is to others. `about` is null where it is not known here. */
export type KnownProfile = Omit<ProfileEntry, 'username'>;

/** By username; who was heard of last comes last. */
export type Profiles = ReadonlyMap<string, KnownProfile>;

/**
 * The live connection. `retryAt` is as `Environment.elapsed` counts; once it has passed, the try is under way.
 * `offline`: the device says that it has no network; tries go on all the same.
 */
export type ConnectionState =
  | { kind: 'connecting' }
  | { kind: 'connected' }
  | { kind: 'reconnecting'; retryAt: number; attempt: number }
  | { kind: 'offline' };

/** `at` is in milliseconds since the epoch; `isStopped`: the server said that it stops. */
export type Lost = { at: number; isStopped: boolean };

/** What somebody has done with a chat, and with who takes part in it. `by`: who has done it, where that is another one. */
export type ChatEvent = { by?: string } & (
  | { kind: 'added' | 'removed' | 'left'; username: string }
  | { kind: 'role'; username: string; role: Role }
  | { kind: 'renamed'; name: string | null }
  | { kind: 'topic'; topic: string | null }
  | { kind: 'picture'; isGone: boolean }
  | { kind: 'webhook_off'; name: string; reason: DisabledReason }
);

/** Who came and went, merged so that a busy or flaky room does not flood the timeline. */
export type Notice = {
  /** Unique within its chat. */
  id: number;
  /** As `Environment.elapsed` counts. */
  at: number;
  /** The newest message when it happened; 0 where there was none. */
  after_message_id: number;
  joined: readonly string[];
  left: readonly string[];
  /** It tells of this instead. */
  event?: ChatEvent;
};

/** A bot turn that waits; `message_id` is the asking message, position 0 is next. */
export type QueuedTurn = { message_id: number; username: string; position: number };

/** `error`: the first page could not be loaded (see `reloadHistory`). */
export type HistoryStatus = 'unloaded' | 'loading' | 'ready' | 'loading_older' | 'loading_newer' | 'error';

/** A message that somebody wants to see; each jump makes another one. `at` is as `Environment.elapsed` counts. */
export type JumpTarget = { message_id: number; at: number };

/** What this window knows of one chat. */
export type ChatState = {
  chat: Chat;
  /** Sorted by id, no doubles, no gaps; a message that did not change keeps its identity. */
  messages: readonly Message[];
  history: HistoryStatus;
  hasOlder: boolean;
  /**
   * Newer messages exist that are not among `messages`: somebody has gone back to an old one. What is said meanwhile is
   * not added, as there would be a gap.
   */
  hasNewer: boolean;
  /** Grows whenever the messages are replaced by others, elsewhere in the chat: the view begins anew. */
  replaced: number;
  /** What the view has yet to go to and show for a moment. */
  target: JumpTarget | null;
  /** Null until `loadParticipants` has succeeded once. */
  participants: readonly Participant[] | null;
  /** Usernames of who is in the room now. */
  members: readonly string[];
  /** Usernames of others who are typing. */
  typing: readonly string[];
  notices: readonly Notice[];
  queued: readonly QueuedTurn[];
  /** Grows with each change of the chat's webhooks. */
  webhookNews: number;
  /** What was last said there while this connection was not in the room; null where nothing was. */
  preview: Preview | null;
  /** Messages that others answer and that are none of those loaded, by id; null where there is none. */
  quoted: Readonly<Record<number, Message | null>>;
  /** Not for rendering: what becomes visible, or stops being so, when its time comes (as `Environment.elapsed` counts). */
  /** Null until it is loaded, and in chats of many. */
  receipts: readonly ReadReceipt[] | null;
  reading: ReadingState;
  pending: { typingUntil: ReadonlyMap<string, number>; leftAt: ReadonlyMap<string, number> };
};

/** What a chat's text field is for, where it writes no message of its own: see `composing.ts`. */
export type Composing =
  | { kind: 'reply'; message_id: number }
  /** `draftBefore` is what had been written and not sent; it comes back when the edit is over. */
  | { kind: 'edit'; message_id: number; draftBefore: string };

/** Which emoji this user picks: the latest first, and from 1 (light) to 5 (dark) the skin tone; 0 is none. */
export type EmojiUse = { recent: readonly string[]; tone: number };

/** What goes along with the text of a send. */
export type SendOptions = {
  /** The message of the same chat that it quotes. */
  reply_to?: number | undefined;
  /** Files that are on the server already; the text may be empty then. `files` is how they are shown meanwhile. */
  file_ids?: number[] | undefined;
  files?: FileEntry[] | undefined;
  /** The message, maybe of another chat, of which the server makes a copy; the text is empty then. */
  forward?: { chat_id: number; message_id: number } | undefined;
};

/** A send that the server has not acknowledged. */
export type OutboxEntry = SendOptions & {
  client_id: string;
  chat_id: number;
  content: string;
  /** ISO 8601 in UTC; grows from entry to entry. */
  created_at: string;
  /** Keys of the uploads that it waits for, in order; once they are done they are its `files`. */
  uploads?: readonly string[] | undefined;
  state: { kind: 'sending' } | { kind: 'uploading' } | { kind: 'refused'; error: string; code: ErrorCode };
};

/** A file on its way to the server, or there already: attached to a chat's next message, or to one in the outbox. */
export type Upload = {
  /** Unique on this device. */
  key: string;
  chat_id: number;
  name: string;
  type: string;
  /** Bytes that are sent. */
  size: number;
  /** Pixels; absent where it is no image that this browser knows. */
  width?: number;
  height?: number;
  /** Object URL of the image; null where there is none. */
  url: string | null;
  /** Where an image is sent smaller than it was chosen: how large it was, and whether it is sent like that after all. */
  original: { isSent: boolean; size: number } | null;
  state:
    | { kind: 'preparing' }
    | { kind: 'waiting' }
    /** `part`: how much of it is on its way, from 0 to 1. */
    | { kind: 'sending'; part: number }
    | { kind: 'done'; file: FileEntry }
    /** `error` is a sentence; `isPassing`: another try may end otherwise. */
    | { kind: 'failed'; error: string; isPassing: boolean };
};

/** Something the server refused that belongs to no outbox entry; `id` grows, so that the same refusal can be told twice. */
export type Alert = { id: number; chat_id: number | null; error: string; code: ErrorCode };

/** A chat that this user takes part in no more; `id` grows, so that each time is told. */
export type Farewell = { id: number; chat: Chat; reason: 'removed' | 'left' | 'deleted' };

/** Everything that the renderer shows. */
export type AppState = {
  /** Base URL of the server, without a slash at its end; '' before `start`. */
  server: string;
  session: Session;
  invite: PendingInvite | null;
  connection: ConnectionState;
  /** Since when the connection is gone that was there; null while there is one, and before there has been any. */
  lost: Lost | null;
  chats: Readonly<Record<number, ChatState>>;
  /** Chat ids, most recent activity first. */
  chatOrder: readonly number[];
  chatsStatus: 'loading' | 'ready' | 'error';
  openChatId: number | null;
  /** The chat whose end is in view; null where none is. */
  endInView: number | null;
  /** How others are here, by username. */
  presence: Readonly<Record<string, PresenceState>>;
  /** Who those are who are shown, by username; who is missing is shown by that. See `profiles.ts`. */
  profiles: Profiles;
  /** What the server says of itself, the bot among it; null until it has told. */
  health: Health | null;
  /** The invites that this user may hand out. */
  invites: Loaded<Invite>;
  /** Everybody with an account here; the host's only. */
  people: Loaded<PersonEntry>;
  drafts: Readonly<Record<number, string>>;
  /** By chat id; no key where a new message is written. */
  composing: Readonly<Record<number, Composing>>;
  /** Kept on this device. */
  emojiUse: EmojiUse;
  outbox: readonly OutboxEntry[];
  /** By key. */
  uploads: Readonly<Record<string, Upload>>;
  /** Keys of what is attached to each chat's next message, in order; no key where nothing is. */
  tray: Readonly<Record<number, readonly string[]>>;
  /** The latest refusal to tell; null where there is none. */
  alert: Alert | null;
  /** The chat that was lost last; null where none was, and once this user is in it again. */
  farewell: Farewell | null;
};

/** What `createChat` takes; every field is optional. */
export type NewChatInput = z.input<typeof newChat>;

/** What `createInvite` takes; every field is optional. */
export type NewInviteInput = z.input<typeof newInvite>;

/** What the UI can do. Promises reject with an `ApiError` only. */
export type Actions = {
  /**
   * Reads the stored session and connects. `server` is a base URL such as `http://192.168.1.5:8000`, without it the
   * page's own. `invite` (a token or a join code) becomes the pending invite, and is checked. Returns what undoes it
   * (listeners, timers, connection); starting again undoes it too.
   */
  start: (options?: { server?: string; invite?: string }) => () => void;
  /** Asks what the server says of itself, e.g. who may join; also signed out. */
  loadHealth: () => Promise<void>;
  /** Makes this invite the pending one. Rejects, and changes nothing, where the server does not accept it. */
  showInvite: (secret: string) => Promise<void>;
  /** Checks the pending invite again; how that ends is in its `check`. */
  checkInvite: () => Promise<void>;
  /** Forgets the pending invite. */
  dropInvite: () => void;
  /** Takes this user where the pending invite leads; answers the chat, if it is one. The invite stays pending. */
  acceptInvite: () => Promise<number | null>;
  /**
   * Makes a guest's account with the pending invite, if there is one, and signs in; answers the chat to start with, if
   * any. `name` is as typed.
   */
  joinAsGuest: (name: string) => Promise<number | null>;
  /** Makes an account, with the pending invite if there is one, and signs in. */
  register: (input: Registration) => Promise<void>;
  signIn: (input: Credentials) => Promise<void>;
  /** Makes the guest's account that is signed in here one that can be used from anywhere. */
  upgrade: (input: GuestUpgrade) => Promise<void>;
  /** Signs out, in every tab of this browser; drafts and unsent messages are forgotten. */
  signOut: () => void;
  /** Enters the chat's room, leaves the one before; null closes. */
  openChat: (chatId: number | null) => void;
  /** Loads the chat list again, e.g. when `chatsStatus` is `error`. */
  reloadChats: () => Promise<void>;
  /** Loads one page of older messages; does nothing while one is loading or when there are none. */
  loadOlder: (chatId: number) => Promise<void>;
  /** The same for newer ones, where the messages are some old ones; the last page leads back to what is said now. */
  loadNewer: (chatId: number) => Promise<void>;
  /**
   * Shows a message where it stands, loading what is around it where that is not there. Where it is not in that chat or
   * cannot be loaded, an alert says so and nothing changes. In a chat that is not open it leads to the message's address.
   */
  jumpTo: (chatId: number, messageId: number) => Promise<void>;
  /** Looks for messages in one chat, or with null in all; `signal` gives it up. */
  search: (chatId: number | null, request: SearchRequest, signal?: AbortSignal) => Promise<SearchAnswer>;
  /** Goes to the first message at an ISO 8601 moment or later; false where there is none. */
  jumpToDate: (chatId: number, date: string) => Promise<boolean>;
  /** The target was shown, and is one no more. */
  forgetTarget: (chatId: number) => void;
  /** Back to the newest messages, where some old ones are shown. */
  toLatest: (chatId: number) => Promise<void>;
  /** Loads the newest page again, e.g. when `history` is `error`. */
  reloadHistory: (chatId: number) => Promise<void>;
  /**
   * Queues a message as the answer that the chat is composing, if it is, and clears its draft; blank text is ignored.
   * Throws an `ApiError` when the outbox is full.
   */
  send: (chatId: number, content: string, options?: SendOptions) => void;
  /** From now on the chat's text field answers this message. */
  replyTo: (chatId: number, messageId: number) => void;
  /** Puts the text of one's own message into the text field, to be changed; the draft comes back afterwards. */
  startEdit: (chatId: number, messageId: number) => void;
  /** The chat's text field writes a new message again. */
  cancelComposing: (chatId: number) => void;
  /** Gives one's own message another text. */
  editMessage: (chatId: number, messageId: number, content: string) => Promise<void>;
  /** Reacts to a message, or takes that back where this user has done so; shown at once. */
  react: (chatId: number, messageId: number, emoji: string) => Promise<void>;
  deleteMessage: (chatId: number, messageId: number) => Promise<void>;
  setPinned: (chatId: number, messageId: number, isPinned: boolean) => Promise<void>;
  /** The pinned messages of a chat, pinned last first. */
  pinnedMessages: (chatId: number) => Promise<Message[]>;
  /** The former versions of a message, oldest first. */
  editsOf: (chatId: number, messageId: number) => Promise<MessageEdit[]>;
  /** Makes a message that another one answers known, in `quoted`. */
  loadQuoted: (chatId: number, messageId: number) => Promise<void>;
  /**
   * Queues a copy of a message for other chats, and a comment behind it unless that is blank. Throws an `ApiError` when
   * the outbox is full.
   * @returns the `client_id` of each entry of the outbox
   */
  forward: (
    source: { chat_id: number; message_id: number },
    chatIds: readonly number[],
    comment: string,
  ) => readonly string[];
  /** Sends a refused entry again. */
  retry: (clientId: string) => void;
  /** Takes an entry out of the outbox and returns its text; its files are attached to the next message. Null where it
   * has already gone. */
  discard: (clientId: string) => string | null;
  /** Stops a running reply, or by the asking message's id one that waits. */
  stop: (chatId: number, messageId: number) => void;
  /** Attaches files to the chat's next message and begins to send them; answers why some were not taken. */
  attach: (chatId: number, files: readonly File[]) => readonly FileRefusal[];
  /** Takes a file off the next message. */
  removeUpload: (key: string) => void;
  /** Sends a file again that could not be sent. */
  retryUpload: (key: string) => void;
  /** Sends an image as it was chosen, or smaller after all. */
  setOriginal: (key: string, isOriginal: boolean) => void;
  /** Keeps a file of the server on the page for as long as it is shown. */
  holdFile: (source: FileSource) => HeldFile;
  /** The object URL of a file that is on the page already; null where it is not. */
  fileUrl: (key: string) => string | null;
  /** Loads a file of the server; `onProgress` hears of the bytes that have come. */
  loadFile: (
    source: FileSource,
    options: { signal: AbortSignal; onProgress?: (received: number, about: number | null) => void },
  ) => Promise<Blob>;
  /** Sends an archive of a whole server, for the host; nothing is changed, and it waits there. `onProgress`: from 0 to 1. */
  sendArchive: (
    archive: Blob,
    options: { signal: AbortSignal; onProgress: (part: number) => void },
  ) => Promise<CheckedArchive>;
  /** A square picture out of the middle of an image; null where the file is none that this browser can decode. */
  cutPicture: (file: File) => Promise<Blob | null>;
  /** Gives a chat another picture, or none. */
  setPicture: (chatId: number, picture: Blob | null) => Promise<void>;
  /** Tells the room that this user is typing; call it on every keystroke. */
  typing: (chatId: number) => void;
  createChat: (input: NewChatInput) => Promise<Chat>;
  invite: (chatId: number, username: string) => Promise<void>;
  loadParticipants: (chatId: number) => Promise<void>;
  /** Takes somebody out of a chat of one's own. */
  removeParticipant: (chatId: number, userId: number) => Promise<void>;
  /** Changes what a chat is called or about; null takes it away. For its owner and admins. */
  changeChat: (chatId: number, change: ChatChange) => Promise<void>;
  /** Makes somebody an admin or a member, or hands the chat over to them; for its owner. */
  setRole: (chatId: number, userId: number, role: Role) => Promise<void>;
  /** Takes this user out of a chat; its owner says who owns it from then on. */
  leaveChat: (chatId: number, newOwnerId?: number) => Promise<void>;
  /** Deletes a chat with all that is in it, for everybody; for its owner. */
  deleteChat: (chatId: number) => Promise<void>;
  /** People whose names start with, or hold, what was typed; those who take part in the chat, if one is given, left out. */
  searchUsers: (query: string, excludeChatId?: number) => Promise<readonly User[]>;
  /** What the owner and admins of a chat do with its webhooks. */
  webhooks: () => WebhookCalls;
  /** Loads the invites that this user may hand out; a failure is in the state as well. */
  loadInvites: () => Promise<void>;
  createInvite: (input: NewInviteInput) => Promise<Invite>;
  /** Gives the invite a new token and code; the old ones stop working at once. */
  renewInvite: (inviteId: number) => Promise<Invite>;
  revokeInvite: (inviteId: number) => Promise<void>;
  /** Loads everybody with an account here, for the host; from then on the list follows every change. */
  loadPeople: () => Promise<void>;
  /** Asks the server what only a part of the page knows of, which is loaded when it is looked at. */
  ask: Ask;
  /** Ends somebody's account: they are signed out everywhere and leave every chat. */
  removePerson: (userId: number) => Promise<void>;
  /** Goes to the first message behind this one; see `jumpTo`. */
  jumpToUnread: (chatId: number, readId: number) => Promise<void>;
  /** Tells whether the end of the open chat is in view: what stands there is read while somebody looks. */
  setEndInView: (chatId: number, isInView: boolean) => void;
  /** Says whether others are told when this user was last here. */
  setShowsLastSeen: (isShown: boolean) => Promise<void>;
  /**
   * Keeps who these are known for as long as they are shown; returns what ends that. They are asked for together, and again
   * after a lost connection.
   */
  watchProfiles: (usernames: readonly string[]) => () => void;
  /** All that is to be known of somebody. */
  profile: (userId: number) => Promise<Profile>;
  /** Changes what others see of this user; what is left out stays, null is taken away. */
  changeProfile: (change: { display_name?: string | null; about?: string | null }) => Promise<void>;
  /** Gives this user another picture, or none; `onProgress` hears how much is on its way, from 0 to 1. */
  setAvatar: (picture: Blob | null, onProgress?: (part: number) => void) => Promise<void>;
  /** What is told of a chat from now on; null: as the preferences say. Shown at once, and taken back where it fails. */
  setNotifyLevel: (chatId: number, level: NotifyLevel | null) => Promise<void>;
  /** Changes how this user is told of news; what is left out stays. Shown at once, and taken back where it fails. */
  setPreferences: (change: PreferencesChange) => Promise<void>;
  /** Where this user is signed in, used last first. */
  devices: () => Promise<readonly SessionEntry[]>;
  endDevice: (sessionId: string) => Promise<void>;
  signOutOthers: () => Promise<void>;
  /** Signs out everywhere else. */
  changePassword: (current: string, next: string) => Promise<void>;
  /** Sets a password with the token of a link, and signs in. */
  resetPassword: (token: string, password: string) => Promise<void>;
  /** Ends this user's account. @param password left out by a guest, whose device keeps it */
  deleteAccount: (messages: ErasedMessages, password?: string) => Promise<void>;
  /** Remembers that an emoji was picked. */
  noteEmoji: (emoji: string) => void;
  setSkinTone: (tone: number) => void;
  setDraft: (chatId: number, text: string) => void;
  /** Tries to connect now instead of at `retryAt`. */
  reconnectNow: () => void;
};
