import { LIVE_PARTICIPANTS_MAX, UNREAD_COUNTED } from '../protocol/limits.ts';
import type { Message } from '../protocol/messages.ts';
import type { readingFields, ReadPosition, ReadReceipt } from '../protocol/reading.ts';
import type { Chat } from '../protocol/chats.ts';
import { AppError } from './errors.ts';
import { Merged } from './merged.ts';
import type { Backplane } from './ports/backplane.ts';
import type { Clock } from './ports/clock.ts';
import type { Limiter } from './ports/limiter.ts';
import type { Log } from './ports/log.ts';
import type { Store } from './ports/store.ts';
import type { Position } from './ports/traces.ts';
import { UnreadCounts } from './unread-counts.ts';

/** A room is told who has read what at most this often (milliseconds); of the first at once. */
export const READS_INTERVAL = 1000;
/** A reader's connections are told of one chat at most this often (milliseconds); of the first move at once. */
export const READ_POSITION_INTERVAL = 250;

interface ReadingParts {
  store: Store;
  backplane: Backplane;
  limiter: Limiter;
  clock: Clock;
  log: Log;
}

/** Who reads. */
export interface Reader {
  id: number;
  username: string;
}

/** What a chat's reader sees of it beside what everybody does. */
export type ReadingFields = Pick<Chat, keyof typeof readingFields>;

/**
 * How far everybody has read: one position for each participant, which only goes forward. Whoever calls knows that the
 * user takes part in the chat.
 */
export class Reading {
  readonly #parts: ReadingParts;
  readonly #counts: UnreadCounts;
  /** To rooms, by chat and reader. */
  readonly #reads: Merged<number, number, ReadReceipt>;
  /** To one's own connections, by reader and chat. */
  readonly #moves: Merged<string, number, { chatId: number; userId: number }>;

  constructor(parts: ReadingParts) {
    const { store, clock } = parts;
    this.#parts = parts;
    this.#counts = new UnreadCounts(store);
    this.#reads = new Merged(clock, READS_INTERVAL, (chatId, reads) => void this.#tellRoom(chatId, reads));
    this.#moves = new Merged(clock, READ_POSITION_INTERVAL, (_, [move]) => void this.#tellReader(move!));
  }

  /** What a chat's reader sees of it; of one whose log cannot be read, only how far they have. */
  async fieldsOf(chatId: number, userId: number): Promise<ReadingFields> {
    const { message_id, mention_ids } = this.#position(chatId, userId);
    const own = { read_id: message_id, mention_count: mention_ids.length };
    try {
      const newest = await this.#parts.store.newest(chatId);
      const { created_at: last_message_time, ...last_message } = newest.message ?? { created_at: null };
      const unread_count = await this.#counts.count(chatId, userId, message_id, newest);
      return { ...own, unread_count, last_message: 'id' in last_message ? last_message : null, last_message_time };
    } catch (error) {
      // One such log must not take the list of all chats away.
      if (!(error instanceof AppError) || error.code !== 'storage_unavailable') throw error;
      return { ...own, unread_count: 0, last_message: null, last_message_time: null };
    }
  }

  /** These take part in the chat from now on: what was said before is nothing that they have not read. */
  async arrived(chatId: number, userIds: Iterable<number>): Promise<void> {
    const message_id = await this.#parts.store.lastMessageId(chatId);
    for (const userId of userIds) this.#set(chatId, userId, { message_id, mention_ids: [] });
  }

  /** A message was stored: its author has read all that stands before it, and whom it mentions is to know. */
  stored(message: Message): void {
    const { id, chat_id, user_id, mentions } = message;
    // On the way of every message: nothing but memory.
    if (user_id !== null && id > this.#position(chat_id, user_id).message_id) {
      this.#set(chat_id, user_id, { message_id: id, mention_ids: [] });
    }
    if (mentions && mentions.length > 0) this.#inBackground(this.#mention(message));
  }

  /** A message was edited or deleted: it may mention others now. */
  async changed(message: Message): Promise<void> {
    const { store } = this.#parts;
    const { traces } = store;
    const { id, chat_id } = message;
    // Those for whom it counted hear how many are left.
    const participants = message.deleted_at === undefined ? [] : await store.participants(chat_id);
    const told = new Set(
      participants.map((one) => one.id).filter((one) => this.#position(chat_id, one).message_id < id),
    );
    const mentioned = await this.#mentionedIn(message);
    for (const userId of new Set([...traces.positions(chat_id).keys(), ...mentioned])) {
      const position = this.#position(chat_id, userId);
      const had = position.mention_ids.includes(id);
      const has = mentioned.has(userId) && id > position.message_id;
      if (had === has) continue;
      told.add(userId);
      const others = position.mention_ids.filter((other) => other !== id);
      const mention_ids = has ? [...others, id].toSorted((a, b) => a - b).slice(-UNREAD_COUNTED) : others;
      traces.setPosition(chat_id, userId, { ...position, mention_ids });
    }
    for (const userId of told) this.#moves.add(`${userId} ${chat_id}`, 0, { chatId: chat_id, userId });
  }

  /**
   * Somebody has read a chat up to a message, or to its end; never less far than before, or further than there is.
   * @throws AppError `rate_limited`
   */
  async read({ id: userId, username }: Reader, chatId: number, messageId?: number): Promise<ReadPosition> {
    const { store, limiter } = this.#parts;
    await limiter.consume('read', `user:${userId}`);
    const newestId = await store.lastMessageId(chatId);
    const target = Math.min(messageId ?? newestId, newestId);
    const { message_id, mention_ids } = this.#position(chatId, userId);
    if (target > message_id) {
      const left = mention_ids.filter((id) => id > target);
      const { read_at } = this.#set(chatId, userId, { message_id: target, mention_ids: left });
      this.#reads.add(chatId, userId, { user_id: userId, username, message_id: target, read_at });
    }
    this.#moves.add(`${userId} ${chatId}`, 0, { chatId, userId });
    return this.#positionFrame(chatId, userId);
  }

  /** How far the participants have read, as far as that is known. */
  async receipts(chatId: number): Promise<ReadReceipt[]> {
    const { store } = this.#parts;
    const participants = await store.participants(chatId);
    const positions = store.traces.positions(chatId);
    return participants.flatMap(({ id, username }) => {
      const position = positions.get(id);
      return position ? [{ user_id: id, username, message_id: position.message_id, read_at: position.read_at }] : [];
    });
  }

  /** Tells nothing any more. */
  close(): void {
    this.#reads.close();
    this.#moves.close();
  }

  #position(chatId: number, userId: number): Position {
    const { traces } = this.#parts.store;
    return traces.position(chatId, userId) ?? { message_id: traces.since, read_at: '', mention_ids: [] };
  }

  #set(chatId: number, userId: number, position: Omit<Position, 'read_at'>): Position {
    const { store, clock } = this.#parts;
    const set = { ...position, read_at: new Date(clock.now()).toISOString() };
    store.traces.setPosition(chatId, userId, set);
    return set;
  }

  async #mention(message: Message): Promise<void> {
    const { traces } = this.#parts.store;
    const { id, chat_id } = message;
    for (const userId of await this.#mentionedIn(message)) {
      const position = this.#position(chat_id, userId);
      if (id <= position.message_id || position.mention_ids.includes(id)) continue;
      const mention_ids = [...position.mention_ids, id].slice(-UNREAD_COUNTED);
      traces.setPosition(chat_id, userId, { ...position, mention_ids });
    }
  }

  /** Who takes part and is mentioned by somebody else. */
  async #mentionedIn({ chat_id, user_id, mentions = [] }: Message): Promise<Set<number>> {
    const { store } = this.#parts;
    const ids = new Set<number>();
    for (const username of mentions) {
      const account = await store.accountByName(username);
      if (account && account.id !== user_id && (await store.isParticipant(chat_id, account.id))) ids.add(account.id);
    }
    return ids;
  }

  async #positionFrame(chatId: number, userId: number): Promise<ReadPosition> {
    const newest = await this.#parts.store.newest(chatId);
    const { message_id, mention_ids } = this.#position(chatId, userId);
    return {
      chat_id: chatId,
      message_id,
      unread_count: await this.#counts.count(chatId, userId, message_id, newest),
      mention_count: mention_ids.length,
      last_message_id: newest.message?.id ?? 0,
    };
  }

  async #tellReader({ chatId, userId }: { chatId: number; userId: number }): Promise<void> {
    const { store, backplane, log } = this.#parts;
    try {
      const position = await this.#positionFrame(chatId, userId);
      if (!(await store.isParticipant(chatId, userId))) return;
      backplane.publish(`user:${userId}`, { frame: { type: 'read_position', ...position } });
    } catch (error) {
      log.warn({ err: error }, 'nobody could be told how far they have read');
    }
  }

  async #tellRoom(chatId: number, reads: ReadReceipt[]): Promise<void> {
    const { store, backplane, log } = this.#parts;
    try {
      if ((await store.participantCount(chatId)) > LIVE_PARTICIPANTS_MAX) return;
      backplane.publish(`chat:${chatId}`, { frame: { type: 'reads', chat_id: chatId, reads } });
    } catch (error) {
      log.warn({ err: error }, 'a room could not be told who has read what');
    }
  }

  #inBackground(work: Promise<void>): void {
    work.catch((error: unknown) => this.#parts.log.warn({ err: error }, 'a mention could not be noted'));
  }
}
