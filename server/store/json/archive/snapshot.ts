import path from 'node:path';
import type { Log } from '../../../core/ports/log.ts';
import { hasCode, type Disk, type DiskFile } from '../disk.ts';
import { chatIndex } from '../document-index.ts';
import type { Document } from '../document.ts';
import type { DocumentData } from '../document-schema.ts';
import { contentsOf } from '../files/files-index.ts';
import type { FilesData } from '../files/files-schema.ts';
import type { MessageLogs } from '../message-logs.ts';
import type { Rewriting } from '../rewriting.ts';
import type { JsonTraces } from '../traces.ts';
import type { TracesData } from '../traces-schema.ts';
import { AUDIT } from './manifest.ts';
import { wholeLines } from './whole-lines.ts';

/** Bytes that are read at a time. */
const BLOCK = 128 * 1024;

/** Where a snapshot is taken from. */
export interface SnapshotSource {
  directory: string;
  disk: Disk;
  log: Log;
  document: Document;
  files: Document<FilesData>;
  traces: JsonTraces;
  logs: MessageLogs;
  rewriting: Rewriting;
}

/** A file of a snapshot, open. */
export interface SnapshotFile {
  /** Bytes of it that count. */
  size: number;
  pieces(): AsyncGenerator<Uint8Array>;
  close(): Promise<void>;
}

/**
 * What was durable at one moment. The documents never change in place and logs only grow, so that it costs nobody a wait;
 * what is deleted for good while it is copied is left out as if it had been before. Logs are to be read first.
 */
export class Snapshot {
  readonly #source: SnapshotSource;
  readonly #document: DocumentData;
  readonly #files: FilesData;
  readonly traces: TracesData;
  /** Bytes of the logs that were in use. */
  readonly #ends: ReadonlyMap<number, number>;
  readonly #auditEnd: number;
  readonly #release: () => void;
  readonly #goneChats = new Set<number>();
  readonly #goneContents = new Set<string>();

  private constructor(source: SnapshotSource, auditEnd: number, release: () => void) {
    this.#source = source;
    this.#document = source.document.data;
    this.#files = source.files.data;
    this.traces = source.traces.data();
    this.#ends = source.logs.ends();
    this.#auditEnd = auditEnd;
    this.#release = release;
  }

  /** Logs are not rewritten from now on until `logsAreRead`. */
  static async take(source: SnapshotSource): Promise<Snapshot> {
    const release = source.rewriting.hold();
    try {
      await source.logs.rewritten();
      const audit = await openFile(source.disk, path.join(source.directory, AUDIT));
      const auditEnd = (await audit?.size()) ?? 0;
      await audit?.close();
      return new Snapshot(source, auditEnd, release);
    } catch (error) {
      release();
      throw error;
    }
  }

  get chatIds(): number[] {
    return this.#document.chats.map(({ id }) => id);
  }

  /** Each content by its hash, with its size. */
  get contents(): Map<string, number> {
    return contentsOf(this.#files);
  }

  /** The people and chats, without those that were deleted meanwhile. */
  get document(): DocumentData {
    const gone = this.#goneChats;
    if (gone.size === 0) return this.#document;
    const data = this.#document;
    return {
      ...data,
      chats: data.chats.filter(({ id }) => !gone.has(id)),
      removed_chat_ids: [...data.removed_chat_ids, ...gone],
      participants: data.participants.filter(({ chat_id }) => !gone.has(chat_id)),
      invites: data.invites.filter(({ chat_id }) => chat_id === null || !gone.has(chat_id)),
      webhooks: data.webhooks.filter(({ chat_id }) => !gone.has(chat_id)),
    };
  }

  /** The records of files, without those that were deleted meanwhile. */
  get files(): FilesData {
    const data = this.#files;
    const files = data.files.filter(
      ({ sha256, chat_id }) => !this.#goneContents.has(sha256) && !this.#goneChats.has(chat_id),
    );
    const avatars = data.avatars.filter(({ sha256 }) => !this.#goneContents.has(sha256));
    return { ...data, files, avatars, unwanted: [] };
  }

  /** About how many bytes all logs have. */
  async logBytes(): Promise<number> {
    let bytes = 0;
    for (const chatId of this.chatIds) {
      const end = this.#ends.get(chatId);
      if (end !== undefined) {
        bytes += end;
        continue;
      }
      const file = await openFile(this.#source.disk, this.#source.logs.pathOf(chatId));
      bytes += (await file?.size()) ?? 0;
      await file?.close();
    }
    return bytes;
  }

  /** The messages of a chat; undefined where it has none, or has been deleted. */
  async log(chatId: number): Promise<SnapshotFile | undefined> {
    const { disk, logs } = this.#source;
    const file = await openFile(disk, logs.pathOf(chatId));
    if (!file) {
      // Its log goes when that is durable.
      if (!chatIndex(this.#source.document.data.chats).has(chatId)) this.#goneChats.add(chatId);
      return undefined;
    }
    try {
      const whole = await file.size();
      // Nobody writes to a log that has not been opened; asked for in this order, no new line is taken for an old one.
      const end = this.#ends.get(chatId) ?? logs.openedAt(chatId) ?? (await wholeLines(file, whole));
      return snapshotFile(file, end);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  logsAreRead(): void {
    this.#release();
  }

  /** What was done to the server; undefined where nothing was. */
  async audit(): Promise<SnapshotFile | undefined> {
    const file = await openFile(this.#source.disk, path.join(this.#source.directory, AUDIT));
    if (!file) return undefined;
    return snapshotFile(file, await wholeLines(file, Math.min(this.#auditEnd, await file.size())));
  }

  /** A content; undefined where it has been deleted. */
  async content(sha256: string): Promise<SnapshotFile | undefined> {
    const { disk, directory, log } = this.#source;
    const file = await openFile(disk, path.join(directory, 'files', sha256));
    if (file) return snapshotFile(file, await file.size());
    this.#goneContents.add(sha256);
    if (contentsOf(this.#source.files.data).has(sha256))
      log.warn({ sha256 }, 'a file that is missing is in no archive');
    return undefined;
  }
}

function snapshotFile(file: DiskFile, size: number): SnapshotFile {
  return {
    size,
    async *pieces() {
      for (let position = 0; position < size;) {
        const block = Buffer.allocUnsafe(Math.min(BLOCK, size - position));
        const length = await file.read(block, position);
        if (length === 0) throw new Error('a file is shorter than it was');
        yield block.subarray(0, length);
        position += length;
      }
    },
    close: () => file.close(),
  };
}

async function openFile(disk: Disk, name: string): Promise<DiskFile | undefined> {
  try {
    return await disk.open(name, 'read');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
