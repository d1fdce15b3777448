import { AppError } from '../../core/errors.ts';
import { AUDIT_KEPT, type AuditLog, type AuditPage, type NewAuditEntry } from '../../core/ports/audit.ts';
import type { Log } from '../../core/ports/log.ts';
import type { AuditEntry } from '../../protocol/audit.ts';
import { MemoryAudit } from '../memory-audit.ts';
import { encodeEntry, readEntries, type ReadEntries } from './audit-lines.ts';
import { hasCode, type Disk, type DiskFile } from './disk.ts';
import { asUnavailable } from './failures.ts';
import { LogTail } from './log-tail.ts';
import type { OpenFiles } from './open-files.ts';
import { setAside } from './set-aside.ts';
import { writeWhole } from './write-whole.ts';

/** With so many lines the file is written anew, with the newest `AUDIT_KEPT` of them. */
const LINES_MAX = AUDIT_KEPT + 2_000;

interface AuditFileOptions {
  disk: Disk;
  files: OpenFiles;
  path: string;
  log: Log;
  /** Milliseconds since 1970, for the names of what is set aside. */
  now: () => number;
  /** Something could be written, or could not. */
  written: (isSaved: boolean) => void;
}

/** The audit log in `audit.jsonl`, an entry on each line: looked at in memory, where an entry is once it is on the disk. */
export class AuditFile implements AuditLog {
  readonly #options: AuditFileOptions;
  readonly #memory: MemoryAudit;
  readonly #tail: LogTail;
  #lines: number;
  #lastId: number;
  /** What the disk has not taken yet. */
  #waiting: AuditEntry[] = [];
  #last: Promise<void> = Promise.resolve();
  #isClosed = false;

  private constructor({ entries, end, isTorn }: ReadEntries, options: AuditFileOptions) {
    const { disk, files, path, now } = options;
    this.#options = options;
    this.#memory = new MemoryAudit(entries.slice(-AUDIT_KEPT));
    this.#lines = entries.length;
    this.#lastId = this.#memory.lastId;
    this.#tail = new LogTail(disk, files, path, now, { end, torn: isTorn });
  }

  /** Opens the file. A torn last line is cut; where lines are damaged, a copy of the file is set aside, and they go. */
  static async open(options: AuditFileOptions): Promise<AuditFile> {
    const { disk, path } = options;
    const file = await disk.open(path, 'read').catch((error: unknown) => {
      if (hasCode(error, 'ENOENT')) return undefined;
      throw error;
    });
    if (!file) return new AuditFile({ entries: [], end: 0, isTorn: false, isDamaged: false }, options);
    try {
      return await AuditFile.#read(file, options);
    } finally {
      await file.close();
    }
  }

  static async #read(file: DiskFile, options: AuditFileOptions): Promise<AuditFile> {
    const { disk, path, log, now } = options;
    const bytes = Buffer.alloc(await file.size());
    const read = readEntries(bytes.subarray(0, await file.read(bytes, 0)));
    const audit = new AuditFile(read, options);
    try {
      if (read.isDamaged) {
        await setAside(disk, path, file, { why: 'damaged', from: 0, now: now() });
        log.warn({}, 'audit.jsonl has damaged lines: they are left out, and a copy of the file is beside it');
        await audit.#rewrite();
      }
      await audit.#tail.trim();
    } catch (error) {
      // The next write, or the next start, tries again.
      log.warn({ err: error }, 'audit.jsonl could not be mended');
    }
    return audit;
  }

  async append(entry: NewAuditEntry): Promise<AuditEntry> {
    if (this.#isClosed) throw new AppError('not_ready');
    const added: AuditEntry = { ...structuredClone(entry), id: ++this.#lastId };
    this.#waiting.push(added);
    const writing = this.#last.then(() => this.#write());
    this.#last = writing.catch(() => undefined);
    await writing;
    return structuredClone(added);
  }

  async list(page: AuditPage): Promise<AuditEntry[]> {
    return this.#memory.list(page);
  }

  /** Writes what still waits. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#last;
    await this.#write().catch(() => undefined);
    this.#memory.close();
  }

  async #write(): Promise<void> {
    const entries = this.#waiting;
    if (entries.length === 0) return;
    try {
      await this.#tail.append(Buffer.concat(entries.map(encodeEntry)));
    } catch (error) {
      this.#options.written(false);
      throw asUnavailable(error);
    }
    this.#options.written(true);
    this.#waiting = this.#waiting.slice(entries.length);
    this.#memory.add(entries);
    this.#lines += entries.length;
    if (this.#lines <= LINES_MAX) return;
    // What grows a little too long is no reason to say that nothing was saved.
    await this.#rewrite().catch((error: unknown) =>
      this.#options.log.warn({ err: error }, 'audit.jsonl could not be shortened'),
    );
  }

  /** Replaces the file by what is in memory. */
  async #rewrite(): Promise<void> {
    const { disk, files, path } = this.#options;
    const kept = this.#memory.all();
    const bytes = Buffer.concat(kept.map(encodeEntry));
    await files.alone(path, () => writeWhole(disk, path, (file) => file.write(bytes, 0)));
    this.#tail.replaced(bytes.length);
    this.#lines = kept.length;
  }
}
