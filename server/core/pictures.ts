import type { Chat } from '../protocol/chats.ts';
import { PICTURE_MAX } from '../protocol/files.ts';
import type { Chats } from './chats.ts';
import { AppError } from './errors.ts';
import type { Files } from './files.ts';
import { tellChanged } from './membership-news.ts';
import { isOverMembers } from './membership.ts';
import type { Backplane } from './ports/backplane.ts';
import type { Clock } from './ports/clock.ts';
import type { FileContent, StoredFile } from './ports/files.ts';
import type { Limiter } from './ports/limiter.ts';
import type { Account, Store } from './ports/store.ts';
import { requireImage, requireSize, type Upload } from './uploads.ts';

interface PicturesParts {
  store: Store;
  backplane: Backplane;
  limiter: Limiter;
  clock: Clock;
  chats: Chats;
  files: Files;
}

/** The pictures of chats: everybody in a chat sees its own, its owner and admins change it. */
export class Pictures {
  readonly #parts: PicturesParts;

  constructor(parts: PicturesParts) {
    this.#parts = parts;
  }

  /** Lets an upload begin; see `Files.begin`. @throws AppError `not_authorized` also for who may not change the chat */
  async begin({ id }: Account, chatId: number, address: string, announced: number): Promise<Upload> {
    await this.#requireRight(id, chatId);
    await this.#parts.limiter.consume('upload', `user:${id}`, `address:${address}`);
    requireSize(announced, PICTURE_MAX);
    return this.#parts.files.uploads.begin(id, chatId, PICTURE_MAX);
  }

  /** Makes what was uploaded the chat's picture. @throws AppError `invalid` where it is no image, `not_authorized` */
  async set(caller: Account, upload: Upload, { name, type }: { name: string; type: string }): Promise<Chat> {
    const { store, clock } = this.#parts;
    requireImage(type);
    await this.#requireRight(caller.id, upload.chatId);
    const added = await store.files.add(upload.draft, {
      chat_id: upload.chatId,
      name,
      type,
      uploaded_by: caller.id,
      created_at: new Date(clock.now()).toISOString(),
      uploaded_after: 0,
      is_picture: true,
    });
    return this.#change(caller, upload.chatId, added);
  }

  /** Takes the chat's picture away; nothing happens where it has none. @throws AppError `not_authorized` */
  async remove(caller: Account, chatId: number): Promise<Chat> {
    await this.#parts.limiter.consume('membership', `user:${caller.id}`);
    await this.#requireRight(caller.id, chatId);
    return this.#change(caller, chatId, undefined);
  }

  /** For who takes part in the chat; the content has to be closed. @throws AppError `not_authorized`, `not_found` */
  async open(userId: number, chatId: number): Promise<{ file: StoredFile; content: FileContent }> {
    const { store, chats } = this.#parts;
    const { picture } = await chats.requireParticipant(userId, chatId);
    const file = picture === null ? undefined : await store.files.picture(chatId, picture);
    const content = file && (await store.files.content(file));
    if (!file || !content) throw new AppError('not_found', 'This chat has no picture.');
    return { file, content };
  }

  async #change(caller: Account, chatId: number, file: StoredFile | undefined): Promise<Chat> {
    const { store, backplane, chats } = this.#parts;
    const picture = file?.sha256 ?? null;
    let isNew = false;
    await store.changeChat(chatId, (chat) => {
      isNew = chat.picture !== picture;
      return isNew ? { picture } : null;
    });
    if (isNew) tellChanged(backplane, await chats.common(chatId), caller.username);
    await this.#removeOthers(chatId, file?.id);
    return chats.get(caller.id, chatId);
  }

  /** Removes the pictures that the chat had before; what cannot be removed now goes with what nobody needs. */
  async #removeOthers(chatId: number, keptId: number | undefined): Promise<void> {
    const { files } = this.#parts.store;
    const former = (await files.unused()).filter((file) => file.is_picture && file.chat_id === chatId);
    const ids = former.filter(({ id }) => id !== keptId).map(({ id }) => id);
    await files.remove(ids).catch(() => undefined);
  }

  async #requireRight(userId: number, chatId: number): Promise<void> {
    if (!isOverMembers(await this.#parts.store.role(chatId, userId))) throw new AppError('not_authorized');
  }
}
