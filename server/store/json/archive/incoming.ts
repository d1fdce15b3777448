import { rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../core/errors.ts';
import type { IncomingArchive } from '../../../core/ports/archives.ts';
import { ARCHIVE_MAX } from '../../../protocol/archive.ts';
import { hasCode, type Disk, type DiskFile } from '../disk.ts';
import { asUnavailable } from '../failures.ts';

/** Bytes of the disk that are left for what people write meanwhile. */
const LEFT_FREE = 64 * 2 ** 20;
/** The disk is asked how much is free after so many bytes. */
const ASK_EVERY = 16 * 2 ** 20;

/** An archive that comes in, into a folder of its own. */
export class Incoming implements IncomingArchive {
  /** Removed with all that is in it. */
  readonly folder: string;
  readonly #file: DiskFile;
  readonly #over: () => void;
  #size = 0;
  #asked = 0;
  #isOpen = true;
  #isOver = false;
  #writing: Promise<unknown> = Promise.resolve();

  private constructor(folder: string, file: DiskFile, over: () => void) {
    this.folder = folder;
    this.#file = file;
    this.#over = over;
  }

  /** @param over told once it is no more. */
  static async begin(disk: Disk, folder: string, announced: number, over: () => void): Promise<Incoming> {
    if (announced > ARCHIVE_MAX) throw new AppError('too_large');
    try {
      if (announced > (await freeBytes(path.dirname(folder)))) throw new AppError('no_room');
      await disk.makeDirectory(folder);
      return new Incoming(folder, await disk.open(path.join(folder, 'archive.zip'), 'create'), over);
    } catch (error) {
      throw asUnavailable(asNoRoom(error));
    }
  }

  get size(): number {
    return this.#size;
  }

  get path(): string {
    return path.join(this.folder, 'archive.zip');
  }

  async write(piece: Uint8Array): Promise<void> {
    if (this.#size + piece.length > ARCHIVE_MAX) throw new AppError('too_large');
    const position = this.#size;
    this.#size += piece.length;
    const written = this.#write(piece, position);
    this.#writing = written.catch(() => undefined);
    return written;
  }

  /** All of it has come. */
  async end(): Promise<void> {
    await this.#writing;
    await this.#close();
  }

  async discard(): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    await this.#writing;
    await this.#close().catch(() => undefined);
    await rm(this.folder, { recursive: true, force: true }).catch(() => undefined);
    this.#over();
  }

  /** Somebody else removes it from now on. */
  keep(): void {
    this.#isOver = true;
  }

  async #write(piece: Uint8Array, position: number): Promise<void> {
    try {
      if (position >= this.#asked) {
        this.#asked = position + ASK_EVERY;
        if ((await freeBytes(this.folder)) < ASK_EVERY) throw new AppError('no_room');
      }
      await this.#file.write(piece, position);
    } catch (error) {
      throw asUnavailable(asNoRoom(error));
    }
  }

  async #close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#file.close();
  }
}

/** Bytes that an archive may take of the disk that a folder is on. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return Math.max(0, bavail * bsize - LEFT_FREE);
}

/** A full disk, as whoever sends an archive is told of it. */
export function asNoRoom(error: unknown): unknown {
  return hasCode(error, 'ENOSPC', 'EDQUOT') ? new AppError('no_room', undefined, { cause: error }) : error;
}
