import { PICTURE_MAX } from '../protocol/files.ts';
import { AppError } from './errors.ts';
import type { Files } from './files.ts';
import type { Clock } from './ports/clock.ts';
import type { FileContent, StoredAvatar } from './ports/files.ts';
import type { Limiter } from './ports/limiter.ts';
import type { Account, Store } from './ports/store.ts';
import type { Profiles } from './profiles.ts';
import { requireImage, requireSize, type Upload } from './uploads.ts';

interface AvatarsParts {
  store: Store;
  limiter: Limiter;
  clock: Clock;
  files: Files;
  profiles: Profiles;
}

/** The pictures of people: everybody with an account sees them, everybody changes their own. */
export class Avatars {
  readonly #parts: AvatarsParts;

  constructor(parts: AvatarsParts) {
    this.#parts = parts;
  }

  /** Lets an upload begin; see `Files.begin`. @throws AppError `rate_limited`, `too_large`, `files_full` */
  async begin({ id }: Account, address: string, announced: number): Promise<Upload> {
    const { limiter, files } = this.#parts;
    await limiter.consume('upload', `user:${id}`, `address:${address}`);
    requireSize(announced, PICTURE_MAX);
    return files.uploads.begin(id, 0, PICTURE_MAX);
  }

  /** Makes what was uploaded the caller's picture. @throws AppError `invalid` where it is no image */
  async set(caller: Account, upload: Upload, type: string): Promise<Account> {
    const { store, clock, profiles } = this.#parts;
    requireImage(type);
    // It may have taken a while.
    if (!(await store.account(caller.id))) throw new AppError('not_authenticated');
    const created_at = new Date(clock.now()).toISOString();
    const { sha256 } = await store.files.addAvatar(upload.draft, { user_id: caller.id, type, created_at });
    const account = await profiles.change(caller, { avatar: sha256 });
    await this.#removeFormer(caller.id);
    return account;
  }

  /** Takes the caller's picture away; nothing happens where they have none. */
  async remove(caller: Account): Promise<Account> {
    const account = await this.#parts.profiles.change(caller, { avatar: null });
    await this.#removeFormer(caller.id);
    return account;
  }

  /** The content has to be closed. @throws AppError `not_found` */
  async open(userId: number): Promise<{ file: StoredAvatar; content: FileContent }> {
    const { store } = this.#parts;
    const account = await store.account(userId);
    const avatars = account?.avatar ? await store.files.avatars(userId) : [];
    const file = avatars.find(({ sha256 }) => sha256 === account?.avatar);
    const content = file && (await store.files.content(file));
    if (!file || !content) throw new AppError('not_found', 'There is no picture of this user.');
    return { file, content };
  }

  /** What cannot be removed now goes with what nobody needs. */
  async #removeFormer(userId: number): Promise<void> {
    const { store } = this.#parts;
    const account = await store.account(userId).catch(() => undefined);
    if (account) await store.files.removeAvatars(userId, account.avatar ?? undefined).catch(() => undefined);
  }
}
