import type { CommonChat, Role } from '../../protocol/chats.ts';
import type { Invite } from '../../protocol/invites.ts';
import type { Message, MessageEdit } from '../../protocol/messages.ts';
import type { NotifyLevel, Preferences } from '../../protocol/preferences.ts';
import type { ErasedMessages } from '../../protocol/sessions.ts';
import type { LastMessage } from '../../protocol/reading.ts';
import type { User } from '../../protocol/users.ts';
import type { AuditLog } from './audit.ts';
import type { Changing } from './changing.ts';
import type { FileStore } from './files.ts';
import type { SessionStore } from './sessions.ts';
import type { Traces } from './traces.ts';
import type { DeliveryJournal, WebhookStore } from './webhook-store.ts';

/** A user as stored. The e-mail address and hash never leave the server but for the user's own address. */
export interface Account extends Omit<
  User,
  'email' | 'is_guest' | 'is_host' | 'display_name' | 'about' | 'avatar' | 'preferences'
> {
  is_guest: boolean;
  is_host: boolean;
  /** Null for guests, and for a host who never gave one. */
  email: string | null;
  /** Null where no password opens this account. */
  password_hash: string | null;
  /** Nobody is told when this user was last here. */
  hides_last_seen: boolean;
  /** What others see instead of the username. */
  display_name: string | null;
  about: string | null;
  /** Hash of the picture's content. */
  avatar: string | null;
  /** Tokens of no session that were given before then are not valid any more. */
  tokens_from: string | null;
  /** Since when the host lets this account in no more. */
  banned_at: string | null;
  preferences: Preferences;
}

export type NewAccount = Pick<Account, 'username' | 'email' | 'created_at' | 'password_hash' | 'is_guest'>;

/** Somebody who has deleted their account, and whose messages are to be worked over. */
export interface Erasure {
  user_id: number;
  username: string;
  messages: ErasedMessages;
}

/** What sets a password without the former one. */
export interface PasswordReset {
  user_id: number;
  /** Of its secret. */
  digest: string;
  expires_at: string;
}

/** What may change in an account. */
export type AccountChange = Partial<
  Omit<Account, 'id' | 'username' | 'email' | 'created_at' | 'is_guest' | 'is_host' | 'status' | 'last_seen'>
>;

/** How a new account comes in. */
export interface Arrival {
  /** Chats that it takes part in from the start. */
  chatIds: number[];
  /** The invite that brought it, which counts one use more. */
  inviteId?: number | undefined;
  /** It must be the very first. */
  mustBeFirst?: boolean;
}

/** An invite as stored: made by whom, by user id. */
export type StoredInvite = Omit<Invite, 'created_by'> & { created_by: number };

export type NewStoredInvite = Omit<StoredInvite, 'id' | 'uses'>;

export type InviteRenewal = Pick<StoredInvite, 'token' | 'code' | 'created_at' | 'expires_at'>;

/** What is decided once and then stays; null until then. */
export interface Settings {
  server_id: string | null;
  /** The chat that everybody is put into who makes an account. */
  lobby_chat_id: number | null;
}

/** A chat as stored; who takes part is asked for separately. */
export type StoredChat = Omit<CommonChat, 'participant_usernames'>;

export type NewStoredChat = Pick<StoredChat, 'name' | 'owner_id' | 'is_group' | 'is_ai_chat' | 'created_at'>;

/** Everybody's role in a chat by user id, in the order in which they came. */
export type Roles = ReadonlyMap<number, Role>;

/** A chat that a removed account took part in; `new_owner_id` where it was its own, and somebody is left. */
export interface LeftChat {
  chat_id: number;
  new_owner_id: number | null;
}

/** A chat with who takes part in it, by id, in the order in which they came. */
export interface ChatWithPeople {
  chat: StoredChat;
  participantIds: number[];
}

/** What the messages of a chat take on the disk. */
export interface LogSize {
  bytes: number;
  /** When the newest message was written, as far as the end of its log tells; null where there is none. */
  newestAt: string | null;
}

/** What may change in a stored chat. */
export type ChatChange = Partial<Pick<StoredChat, 'name' | 'topic' | 'picture' | 'pinned_message_ids' | 'owner_id'>>;

export type NewMessage = Omit<Message, 'id'>;

/** A message with what is not shown with it: its former versions, oldest first. */
export interface StoredMessage extends Message {
  edits?: MessageEdit[] | undefined;
}

type Changeable = Omit<
  StoredMessage,
  'id' | 'chat_id' | 'user_id' | 'is_bot' | 'created_at' | 'client_id' | 'integration'
>;

/** What may change in a stored message; a field that is given as undefined is taken out. */
export type MessageChange = { [Field in keyof Changeable]?: Changeable[Field] | undefined };

/** What was said last in a chat, and when. */
export interface Newest {
  /** Null where there is nothing. A reply is in it once it has ended. */
  message: (LastMessage & { created_at: string }) | null;
  /** Grows with each message of the chat that is changed, and with each reply that ends; not kept over a restart. */
  changes: number;
}

/** A range of a chat's messages; `before` and `after` are exclusive message ids, `limit` is 1 to 200. */
export interface PageRequest {
  limit: number;
  before?: number | undefined;
  after?: number | undefined;
}

/** What is looked for; what is left out makes no difference. */
export interface SearchRequest {
  /** Where; those with the newest messages first are searched most quickly. */
  chatIds: number[];
  /** All of them must occur in the text; of `searchTerms`. */
  terms: string[];
  /** Username of the author, compared by `foldUsername`. */
  from?: string | undefined;
  /** Written then or later, in milliseconds since 1970. */
  since?: number | undefined;
  /** Written before then. */
  until?: number | undefined;
  hasFile?: boolean | undefined;
  limit: number;
  /** Exclusive message id. */
  before?: number | undefined;
}

/** Newest first; `more`: there are older ones. */
export interface FoundMessages {
  messages: Message[];
  more: boolean;
}

/**
 * The durable port. Whatever a promise of this port resolves to is on disk (or in the database) by then and survives the
 * death of the process. Values that are passed in or handed out are never aliased: changing one changes nothing stored.
 * Every method rejects with `AppError('storage_unavailable')` while nothing can be saved (or read), and works again by
 * itself when that is over; after `close` with `not_ready`. Changing a chat that does not exist rejects with `not_found`,
 * adding a user who does not exist with `user_not_found`.
 */
export interface Store {
  /** What the store is, for `/health`: `json`, `memory`. */
  readonly kind: string;
  /** False from a write that could not be made to the next one that could. */
  readonly isSaving: boolean;
  /** How many calls have been made that are not settled yet. */
  readonly callsUnderWay: number;
  /** Files of its chats; they are closed with it. */
  readonly files: FileStore;
  /** How far everybody has read; whoever leaves a chat or loses their account leaves nothing there. */
  readonly traces: Traces;
  /** What was done to the server. */
  readonly audit: AuditLog;
  /** Who is signed in where; whoever loses their account is nowhere any more. */
  readonly sessions: SessionStore;
  readonly webhooks: WebhookStore;
  readonly deliveries: DeliveryJournal;

  /**
   * Adds an account, with all that its arrival says, or nothing. The first of all becomes the host. Usernames are compared
   * by `foldUsername`, e-mail addresses without regard to case; those of removed accounts stay taken.
   * @throws AppError `username_taken` or `email_taken` (the username is looked at first; of two at once one fails);
   * `invite_invalid` where the invite is gone, or it must be the first and is not.
   */
  addAccount(account: NewAccount, arrival?: Arrival): Promise<Account>;
  account(userId: number): Promise<Account | undefined>;
  /** The account of that name, compared by `foldUsername`. */
  accountByName(username: string): Promise<Account | undefined>;
  /**
   * Accounts whose folded username or display name (see `foldUsername`) holds `wanted`: those of which one starts with it
   * first, then the others, each in the order of their usernames.
   * @param options `outsideChatId`: without those who take part in that chat.
   */
  findAccounts(wanted: string, options: { limit: number; outsideChatId?: number | undefined }): Promise<Account[]>;
  /** True where a username, also of a removed account, reads as that (see `readsAs`); that of `exceptUserId` does not count. */
  isReadAs(reading: string, exceptUserId: number): Promise<boolean>;
  /** All accounts, oldest first. */
  accounts(): Promise<Account[]>;
  /** Undefined only where there is no account at all. */
  host(): Promise<Account | undefined>;
  /**
   * Makes a guest's account an ordinary one.
   * @throws AppError `user_not_found`, `not_a_guest`, `email_taken`
   */
  upgradeGuest(userId: number, credentials: { email: string; password_hash: string }): Promise<Account>;
  /** Resolves to the account as it is then. @throws AppError `user_not_found` */
  changeAccount(userId: number, change: Changing<Account, AccountChange>): Promise<Account>;
  /**
   * Removes an account, with all that it takes part in and its invites; its messages and chats stay, and nobody gets its
   * name and address any more. Of its own chats the oldest admin becomes the owner, else the oldest participant. Resolves
   * to the chats that it took part in.
   * @param messages what is to become of its messages, where it was deleted by who it belongs to: its address is free again
   * then, and `erasures` tells of it.
   * @throws AppError `user_not_found`, `host_stays`
   */
  removeAccount(userId: number, messages?: ErasedMessages): Promise<LeftChat[]>;
  /** Whose messages are still to be worked over, the oldest removal first. */
  erasures(): Promise<Erasure[]>;
  /** Somebody's messages have been worked over, in all chats. */
  erasureDone(userId: number): Promise<void>;
  /** Keeps what sets somebody's password, in place of what there was. @throws AppError `user_not_found` */
  setPasswordReset(reset: PasswordReset): Promise<void>;
  /** Takes it out, whether or not it has expired; undefined where there is none. A new password takes it out as well. */
  takePasswordReset(digest: string): Promise<PasswordReset | undefined>;
  /** All chats, by id. */
  chatIds(): Promise<number[]>;

  /**
   * Adds a chat and its participants at once, or neither.
   * @param participantIds ids of existing accounts, the owner first; repeated ones count once.
   */
  addChat(chat: NewStoredChat, participantIds: number[]): Promise<StoredChat>;
  chat(chatId: number): Promise<StoredChat | undefined>;
  /** The chats of a participant, most recent activity (newest message, else creation) first; equal ones by id, newest first. */
  chatsOf(userId: number): Promise<StoredChat[]>;
  /** All chats, oldest first. */
  chats(): Promise<ChatWithPeople[]>;
  /** Of every chat, by id; found without reading the logs. */
  logSizes(): Promise<Map<number, LogSize>>;
  /** Resolves to the chat as it is then. */
  changeChat(chatId: number, change: Changing<StoredChat, ChatChange>): Promise<StoredChat>;
  /**
   * Returns false, and changes nothing, where the user is one already. Both must exist.
   * @param inviteId the invite that brought them, which counts one use more.
   * @throws AppError `invite_invalid` where the invite is gone.
   */
  addParticipant(chatId: number, userId: number, inviteId?: number): Promise<boolean>;
  /**
   * Changes what participants may do, and who is one. The function is called in the order of things, with everybody's role
   * by then, and names nobody new, and one owner. Who is missing in what it returns takes no part any more: their invites
   * into the chat are gone, their messages stay; one that waits by then is refused, one that is just being written may
   * still be added. What it throws, the caller gets, and nothing changes. @throws AppError `not_found`
   */
  changeRoles(chatId: number, change: (roles: Roles) => Roles): Promise<void>;
  /**
   * Deletes a chat with its messages, its webhooks and the invites into it; its id is never given again. Whoever writes to it then is
   * refused as for a chat that does not exist. Resolves to who took part in it.
   * @param ownerId whose it must be; null where that makes no difference.
   * @throws AppError `not_authorized` where the chat is not `ownerId`'s own, or does not exist
   */
  removeChat(chatId: number, ownerId: number | null): Promise<number[]>;
  /** Participants in the order in which they were added; none for a chat that does not exist. */
  participants(chatId: number): Promise<Account[]>;
  isParticipant(chatId: number, userId: number): Promise<boolean>;
  /** How many take part; 0 for a chat that does not exist. */
  participantCount(chatId: number): Promise<number>;
  /** Undefined where they take no part in the chat. */
  role(chatId: number, userId: number): Promise<Role | undefined>;
  /** What a participant is told of a chat; null: as their preferences say; undefined where they take no part in it. */
  notifyLevel(chatId: number, userId: number): Promise<NotifyLevel | null | undefined>;
  /** Who leaves a chat leaves that there. @throws AppError `not_authorized` where they take no part in it */
  setNotifyLevel(chatId: number, userId: number, level: NotifyLevel | null): Promise<void>;

  /**
   * Appends a message to an existing chat and gives it an id greater than every id given before, in any chat. Ids within a chat follow the
   * order of the calls, and so does the order in which their promises resolve.
   * A message with the `client_id` and `user_id` of one already in the chat is not stored again: the stored one is
   * returned with `added: false`, also when both calls run at once, and after any number of messages and restarts.
   * Rejects with AppError `not_authorized` where its user takes no part in the chat, also where they are removed from it
   * while the call waits.
   */
  addMessage(message: NewMessage): Promise<{ message: Message; added: boolean }>;
  /**
   * Changes a message, and resolves to it as it is then; calls for one message take effect in order. Rejects with AppError
   * `not_found` where there is none.
   */
  changeMessage(chatId: number, messageId: number, change: Changing<StoredMessage, MessageChange>): Promise<Message>;
  /**
   * Messages oldest first: the newest `limit` of the range; with `after`, the oldest `limit` behind it. Both bounds may
   * be given at once. A message is seen as soon as its promise resolved, and never before it is durable.
   */
  messages(chatId: number, page: PageRequest): Promise<Message[]>;
  message(chatId: number, messageId: number): Promise<Message | undefined>;
  /**
   * The newest `limit` messages that are wanted, each as it is when it is handed out; those that are deleted, and replies
   * that are streaming, are not. Chats that do not exist have none. It holds up no other call.
   */
  search(request: SearchRequest): Promise<FoundMessages>;
  /** The former versions of a message, oldest first; none for one that does not exist. */
  edits(chatId: number, messageId: number): Promise<MessageEdit[]>;
  /** Id of the chat's newest message, 0 where it has none. */
  lastMessageId(chatId: number): Promise<number>;
  /** What was said last. Read once, then kept in memory for each chat that was asked for. */
  newest(chatId: number): Promise<Newest>;

  /** Undefined, and nothing is added, where another invite has its token or code. */
  addInvite(invite: NewStoredInvite): Promise<StoredInvite | undefined>;
  invite(inviteId: number): Promise<StoredInvite | undefined>;
  /** All invites, oldest first, expired ones among them. */
  invites(): Promise<StoredInvite[]>;
  /**
   * The invite with that token, or that join code (folded). It is looked up by a digest, so that how long it takes
   * tells nothing of the secrets that there are.
   */
  inviteBySecret(secret: string): Promise<StoredInvite | undefined>;
  /**
   * Gives an invite other secrets and other times; undefined, and nothing changes, where another invite has its token
   * or code. Rejects with AppError `not_found` where there is no such invite.
   */
  renewInvite(inviteId: number, renewal: InviteRenewal): Promise<StoredInvite | undefined>;
  /** False where there was none. */
  removeInvite(inviteId: number): Promise<boolean>;

  /** Decides what is not decided yet, and answers with what counts: who comes first wins. */
  settle(settings: Partial<Settings>): Promise<Settings>;

  /** The options that the host has set, by name, as they were typed. */
  options(): Promise<Record<string, string>>;
  /** Sets these; null takes one back. Resolves to all. */
  changeOptions(change: Readonly<Record<string, string | null>>): Promise<Record<string, string>>;

  /** Bytes that still fit where the data is; null where that cannot be known. */
  freeBytes(): Promise<number | null>;

  /** Ends all use: waits for what was accepted, frees files and locks. Further calls reject. Safe to call twice. */
  close(): Promise<void>;
}
