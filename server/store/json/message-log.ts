import { AppError } from '../../core/errors.ts';
import type { Log } from '../../core/ports/log.ts';
import type { MessageChange, NewMessage, PageRequest } from '../../core/ports/store.ts';
import type { Message } from '../../protocol/messages.ts';
import { compactLog } from './compact-log.ts';
import { hasCode, type Disk, type DiskFile } from './disk.ts';
import { asUnavailable } from './failures.ts';
import { LogDraft, type LogReader } from './log-draft.ts';
import { LogIndex } from './log-index.ts';
import { decodeLine } from './log-line.ts';
import { LogTail } from './log-tail.ts';
import type { MessageIds } from './message-ids.ts';
import type { OpenFiles } from './open-files.ts';
import { readLines } from './read-lines.ts';
import { emptyLog, scanLog } from './scan-log.ts';
import { setAside } from './set-aside.ts';
import { WriteQueue } from './write-queue.ts';

/** About this many bytes go out in one write. */
const BATCH_BYTES = 8 << 20;
/** A log with less superseded bytes than this is left alone. */
const COMPACT_FROM = 1 << 20;

/** What all logs share. */
export interface LogSurroundings {
  disk: Disk;
  files: OpenFiles;
  ids: MessageIds;
  log: Log;
  now: () => number;
  /** A message of this id is on the disk. */
  added: (chatId: number, id: number) => void;
  /** Something could be written, or could not. */
  written: (isSaved: boolean) => void;
}

/** One call in the queue of a log. */
interface Call {
  /** Adds its lines to the draft; returns what settles the call once they are on the disk. */
  prepare(draft: LogDraft): (() => void) | Promise<() => void>;
  reject(error: unknown): void;
}

/** What is known of a log once it was opened. */
interface OpenLog {
  index: LogIndex;
  tail: LogTail;
}

/** The messages of one chat: one queue of writes, and pages by offset. Opens its file at first use. */
export class MessageLog implements LogReader {
  readonly #chatId: number;
  readonly #path: string;
  readonly #around: LogSurroundings;
  readonly #queue = new WriteQueue<Call>((calls) => this.#commit(calls));
  #opening: Promise<OpenLog> | undefined;
  #compacting: Promise<void> | undefined;
  /** Replies that a former process left streaming; they are `interrupted`, whether or not that is written yet. */
  #interrupted = new Set<number>();
  #damaged = 0;
  /** No compaction before this many superseded bytes: it would fail again, or was not worth it. */
  #compactFrom = COMPACT_FROM;
  #closing = false;

  constructor(chatId: number, path: string, around: LogSurroundings) {
    this.#chatId = chatId;
    this.#path = path;
    this.#around = around;
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
  change(id: number, change: MessageChange): Promise<Message> {
    return this.#enqueue((draft) => draft.change(id, change));
  }

  async page(request: PageRequest): Promise<Message[]> {
    await this.#open();
    return this.#read((index) => index.page(request));
  }

  /** A stored message by its id. */
  async message(id: number): Promise<Message | undefined> {
    await this.#open();
    const [message] = await this.#read((index) => {
      const ordinal = index.find(id);
      return ordinal === -1 ? [] : [ordinal];
    });
    return message;
  }

  /** The stored messages that may have the key with this hash. */
  async withKeyHash(hash: number): Promise<Message[]> {
    const { index } = await this.#open();
    return index.candidates(hash).length === 0 ? [] : this.#read(() => index.candidates(hash));
  }

  /** Id of the newest message, 0 where there is none. */
  async lastId(): Promise<number> {
    const { index } = await this.#open();
    return index.lastId;
  }

  /** Waits for all writes that were asked for. */
  async close(): Promise<void> {
    this.#closing = true;
    while (this.#queue.running ?? this.#compacting) {
      await this.#queue.running;
      await this.#compacting;
    }
    const opened = await this.#opening?.catch(() => undefined);
    await opened?.tail.trim().catch(() => undefined);
  }

  #open(): Promise<OpenLog> {
    this.#opening ??= this.#scan().catch((error: unknown) => {
      this.#opening = undefined;
      this.#around.log.error({ err: error, file: this.#path }, 'a message log cannot be opened');
      throw asUnavailable(error);
    });
    return this.#opening;
  }

  async #scan(): Promise<OpenLog> {
    const { files, disk, now, log } = this.#around;
    const found = await files.use(this.#path, 'read', scanLog).catch((error: unknown) => {
      if (hasCode(error, 'ENOENT')) return emptyLog();
      throw error;
    });
    this.#interrupted = found.streaming;
    this.#damaged = found.damaged.length;
    if (this.#damaged > 0) {
      const at = found.damaged.slice(0, 5).map((place) => place.offset);
      log.error({ file: this.#path, lines: this.#damaged, at }, 'a message log has lines that are no message');
    }
    if (found.torn || found.streaming.size > 0 || this.#damaged > 0) this.#tidy();
    return { index: found.index, tail: new LogTail(disk, files, this.#path, now, found) };
  }

  /** Reads the messages that `select` names; what cannot be read is taken out and reported. */
  async #read(select: (index: LogIndex) => number[]): Promise<Message[]> {
    const { index } = await this.#open();
    if (index.count === 0) return [];
    const readOnce = async (file: DiskFile): Promise<Message[] | undefined> => {
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
        const messages = await this.#around.files.use(this.#path, 'read', readOnce);
        if (messages) return messages;
      }
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  /** @param line as it was read; a log belongs to the chat that its name says, whatever its lines do. */
  #seen(line: Message): Message {
    const isOver = line.status === 'streaming' && this.#interrupted.has(line.id);
    return { ...line, chat_id: this.#chatId, ...(isOver && { status: 'interrupted' }) };
  }

  #drop(index: LogIndex, ordinal: number, offset: number): void {
    if (index.placeAt(ordinal).offset !== offset || index.placeAt(ordinal).length === 0) return;
    index.move(ordinal, { offset, length: 0 });
    this.#interrupted.delete(index.idAt(ordinal));
    this.#damaged++;
    this.#around.log.error({ file: this.#path, at: offset }, 'a message cannot be read and is left out');
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
      this.#compactWhereWorthIt(opened);
    } catch (error) {
      this.#around.written(false);
      this.#around.log.error({ err: error, file: this.#path, calls: calls.length }, 'messages could not be saved');
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

  async #write({ tail }: OpenLog, draft: LogDraft): Promise<void> {
    const start = tail.end;
    await tail.append(draft.content());
    this.#around.written(true);
    draft.applyAt(start);
    for (const id of draft.ids()) this.#interrupted.delete(id);
    if (draft.newestId > 0) this.#around.added(this.#chatId, draft.newestId);
  }

  #compactWhereWorthIt({ index, tail }: OpenLog): void {
    const superseded = tail.end - index.liveBytes;
    const worthIt = superseded > this.#compactFrom && superseded > index.liveBytes;
    if (this.#compacting || this.#closing || (!worthIt && this.#damaged === 0)) return;
    this.#compacting = this.#compact({ index, tail })
      .catch((error: unknown) => {
        this.#compactFrom = superseded + COMPACT_FROM;
        if (!this.#closing) this.#around.log.warn({ err: error, file: this.#path }, 'a message log was not compacted');
      })
      .finally(() => {
        this.#compacting = undefined;
      });
  }

  async #compact({ index, tail }: OpenLog): Promise<void> {
    const { disk, files, now, log } = this.#around;
    const damaged = this.#damaged;
    // So that a failure here is not repeated with each message.
    this.#damaged = 0;
    const lease = await files.acquire(this.#path, 'read');
    let release = (): void => {
      release = () => undefined;
      lease.release();
    };
    try {
      if (damaged > 0) {
        const copy = await setAside(disk, this.#path, lease.file, { why: 'damaged', from: 0, now: now() });
        log.warn({ file: this.#path, copy }, 'the damaged message log was set aside');
      }
      let compaction = Promise.resolve();
      // Starts between two writes, where index and file agree.
      await this.#queue.exclusively(() => {
        compaction = compactLog(
          disk,
          {
            path: this.#path,
            index,
            end: () => tail.end,
            checkpoint: () => {
              if (this.#closing) throw new Error('closing');
            },
            exclusively: (run) => this.#queue.exclusively(run),
            alone: (swap) => {
              release();
              return files.alone(this.#path, swap);
            },
            replaced: (end) => {
              tail.replaced(end);
              this.#compactFrom = COMPACT_FROM;
            },
          },
          lease.file,
        );
        return Promise.resolve();
      });
      await compaction;
    } finally {
      release();
    }
  }
}
