/** How far a participant has read a chat. */
export interface Position {
  /** Everything up to this message is read; 0 where nothing is. */
  message_id: number;
  /** When that was. */
  read_at: string;
  /** Unread messages that mention them, oldest first; the newest of them where there are very many. */
  mention_ids: readonly number[];
}

/**
 * What people leave behind without writing anything: how far they have read, and when they were here last. It is kept in
 * memory and saved behind, at most once a second: a crash may lose what was set last, and a damaged file all of it. Values
 * that are handed out never change. What is set about somebody who takes no part (any more) is of no account.
 */
export interface Traces {
  /** Where who has no position of their own has read to: the newest message when the traces began. */
  readonly since: number;
  position(chatId: number, userId: number): Position | undefined;
  /** Of everybody who has one in a chat, by user id. */
  positions(chatId: number): ReadonlyMap<number, Position>;
  setPosition(chatId: number, userId: number, position: Position): void;
  /** ISO 8601; undefined where they never were. */
  lastSeen(userId: number): string | undefined;
  setLastSeen(userId: number, at: string): void;
}
