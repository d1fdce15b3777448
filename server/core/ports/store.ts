import type { Chat } from '../../protocol/chats.ts';
import type { Message } from '../../protocol/messages.ts';
import type { User } from '../../protocol/users.ts';

/** A user as stored. The e-mail address and hash never leave the server but for the user's own address. */
export type Account = Omit<User, 'email'> & { email: string; password_hash: string };

export type NewAccount = Omit<Account, 'id'>;

/** A chat as stored; who takes part is asked for separately. */
export type StoredChat = Omit<Chat, 'participant_usernames'>;

export type NewStoredChat = Omit<StoredChat, 'id'>;

export type NewMessage = Omit<Message, 'id'>;

/** What may change in a stored message: a bot reply grows and ends. */
export type MessageChange = Pick<Message, 'content' | 'status'> & { detail?: string };

/** A range of a chat's messages; `before` and `after` are exclusive message ids, `limit` is 1 to 200. */
export interface PageRequest {
  limit: number;
  before?: number | undefined;
  after?: number | undefined;
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

  /**
   * Adds an account. Usernames are compared by `foldUsername`, e-mail addresses without regard to case.
   * @throws AppError `username_taken` or `email_taken` (the username is looked at first); of two at once one fails.
   */
  addAccount(account: NewAccount): Promise<Account>;
  /** The account of that name, compared by `foldUsername`. */
  accountByName(username: string): Promise<Account | undefined>;

  /**
   * Adds a chat and its participants at once, or neither.
   * @param participantIds ids of existing accounts, the owner first; repeated ones count once.
   */
  addChat(chat: NewStoredChat, participantIds: number[]): Promise<StoredChat>;
  chat(chatId: number): Promise<StoredChat | undefined>;
  /** The chats of a participant, most recent activity (newest message, else creation) first; equal ones by id, newest first. */
  chatsOf(userId: number): Promise<StoredChat[]>;
  /** Returns false, and changes nothing, where the user is one already. Both must exist. */
  addParticipant(chatId: number, userId: number): Promise<boolean>;
  /** Participants in the order in which they were added; none for a chat that does not exist. */
  participants(chatId: number): Promise<Account[]>;
  isParticipant(chatId: number, userId: number): Promise<boolean>;

  /**
   * Appends a message to an existing chat and gives it an id greater than every id given before, in any chat. Ids within a chat follow the
   * order of the calls, and so does the order in which their promises resolve.
   * A message with the `client_id` and `user_id` of one already in the chat is not stored again: the stored one is
   * returned with `added: false`, also when both calls run at once, and after any number of messages and restarts.
   */
  addMessage(message: NewMessage): Promise<{ message: Message; added: boolean }>;
  /** Changes a message; calls for one message take effect in order. Rejects with AppError `not_found` where there is none. */
  changeMessage(chatId: number, messageId: number, change: MessageChange): Promise<Message>;
  /**
   * Messages oldest first: the newest `limit` of the range; with `after`, the oldest `limit` behind it. Both bounds may
   * be given at once. A message is seen as soon as its promise resolved, and never before it is durable.
   */
  messages(chatId: number, page: PageRequest): Promise<Message[]>;
  message(chatId: number, messageId: number): Promise<Message | undefined>;
  /** Id of the chat's newest message, 0 where it has none. */
  lastMessageId(chatId: number): Promise<number>;

  /** Ends all use: waits for what was accepted, frees files and locks. Further calls reject. Safe to call twice. */
  close(): Promise<void>;
}
