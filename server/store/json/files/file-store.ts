import { AppError } from '../../../core/errors.ts';
import type { FileContent, FileCopy, FileDraft, FileStore, FileUsage } from '../../../core/ports/files.ts';
import type { NewAvatar, NewStoredFile, StoredAvatar, StoredFile } from '../../../core/ports/files.ts';
import type { Disk } from '../disk.ts';
import type { Document } from '../document.ts';
import { usageOf } from '../../file-usage.ts';
import { asUnavailable } from '../failures.ts';
import { Contents } from './contents.ts';
import { Draft, type FinishedDraft } from './draft.ts';
import { addAvatar, addFile, assignFiles, copyFile, forgetContents } from './file-changes.ts';
import { removeAvatars, removeFiles } from './file-changes.ts';
import { filesIndex, pictureKey } from './files-index.ts';
import type { FilesData } from './files-schema.ts';

/** Files in a data directory: their records in one document, their contents in a directory. */
export class JsonFileStore implements FileStore {
  readonly #disk: Disk;
  readonly #document: Document<FilesData>;
  readonly #contents: Contents;
  readonly #underWay = new Set<Promise<unknown>>();
  #closing: Promise<void> | undefined;

  private constructor(disk: Disk, document: Document<FilesData>, contents: Contents) {
    this.#disk = disk;
    this.#document = document;
    this.#contents = contents;
  }

  /** @param directory the one of the contents; it is made where it is missing. */
  static async open(disk: Disk, document: Document<FilesData>, directory: string): Promise<JsonFileStore> {
    const { sizes } = filesIndex(document.data);
    const contents = await Contents.open(disk, directory, (sha256) => sizes.has(sha256));
    const store = new JsonFileStore(disk, document, contents);
    // What a former process could not delete any more; nobody waits for it.
    if (document.data.unwanted.length > 0) void store.#use(() => store.#deleteUnwanted()).catch(() => undefined);
    return store;
  }

  get bytesUsed(): number {
    return filesIndex(this.#document.data).total + this.#contents.bytesUnderWay;
  }

  draft(): Promise<FileDraft> {
    return this.#use(() => this.#contents.draft());
  }

  add(draft: FileDraft, file: NewStoredFile): Promise<StoredFile> {
    return this.#use(async () => {
      const forget = ({ id }: StoredFile) => this.#remove((other) => other.id === id);
      return this.#store(draft, (finished) => this.#document.update(addFile({ ...file }, finished)), forget);
    });
  }

  copy(fileId: number, copy: FileCopy): Promise<StoredFile | undefined> {
    return this.#use(async () => copyOf(await this.#document.update(copyFile(fileId, { ...copy }))));
  }

  file(fileId: number): Promise<StoredFile | undefined> {
    return this.#use(() => Promise.resolve(copyOf(filesIndex(this.#document.data).byId.get(fileId))));
  }

  picture(chatId: number, sha256: string): Promise<StoredFile | undefined> {
    const { pictures } = filesIndex(this.#document.data);
    return this.#use(() => Promise.resolve(copyOf(pictures.get(pictureKey(chatId, sha256)))));
  }

  usage(): Promise<FileUsage> {
    return this.#use(() => Promise.resolve(usageOf(this.#document.data.files)));
  }

  chatIds(): Promise<number[]> {
    return this.#use(() => Promise.resolve([...new Set(this.#document.data.files.map(({ chat_id }) => chat_id))]));
  }

  unused(): Promise<StoredFile[]> {
    const unused = () => this.#document.data.files.filter(({ message_id }) => message_id === null);
    return this.#use(() => Promise.resolve(unused().map((file) => ({ ...file }))));
  }

  assign(fileIds: number[], messageId: number | null): Promise<void> {
    return this.#use(() => this.#document.update(assignFiles(fileIds, messageId)));
  }

  remove(fileIds: number[]): Promise<void> {
    const ids = new Set(fileIds);
    return this.#use(() => this.#remove(({ id }) => ids.has(id)));
  }

  removeChat(chatId: number): Promise<void> {
    return this.#use(() => this.#remove(({ chat_id }) => chat_id === chatId));
  }

  addAvatar(draft: FileDraft, avatar: NewAvatar): Promise<StoredAvatar> {
    return this.#use(async () => {
      const forget = ({ user_id, sha256 }: StoredAvatar) =>
        this.#removeAvatars((other) => other.user_id === user_id && other.sha256 === sha256);
      return this.#store(draft, (finished) => this.#document.update(addAvatar({ ...avatar }, finished)), forget);
    });
  }

  avatars(userId?: number): Promise<StoredAvatar[]> {
    return this.#use(() => {
      const all = this.#document.data.avatars.filter(({ user_id }) => user_id === (userId ?? user_id));
      return Promise.resolve(all.map((avatar) => ({ ...avatar })));
    });
  }

  removeAvatars(userId: number, keptSha256?: string): Promise<void> {
    return this.#use(() => this.#removeAvatars(({ user_id, sha256 }) => user_id === userId && sha256 !== keptSha256));
  }

  content({ sha256 }: Pick<StoredFile, 'sha256'>): Promise<FileContent | undefined> {
    return this.#use(() => this.#contents.open(sha256));
  }

  /** Waits for what was accepted; what is still coming in is given up. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#document.hurry();
    await Promise.allSettled(this.#underWay);
    await this.#contents.close();
    await this.#document.close();
  }

  /** @param record puts what the content is for on the disk. @param forget takes that back. */
  async #store<T extends object>(
    draft: FileDraft,
    record: (finished: FinishedDraft) => Promise<T>,
    forget: (added: T) => Promise<void>,
  ): Promise<T> {
    if (!(draft instanceof Draft)) throw new Error('a draft of another store');
    const { finished, added } = await finish(draft, record);
    draft.release();
    try {
      await this.#contents.put(finished);
    } catch (error) {
      await forget(added).catch(() => undefined);
      await this.#disk.remove(finished.place).catch(() => undefined);
      throw error;
    }
    return { ...added };
  }

  async #remove(isIt: (file: StoredFile) => boolean): Promise<void> {
    await this.#document.update(removeFiles(isIt));
    await this.#deleteUnwanted();
  }

  async #removeAvatars(isIt: (avatar: StoredAvatar) => boolean): Promise<void> {
    await this.#document.update(removeAvatars(isIt));
    await this.#deleteUnwanted();
  }

  async #deleteUnwanted(): Promise<void> {
    const isWanted = (sha256: string) => filesIndex(this.#document.data).sizes.has(sha256);
    const forget = (gone: Set<string>) => this.#document.update(forgetContents(gone));
    // Removed they are all the same; what could not be deleted or forgotten now will be with the next.
    await this.#contents.delete(this.#document.data.unwanted, isWanted, forget).catch(() => undefined);
  }

  #use<T>(run: () => Promise<T>): Promise<T> {
    if (this.#closing) return Promise.reject(new AppError('not_ready'));
    const result = run().catch((error: unknown) => {
      throw asUnavailable(error);
    });
    const settled = () => void this.#underWay.delete(result);
    this.#underWay.add(result);
    result.then(settled, settled);
    return result;
  }
}

/** Its record is on the disk before its content has its name: a content that no record knows is never left. */
async function finish<T>(draft: Draft, record: (finished: FinishedDraft) => Promise<T>) {
  try {
    const finished = await draft.finish();
    return { finished, added: await record(finished) };
  } catch (error) {
    await draft.discard();
    throw error;
  }
}

function copyOf(file: StoredFile | undefined): StoredFile | undefined {
  return file && { ...file };
}
