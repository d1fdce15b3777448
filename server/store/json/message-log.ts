import { AppError } from '../../core/errors.ts';
import type { Changing } from '../../core/ports/changing.ts';
import type { MessageChange, Newest, NewMessage, PageRequest, StoredMessage } from '../../core/ports/store.ts';
import type { Message } from '../../protocol/messages.ts';
import { NewestMessage } from '../newest-message.ts';
import { Compaction } from './compaction.ts';
import { hasCode, type DiskFile } from './disk.ts';
import { asUnavailable } from './failures.ts';
import { followLog, type LogExtent, type TakeBytes } from './follow-log.ts';
import { LogDraft, shown, type LogReader } from './log-draft.ts';
import { LogIndex } from './log-index.ts';
import { decodeLine } from './log-line.ts';
import { LogTail } from './log-tail.ts';
import type { LogSurroundings, OpenLog } from './open-log.ts';
import { readLines } from './read-lines.ts';
import { emptyLog, scanLog } from './scan-log.ts';
import { WriteQueue } from './write-queue.ts';

/** About this many bytes go out in one write. */
const BATCH_BYTES = 8 << 20;
/** So many messages from the end are looked at for the newest that is not being written. */
const NEWEST_LOOK = 8;

/** One call in the queue of a log. */
interface Call {
  /** Adds its lines to the draft; returns what settles the call once they are on the disk. */
  prepare(draft: LogDraft): (() => void) | Promise<() => void>;
  reject(error: unknown): void;
}

/** The messages of one chat: one queue of writes, and pages by offset. Opens its file at first use. */
export class MessageLog implements LogReader {
  readonly #chatId: number;
  readonly path: string;
  readonly #around: LogSurroundings;
  readonly #queue = new WriteQueue<Call>((calls) => this.#commit(calls));
  #opening: Promise<OpenLog> | undefined;
  #tail: LogTail | undefined;
  /** Replies that a former process left streaming; they are `interrupted`, whether or not that is written yet. */
  #interrupted = new Set<number>();
  readonly #compaction: Compaction;
  readonly #newest = new NewestMessage();
  #lookingForNewest: Promise<void> | undefined;
  #closing = false;
  /** Its chat has been deleted: nothing is read or written any more. */
  #ended = false;

  constructor(chatId: number, path: string, around: LogSurroundings) {
    this.#chatId = chatId;
    this.path = path;
    this.#around = around;
    this.#compaction = new Compaction(path, around, this.#queue);
  }

  /**
   * See `Store.addMessage`; the order of the calls is the order of the messages.
   * @param permit called when its turn has come; throws the AppError with which it is refused then.
   */
  add(message: NewMessage, permit: () => void): Promise<{ message: Message; added: boolean }> {
    return this.#enqueue((draft) => {
      permit();
      return draft.add(message);
    });
  }

  /** See `Store.changeMessage`. */
  change(id: number, change: Changing<StoredMessage, MessageChange>): Promise<Message> {
    return this.#enqueue((draft) => draft.change(id, change));
  }

  async page(request: PageRequest): Promise<Message[]> {
    await this.#open();
    return (await this.#read((index) => index.page(request))).map(shown);
  }

  /** A message by its id. */
  async message(id: number): Promise<Message | undefined> {
    const message = await this.stored(id);
    return message && shown(message);
  }

  /** The messages with these ids that there are, oldest first. */
  async messages(ids: readonly number[]): Promise<Message[]> {
    await this.#open();
    const places = (index: LogIndex) => ids.map((id) => index.find(id)).filter((ordinal) => ordinal !== -1);
    return (await this.#read((index) => places(index).toSorted((a, b) => a - b))).map(shown);
  }

  /** Hands out the log's bytes: see `followLog`. */
  async follow(known: LogExtent | undefined, take: TakeBytes): Promise<LogExtent> {
    const { tail } = await this.#open();
    // So that replies of a former process are seen to have ended.
    if (this.#interrupted.size > 0) await this.#enqueue(() => undefined).catch(() => undefined);
    try {
      return await followLog({ files: this.#around.files, path: this.path, tail }, known, take);
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  /** A message by its id, with all that is stored of it. */
  async stored(id: number): Promise<StoredMessage | undefined> {
    await this.#open();
    const [message] = await this.#read((index) => {
      const ordinal = index.find(id);
      return ordinal === -1 ? [] : [ordinal];
    });
    return message;
  }

  /** The stored messages that may have the key with this hash. */
  async withKeyHash(hash: number): Promise<StoredMessage[]> {
    const { index } = await this.#open();
    return index.candidates(hash).length === 0 ? [] : this.#read(() => index.candidates(hash));
  }

  /** Id of the newest message, 0 where there is none. */
  async lastId(): Promise<number> {
    const { index } = await this.#open();
    return index.lastId;
  }

  /** See `Store.newest`. */
  async newest(): Promise<Newest> {
    this.#lookingForNewest ??= this.#lookForNewest().catch((error: unknown) => {
      this.#lookingForNewest = undefined;
      throw error;
    });
    await this.#lookingForNewest;
    return this.#newest.value;
  }

  /** How many bytes count now, and when the file was opened; undefined where it has not been yet. */
  get extent(): { end: number; openedAt: number } | undefined {
    return this.#tail && { end: this.#tail.end, openedAt: this.#tail.openedAt };
  }

  /** Settles with the rewriting that runs, if one does. */
  get rewritten(): Promise<void> | undefined {
    return this.#compaction.running;
  }

  /** Waits for all writes that were asked for. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#compaction.stop();
    while (this.#queue.running ?? this.#compaction.running) {
      await this.#queue.running;
      await this.#compaction.running;
    }
    const opened = await this.#opening?.catch(() => undefined);
    await opened?.tail.trim().catch(() => undefined);
  }

  async #lookForNewest(): Promise<void> {
    for (let before: number | undefined; ;) {
      const page = await this.page({ limit: NEWEST_LOOK, before });
      for (const message of page) this.#newest.found(message);
      if (page.length < NEWEST_LOOK || this.#newest.value.message) return;
      before = page[0]!.id;
    }
  }

  /** Ends all use, as the chat is no more: what waits and what comes is refused with AppError `not_found`. */
  async end(): Promise<void> {
    this.#ended = true;
    await this.close();
  }

  #open(): Promise<OpenLog> {
    if (this.#ended) return Promise.reject(gone());
    this.#opening ??= this.#scan().catch((error: unknown) => {
      this.#opening = undefined;
      this.#around.log.error({ err: error, file: this.path }, 'a message log cannot be opened');
      throw asUnavailable(error);
    });
    return this.#opening;
  }

  async #scan(): Promise<OpenLog> {
    const { files, disk, now, log } = this.#around;
    const found = await files.use(this.path, 'read', scanLog).catch((error: unknown) => {
      if (hasCode(error, 'ENOENT')) return emptyLog();
      throw error;
    });
    this.#interrupted = found.streaming;
    const lines = found.damaged.length;
    if (lines > 0) {
      const at = found.damaged.slice(0, 5).map((place) => place.offset);
      log.error({ file: this.path, lines, at }, 'a message log has lines that are no message');
      this.#compaction.require();
    }
    if (found.torn || found.streaming.size > 0 || lines > 0) this.#tidy();
    this.#tail = new LogTail(disk, files, this.path, now, found);
    return { index: found.index, tail: this.#tail };
  }

  /** Reads the messages that `select` names; what cannot be read is taken out and reported. */
  async #read(select: (index: LogIndex) => number[]): Promise<StoredMessage[]> {
    const { index } = await this.#open();
    if (index.count === 0) return [];
    const readOnce = async (file: DiskFile): Promise<StoredMessage[] | undefined> => {
      const ordinals = select(index);
      const places = ordinals.map((ordinal) => index.placeAt(ordinal));
      const messages = (await readLines(file, places)).map(decodeLine);
      const bad = messages.findIndex((message, i) => message?.id !== index.idAt(ordinals[i]!));
      if (bad === -1) return messages.map((message) => this.#seen(message!));
      this.#drop(index, ordinals[bad]!, places[bad]!.offset);
      return undefined;
    };
    try {
      for (;;) {
        const messages = await this.#around.files.use(this.path, 'read', readOnce);
        if (messages) return messages;
      }
    } catch (error) {
      if (this.#ended) throw gone();
      throw asUnavailable(error);
    }
  }

  /** @param line as it was read; a log belongs to the chat that its name says, whatever its lines do. */
  #seen(line: StoredMessage): StoredMessage {
    const isOver = line.status === 'streaming' && this.#interrupted.has(line.id);
    return { ...line, chat_id: this.#chatId, ...(isOver && { status: 'interrupted' }) };
  }

  #drop(index: LogIndex, ordinal: number, offset: number): void {
    if (index.placeAt(ordinal).offset !== offset || index.placeAt(ordinal).length === 0) return;
    index.move(ordinal, { offset, length: 0 });
    this.#interrupted.delete(index.idAt(ordinal));
    if (this.#newest.lost(index.idAt(ordinal))) this.#lookingForNewest = undefined;
    this.#compaction.require();
    this.#around.log.error({ file: this.path, at: offset }, 'a message cannot be read and is left out');
    if (!this.#closing) this.#tidy();
  }

  #enqueue<T>(prepare: (draft: LogDraft) => T | Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const settlement = (result: T) => () => resolve(result);
      this.#queue.push({
        prepare: (draft) => {
          const result = prepare(draft);
          return result instanceof Promise ? result.then(settlement) : settlement(result);
        },
        reject,
      });
    });
  }

  /** Does what opening leaves to be written, without a caller that waits for it. */
  #tidy(): void {
    this.#queue.push({ prepare: () => () => undefined, reject: () => undefined });
  }

  async #commit(calls: readonly Call[]): Promise<number> {
    if (this.#ended) {
      for (const call of calls) call.reject(gone());
      return calls.length;
    }
    const settlements: (() => void)[] = [];
    try {
      const opened = await this.#open();
      const draft = new LogDraft(this, this.#around.ids, opened.index);
      for (const id of this.#interrupted) await draft.interrupt(id);
      for (const call of calls) {
        if (draft.bytes > BATCH_BYTES) break;
        const prepared = this.#prepare(call, draft);
        settlements.push(prepared instanceof Promise ? await prepared : prepared);
      }
      if (draft.bytes === 0) await opened.tail.trim();
      else await this.#write(opened, draft);
      this.#compaction.startWhereWorthIt(opened);
    } catch (error) {
      if (!this.#ended) {
        this.#around.written(false);
        this.#around.log.error({ err: error, file: this.path, calls: calls.length }, 'messages could not be saved');
      }
      for (const call of calls) call.reject(asUnavailable(error));
      return calls.length;
    }
    for (const settle of settlements) settle();
    return settlements.length;
  }

  #prepare(call: Call, draft: LogDraft): (() => void) | Promise<() => void> {
    // What is wrong with one call is no concern of the others; what is wrong with the disk is.
    const refuse = (error: unknown) => {
      if (!(error instanceof AppError) || error.code === 'storage_unavailable') throw error;
      return () => call.reject(error);
    };
    try {
      const prepared = call.prepare(draft);
      return prepared instanceof Promise ? prepared.catch(refuse) : prepared;
    } catch (error) {
      return refuse(error);
    }
  }

  async #write({ tail, index }: OpenLog, draft: LogDraft): Promise<void> {
    const start = tail.end;
    const { lastId } = index;
    await tail.append(draft.content());
    this.#around.written(true);
    draft.applyAt(start);
    for (const message of draft.messages()) {
      this.#interrupted.delete(message.id);
      this.#newest.stored(message, message.id <= lastId);
    }
    if (draft.newestId > 0) this.#around.added(this.#chatId, draft.newestId);
  }
}

function gone(): AppError {
  return new AppError('not_found', 'That chat does not exist.');
}
