import path from 'node:path';
import { type Disk, type DiskFile } from './disk.ts';
import type { OpenFiles } from './open-files.ts';
import { setAside } from './set-aside.ts';

/** Why there are bytes behind the last good line: a crash tore it, or a write that was refused left them. */
type Excess = 'none' | 'torn' | 'refused';

/** The growing end of a log: each append is on the disk as a whole, or leaves nothing behind. */
export class LogTail {
  readonly #disk: Disk;
  readonly #files: OpenFiles;
  readonly #path: string;
  readonly #now: () => number;
  /** Bytes of it that counted when it was opened. */
  readonly openedAt: number;
  #excess: Excess;
  #end: number;
  #generation = 0;
  /** True once the directory on the disk names the file that we append to. */
  #named: boolean;
  /** The file whose size was found to be as expected. */
  #checked: DiskFile | undefined;

  constructor(disk: Disk, files: OpenFiles, file: string, now: () => number, start: { end: number; torn: boolean }) {
    this.#disk = disk;
    this.#files = files;
    this.#path = file;
    this.#now = now;
    this.#end = start.end;
    this.openedAt = start.end;
    this.#named = start.end > 0;
    this.#excess = start.torn ? 'torn' : 'none';
  }

  /** Bytes of the log that count. */
  get end(): number {
    return this.#end;
  }

  /** Another one once the log was rewritten: its bytes lie elsewhere then. */
  get generation(): number {
    return this.#generation;
  }

  /** True where bytes lie behind the end. */
  get ragged(): boolean {
    return this.#excess !== 'none';
  }

  /** Another file was renamed over the log; it is this long. */
  replaced(end: number): void {
    this.#excess = 'none';
    this.#end = end;
    this.#generation++;
    this.#named = false;
    this.#checked = undefined;
  }

  /** Resolves once the lines are on the disk. Rejects without them: what may be left of them is cut, now or before the next. */
  async append(lines: Uint8Array): Promise<void> {
    try {
      await this.#withFile(async (file) => {
        await this.#cut(file);
        this.#excess = 'refused';
        await file.writeThrough(lines, this.#end);
        if (!this.#named) await this.#disk.syncDirectory(path.dirname(this.#path));
      });
    } catch (error) {
      await this.trim().catch(() => undefined);
      throw error;
    }
    this.#excess = 'none';
    this.#named = true;
    this.#end += lines.length;
  }

  /** Cuts what lies behind the end; nothing where nothing does. */
  async trim(): Promise<void> {
    if (this.ragged) await this.#withFile((file) => this.#cut(file));
  }

  async #cut(file: DiskFile): Promise<void> {
    if (this.#excess === 'none') return;
    // Nobody was told that a torn line is saved, but it is not ours to destroy.
    if (this.#excess === 'torn') {
      await setAside(this.#disk, this.#path, file, { why: 'torn', from: this.#end, now: this.#now() });
    }
    this.#excess = 'refused';
    await file.truncate(this.#end);
    await file.sync();
    this.#excess = 'none';
  }

  #withFile(use: (file: DiskFile) => Promise<void>): Promise<void> {
    return this.#files.use(this.#path, 'update', async (file) => {
      if (file !== this.#checked) {
        // A log that was removed under us would be made anew, with a hole where its messages were.
        if ((await file.size()) < this.#end) {
          throw Object.assign(new Error(`${this.#path} is shorter than it was`), { code: 'ESTALE' });
        }
        this.#checked = file;
      }
      await use(file);
    });
  }
}
