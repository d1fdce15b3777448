import { imageTypes } from '../protocol/files.ts';
import { AppError } from './errors.ts';
import type { FileDraft, FileStore } from './ports/files.ts';

/** Uploads of one user, and of all, that may be under way at once. */
export const UPLOADS_PER_USER = 10;
export const UPLOADS_MAX = 200;

/** Bytes that files may have. */
export interface FileLimits {
  /** One file. */
  readonly fileMax: number;
  /** All files of the server; 0: as much as the disk takes. */
  readonly filesMax: number;
}

const MB = 1_048_576;

/** One file under way into the store. Who began it ends it, also where it has become a file. */
export class Upload {
  readonly draft: FileDraft;
  /** Whose it is, and for which chat. */
  readonly userId: number;
  readonly chatId: number;
  readonly #max: number;
  readonly #requireSpace: (bytes: number) => void;
  readonly #ended: () => void;
  #isEnded = false;

  constructor(
    about: { draft: FileDraft; userId: number; chatId: number; max: number },
    requireSpace: (bytes: number) => void,
    ended: () => void,
  ) {
    this.draft = about.draft;
    this.userId = about.userId;
    this.chatId = about.chatId;
    this.#max = about.max;
    this.#requireSpace = requireSpace;
    this.#ended = ended;
  }

  /** Bytes so far. */
  get size(): number {
    return this.draft.size;
  }

  /** @throws AppError `too_large`, `files_full`, `storage_unavailable` */
  async write(piece: Uint8Array): Promise<void> {
    requireSize(this.size + piece.length, this.#max);
    this.#requireSpace(piece.length);
    await this.draft.write(piece);
  }

  /** Leaves nothing of what has not become a file. Safe to call twice. */
  async end(): Promise<void> {
    if (this.#isEnded) return;
    this.#isEnded = true;
    await this.draft.discard();
    this.#ended();
  }
}

/** The uploads that are under way, and the limits that they keep to. */
export class Uploads {
  readonly #files: FileStore;
  readonly #limits: FileLimits;
  /** How many each user has. */
  readonly #counts = new Map<number, number>();
  #total = 0;

  constructor(files: FileStore, limits: FileLimits) {
    this.#files = files;
    this.#limits = limits;
  }

  /**
   * @param max bytes that the file may have here.
   * @throws AppError `rate_limited` where too many are under way, `files_full`, `storage_unavailable`
   */
  async begin(userId: number, chatId: number, max: number): Promise<Upload> {
    const count = this.#counts.get(userId) ?? 0;
    if (count >= UPLOADS_PER_USER || this.#total >= UPLOADS_MAX) {
      throw new AppError('rate_limited', 'Too many files are being uploaded at once. Wait until some are done.', {
        retryAfter: 2,
      });
    }
    this.#requireSpace(1);
    this.#count(userId, 1);
    try {
      const draft = await this.#files.draft();
      const requireSpace = (bytes: number) => this.#requireSpace(bytes);
      return new Upload({ draft, userId, chatId, max }, requireSpace, () => this.#count(userId, -1));
    } catch (error) {
      this.#count(userId, -1);
      throw error;
    }
  }

  #requireSpace(bytes: number): void {
    const { filesMax } = this.#limits;
    if (filesMax > 0 && this.#files.bytesUsed + bytes > filesMax) throw new AppError('files_full');
  }

  #count(userId: number, change: 1 | -1): void {
    const count = (this.#counts.get(userId) ?? 0) + change;
    if (count === 0) this.#counts.delete(userId);
    else this.#counts.set(userId, count);
    this.#total += change;
  }
}

const isImage: ReadonlySet<string> = new Set(imageTypes);

/** @throws AppError `invalid` where something of that type is no picture */
export function requireImage(type: string): void {
  if (!isImage.has(type)) throw new AppError('invalid', 'A picture is a PNG, JPEG, GIF, WebP or AVIF image.');
}

/** @throws AppError `too_large`, with the limit in its sentence */
export function requireSize(bytes: number, max: number): void {
  if (bytes <= max) return;
  const limit = Number.isInteger(max / MB) ? `${max / MB} MB` : `${max} bytes`;
  throw new AppError('too_large', `The file is too large: at most ${limit} are possible here.`);
}
