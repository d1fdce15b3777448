import { createHash, randomUUID } from 'node:crypto';
import path from 'node:path';
import type { FileDraft } from '../../../core/ports/files.ts';
import type { Disk, DiskFile } from '../disk.ts';
import { asUnavailable } from '../failures.ts';

/** What is known of a content once it is whole and on the disk. */
export interface FinishedDraft {
  sha256: string;
  size: number;
  /** Where it is: `<sha256>.<uuid>.tmp`. */
  place: string;
}

/** Content under way into a file of its own, hashed as it comes. */
export class Draft implements FileDraft {
  readonly #disk: Disk;
  readonly #directory: string;
  readonly #file: DiskFile;
  readonly #hash = createHash('sha256');
  /** Told once nothing is left of it, or it belongs to somebody else. */
  readonly #over: (draft: Draft) => void;
  #place: string;
  #size = 0;
  #writing: Promise<unknown> = Promise.resolve();
  #isOpen = true;
  #isOver = false;

  private constructor(disk: Disk, place: string, file: DiskFile, over: (draft: Draft) => void) {
    this.#disk = disk;
    this.#directory = path.dirname(place);
    this.#place = place;
    this.#file = file;
    this.#over = over;
  }

  static async begin(disk: Disk, directory: string, over: (draft: Draft) => void): Promise<Draft> {
    const place = path.join(directory, `upload.${randomUUID()}.tmp`);
    return new Draft(disk, place, await disk.open(place, 'create'), over);
  }

  get size(): number {
    return this.#size;
  }

  write(piece: Uint8Array): Promise<void> {
    const position = this.#size;
    this.#size += piece.length;
    this.#hash.update(piece);
    const written = this.#file.write(piece, position).catch((error: unknown) => {
      throw asUnavailable(error);
    });
    this.#writing = written.catch(() => undefined);
    return written;
  }

  /** Puts the content on the disk under a name that tells what it is. */
  async finish(): Promise<FinishedDraft> {
    await this.#file.sync();
    await this.#close();
    const sha256 = this.#hash.digest('hex');
    const place = path.join(this.#directory, `${sha256}.${randomUUID()}.tmp`);
    await this.#disk.rename(this.#place, place);
    this.#place = place;
    return { sha256, size: this.#size, place };
  }

  /** Somebody else has its content now. */
  release(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#over(this);
  }

  async discard(): Promise<void> {
    if (this.#isOver) return;
    this.release();
    await this.#writing;
    await this.#close().catch(() => undefined);
    // What cannot be removed now is at the next start.
    await this.#disk.remove(this.#place).catch(() => undefined);
  }

  async #close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#file.close();
  }
}
