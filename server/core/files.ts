import type { FileEntry } from '../protocol/files.ts';
import { PAGE_MAX } from '../protocol/limits.ts';
import type { Message } from '../protocol/messages.ts';
import type { Chats } from './chats.ts';
import { AppError } from './errors.ts';
import type { Clock } from './ports/clock.ts';
import type { FileContent, StoredFile } from './ports/files.ts';
import type { Limiter } from './ports/limiter.ts';
import type { Log } from './ports/log.ts';
import type { Account, Store } from './ports/store.ts';
import { requireSize, Uploads, type FileLimits, type Upload } from './uploads.ts';

/** What no message has taken after this many milliseconds is removed. */
export const UNUSED_LIFETIME = 24 * 60 * 60 * 1000;
/** How often it is looked for, in milliseconds. */
export const EXPIRY_INTERVAL = 60 * 60 * 1000;

interface FilesParts {
  store: Store;
  chats: Chats;
  limiter: Limiter;
  clock: Clock;
  log: Log;
  limits: FileLimits;
}

/** Files that a message is about to have. One of the two is called in the end. */
export interface TakenFiles {
  entries: FileEntry[];
  /** The message is stored. Never rejects: where it cannot be noted now, it is found out later. */
  keep(messageId: number): Promise<void>;
  /** It was not. */
  release(): Promise<void>;
}

/** What a file is called beside its content, by who uploads it. */
export type FileDescription = Pick<StoredFile, 'name' | 'type'> & Pick<FileEntry, 'width' | 'height'>;

/**
 * Files from their upload to their message and to whoever reads them. A message is the truth of which files it has: the
 * note of it in a file's record is written behind it, and mended where a crash came between.
 */
export class Files {
  readonly uploads: Uploads;
  readonly #parts: FilesParts;
  /** Uploaded in this process and not sent yet, with when (`Clock.elapsed`): surely no message has them. */
  readonly #fresh = new Map<number, number>();
  /** Which send is about to use a file; the same one may come twice. */
  readonly #taken = new Map<number, { send: string; times: number }>();
  #cancelExpiry: (() => void) | undefined;
  #isClosed = false;

  constructor(parts: FilesParts) {
    this.#parts = parts;
    this.uploads = new Uploads(parts.store.files, parts.limits);
  }

  /**
   * Lets an upload begin; nothing is stored before.
   * @param announced bytes that the request says it has, with what is around the file.
   * @throws AppError `not_authorized`, `rate_limited`, `too_large`, `files_full`, `storage_unavailable`
   */
  async begin({ id }: Account, chatId: number, address: string, announced: number): Promise<Upload> {
    const { chats, limiter, limits } = this.#parts;
    await chats.requireParticipant(id, chatId);
    await limiter.consume('upload', `user:${id}`, `address:${address}`);
    requireSize(announced, limits.fileMax);
    return this.uploads.begin(id, chatId, limits.fileMax);
  }

  /** Makes a file of what was uploaded. @throws AppError `not_authorized`, `storage_unavailable` */
  async add(upload: Upload, description: FileDescription): Promise<FileEntry> {
    const { store, chats, clock } = this.#parts;
    const { userId, chatId } = upload;
    // It may have taken a while.
    await chats.requireParticipant(userId, chatId);
    const added = await store.files.add(upload.draft, {
      ...description,
      chat_id: chatId,
      uploaded_by: userId,
      created_at: new Date(clock.now()).toISOString(),
      uploaded_after: await store.lastMessageId(chatId),
      is_picture: false,
    });
    this.#fresh.set(added.id, clock.elapsed());
    return entryOf(added);
  }

  /** A file for who takes part in its chat; its content has to be closed. @throws AppError `not_authorized`, `not_found` */
  async open(userId: number, chatId: number, fileId: number): Promise<{ file: StoredFile; content: FileContent }> {
    await this.#parts.chats.requireParticipant(userId, chatId);
    const file = await this.#find(chatId, fileId);
    const content = file && (await this.#parts.store.files.content(file));
    if (!file || !content) throw new AppError('not_found', 'That file does not exist any more.');
    return { file, content };
  }

  /**
   * Takes files for a message that is about to be stored: the sender's own, in this chat, that no other message has. The
   * same send (by its `client_id`) may take them again.
   * @throws AppError `file_gone`
   */
  async take(userId: number, chatId: number, fileIds: readonly number[], clientId?: string): Promise<TakenFiles> {
    const send = clientId === undefined ? '' : `${chatId} ${userId} ${clientId}`;
    const files = await Promise.all(fileIds.map((fileId) => this.#find(chatId, fileId)));
    const isUsable = async (file: StoredFile | undefined): Promise<boolean> => {
      if (file?.uploaded_by !== userId) return false;
      const messageId = await this.#messageOf(file);
      if (messageId === null) return true;
      const message = await this.#parts.store.message(chatId, messageId);
      return clientId !== undefined && message?.client_id === clientId && message.user_id === userId;
    };
    const usable = await Promise.all(files.map(isUsable));
    // From here to the marks nothing may come between.
    const isFree = (fileId: number): boolean => {
      const taken = this.#taken.get(fileId);
      return taken === undefined || (send !== '' && taken.send === send);
    };
    if (!usable.every(Boolean) || !fileIds.every(isFree)) throw new AppError('file_gone');
    for (const fileId of fileIds) {
      this.#taken.set(fileId, { send, times: (this.#taken.get(fileId)?.times ?? 0) + 1 });
    }
    return this.#takenFiles(files as StoredFile[], () => this.#untake(fileIds));
  }

  /**
   * Copies a message's files for another one; what is gone by now is left out.
   * @param userId who sends the other one, and takes part in both chats.
   */
  async copy(userId: number, source: Message, chatId: number): Promise<TakenFiles> {
    const { store, clock } = this.#parts;
    const copies: StoredFile[] = [];
    for (const { id } of source.files ?? []) {
      const copied =
        (await this.#find(source.chat_id, id)) &&
        (await store.files.copy(id, {
          chat_id: chatId,
          uploaded_by: userId,
          created_at: new Date(clock.now()).toISOString(),
          uploaded_after: await store.lastMessageId(chatId),
        }));
      if (copied) copies.push(copied);
    }
    return this.#takenFiles(copies, () => store.files.remove(copies.map(({ id }) => id)));
  }

  /**
   * Runs what deletes a message, and removes its files with it. Where the process ends between, they go later, or stay
   * where the message did.
   */
  async removeWith<T>(message: Pick<Message, 'id' | 'files'>, deleteMessage: () => Promise<T>): Promise<T> {
    const { files } = this.#parts.store;
    const fileIds = (message.files ?? []).map(({ id }) => id);
    if (fileIds.length === 0) return deleteMessage();
    for (const fileId of fileIds) this.#taken.set(fileId, { send: '', times: 1 });
    try {
      await files.assign(fileIds, null);
      const result = await deleteMessage();
      await files.remove(fileIds).catch((error: unknown) => this.#later(error));
      return result;
    } catch (error) {
      await files.assign(fileIds, message.id).catch(() => undefined);
      throw error;
    } finally {
      this.#untake(fileIds);
    }
  }

  /** From now on what nobody needs any more is removed, at once and then every hour. */
  startExpiry(): void {
    const run = async (): Promise<void> => {
      await this.removeUnused().catch((error: unknown) => this.#later(error));
      if (!this.#isClosed) this.#cancelExpiry = this.#parts.clock.after(EXPIRY_INTERVAL, () => void run());
    };
    void run();
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelExpiry?.();
  }

  /** Removes what no message has taken in a day, pictures that are no chat's or person's, and what a crash left of chats that are gone. */
  async removeUnused(): Promise<void> {
    const { store } = this.#parts;
    for (const chatId of await store.files.chatIds()) {
      if (!(await store.chat(chatId))) await store.files.removeChat(chatId);
    }
    await this.#removeUnusedAvatars();
    for (const file of await store.files.unused()) {
      if (this.#isClosed) return;
      if (!this.#isOld(file) || this.#taken.has(file.id)) continue;
      const isNeeded = file.is_picture
        ? (await store.chat(file.chat_id))?.picture === file.sha256
        : (await this.#messageOf(file)) !== null;
      if (isNeeded || this.#taken.has(file.id)) continue;
      this.#fresh.delete(file.id);
      await store.files.remove([file.id]);
    }
  }

  /** One that has just come may be about to become somebody's. */
  async #removeUnusedAvatars(): Promise<void> {
    const { store, clock } = this.#parts;
    const avatars = await store.files.avatars();
    for (const userId of new Set(avatars.map(({ user_id }) => user_id))) {
      const account = await store.account(userId);
      const former = avatars.filter(({ user_id, sha256 }) => user_id === userId && sha256 !== account?.avatar);
      const isOld = former.some(({ created_at }) => clock.now() - Date.parse(created_at) >= UNUSED_LIFETIME);
      if (!account || isOld) await store.files.removeAvatars(userId, account?.avatar ?? undefined);
    }
  }

  #takenFiles(files: StoredFile[], release: () => Promise<void> | void): TakenFiles {
    const { store } = this.#parts;
    const fileIds = files.map(({ id }) => id);
    return {
      entries: files.map(entryOf),
      keep: async (messageId) => {
        for (const fileId of fileIds) this.#fresh.delete(fileId);
        await store.files.assign(fileIds, messageId).catch((error: unknown) => this.#later(error));
        this.#untake(fileIds);
      },
      release: async () => {
        await Promise.resolve(release()).catch((error: unknown) => this.#later(error));
      },
    };
  }

  #untake(fileIds: readonly number[]): void {
    for (const fileId of fileIds) {
      const taken = this.#taken.get(fileId);
      if (taken && --taken.times <= 0) this.#taken.delete(fileId);
    }
  }

  async #find(chatId: number, fileId: number): Promise<StoredFile | undefined> {
    const file = await this.#parts.store.files.file(fileId);
    return file?.chat_id === chatId && !file.is_picture ? file : undefined;
  }

  /** Which message has a file, by its record, and by the messages where that may be behind. */
  async #messageOf(file: StoredFile): Promise<number | null> {
    if (file.message_id !== null || this.#fresh.has(file.id)) return file.message_id;
    const { store } = this.#parts;
    for (let after = file.uploaded_after; ;) {
      const page = await store.messages(file.chat_id, { limit: PAGE_MAX, after });
      const found = page.find(({ files }) => files?.some(({ id }) => id === file.id));
      if (found) {
        await store.files.assign([file.id], found.id);
        return found.id;
      }
      if (page.length < PAGE_MAX) return null;
      after = page.at(-1)!.id;
    }
  }

  /** By the time that passed where that is known: the date may have been set. */
  #isOld({ id, created_at }: StoredFile): boolean {
    const { clock } = this.#parts;
    const since = this.#fresh.get(id);
    const age = since === undefined ? clock.now() - Date.parse(created_at) : clock.elapsed() - since;
    return age >= UNUSED_LIFETIME;
  }

  /** What could not be done now is done when unused files are looked for. */
  #later(error: unknown): void {
    if (error instanceof AppError && error.code === 'not_ready') return;
    this.#parts.log.warn({ err: error }, 'files could not be tidied up; it is tried again within the hour');
  }
}

/** What everybody in its chat may know of a file. */
export function entryOf({ id, name, type, size, width, height }: StoredFile): FileEntry {
  return { id, name, type, size, ...(width !== undefined && { width }), ...(height !== undefined && { height }) };
}
