import path from 'node:path';
import type { FileContent } from '../../../core/ports/files.ts';
import { hasCode, type Disk, type DiskFile } from '../disk.ts';
import { Draft, type FinishedDraft } from './draft.ts';

const BLOCK = 1 << 16;
const content = /^[0-9a-f]{64}$/;
/** A content that was whole, but whose file was not known yet. */
const finished = /^([0-9a-f]{64})\.[0-9a-f-]{36}\.tmp$/;
const leftover = /\.[0-9a-f-]{36}\.tmp$/;

/** The directory of contents, each in a file that is called as its SHA-256. */
export class Contents {
  readonly #disk: Disk;
  readonly #directory: string;
  readonly #drafts = new Set<Draft>();
  /** Contents are put in place and deleted one after the other: what is wanted again is not deleted then. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(disk: Disk, directory: string) {
    this.#disk = disk;
    this.#directory = directory;
  }

  /**
   * Opens the directory, which is made where it is missing. What a crash left is put in place where it is wanted, and
   * removed where it is not; no content is read.
   */
  static async open(disk: Disk, directory: string, isWanted: (sha256: string) => boolean): Promise<Contents> {
    await disk.makeDirectory(directory);
    const names = await disk.list(directory);
    const there = new Set(names.filter((name) => content.test(name)));
    let isChanged = false;
    for (const name of names.filter((one) => leftover.test(one))) {
      const [, sha256] = finished.exec(name) ?? [];
      const place = path.join(directory, name);
      if (sha256 !== undefined && isWanted(sha256) && !there.has(sha256)) {
        await disk.rename(place, path.join(directory, sha256));
        there.add(sha256);
      } else {
        await disk.remove(place);
      }
      isChanged = true;
    }
    if (isChanged) await disk.syncDirectory(directory);
    return new Contents(disk, directory);
  }

  /** Bytes that are coming in. */
  get bytesUnderWay(): number {
    let bytes = 0;
    for (const draft of this.#drafts) bytes += draft.size;
    return bytes;
  }

  async draft(): Promise<Draft> {
    const draft = await Draft.begin(this.#disk, this.#directory, (over) => this.#drafts.delete(over));
    this.#drafts.add(draft);
    return draft;
  }

  /** Gives a finished content its name. Resolves once that is on the disk. */
  async put({ sha256, size, place }: FinishedDraft): Promise<void> {
    await this.#inTurn(async () => {
      if ((await this.#sizeOf(sha256)) === size) await this.#disk.remove(place).catch(() => undefined);
      else await this.#disk.rename(place, this.#placeOf(sha256));
    });
    await this.#disk.syncDirectory(this.#directory);
  }

  /**
   * Deletes those contents that are not wanted when their turn comes.
   * @param forget is told which are gone, and awaited before any content is put in place again.
   */
  delete(
    unwanted: readonly string[],
    isWanted: (sha256: string) => boolean,
    forget: (gone: Set<string>) => Promise<void>,
  ): Promise<void> {
    return this.#inTurn(async () => {
      const gone = new Set<string>();
      for (const sha256 of unwanted) {
        if (isWanted(sha256)) continue;
        try {
          await this.#disk.remove(this.#placeOf(sha256));
        } catch (error) {
          // Somebody may be reading it, or the disk be read-only: there is a next time.
          if (!hasCode(error, 'ENOENT')) continue;
        }
        gone.add(sha256);
      }
      if (gone.size === 0) return;
      // Forgotten sooner, one that a crash brings back would stay for ever.
      await this.#disk.syncDirectory(this.#directory);
      await forget(gone);
    });
  }

  /** Undefined where there is none of that name. */
  async open(sha256: string): Promise<FileContent | undefined> {
    const file = await this.#openFile(sha256);
    if (!file) return undefined;
    return {
      size: await file.size(),
      pieces: (start, end) => piecesOf(file, start, end),
      close: () => file.close(),
    };
  }

  /** Leaves nothing of what is still coming in. */
  async close(): Promise<void> {
    await Promise.all([...this.#drafts].map((draft) => draft.discard()));
    await this.#last;
  }

  #placeOf(sha256: string): string {
    return path.join(this.#directory, sha256);
  }

  async #openFile(sha256: string): Promise<DiskFile | undefined> {
    try {
      return await this.#disk.open(this.#placeOf(sha256), 'read');
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return undefined;
      throw error;
    }
  }

  async #sizeOf(sha256: string): Promise<number | undefined> {
    const file = await this.#openFile(sha256);
    try {
      return await file?.size();
    } finally {
      await file?.close();
    }
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#last.then(run);
    this.#last = result.catch(() => undefined);
    return result;
  }
}

async function* piecesOf(file: DiskFile, start: number, end: number): AsyncGenerator<Uint8Array> {
  for (let position = start; position < end;) {
    const block = new Uint8Array(Math.min(BLOCK, end - position));
    const length = await file.read(block, position);
    // Shorter than it was: what comes now would be no part of it.
    if (length === 0) throw new Error('a content ends before its end');
    yield block.subarray(0, length);
    position += length;
  }
}
