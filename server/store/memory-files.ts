import { createHash } from 'node:crypto';
import { AppError } from '../core/errors.ts';
import type { FileContent, FileDraft, FileStore, FileUsage, NewAvatar, NewStoredFile } from '../core/ports/files.ts';
import type { StoredAvatar, StoredFile } from '../core/ports/files.ts';
import { usageOf } from './file-usage.ts';

interface MemoryDraft extends FileDraft {
  pieces: Uint8Array[];
}

/** Files that are forgotten when they are dropped, for tests. */
export class MemoryFiles implements FileStore {
  readonly #files = new Map<number, StoredFile>();
  #avatars: StoredAvatar[] = [];
  readonly #contents = new Map<string, Uint8Array>();
  readonly #drafts = new Set<MemoryDraft>();
  #lastId = 0;
  #isClosed = false;

  get bytesUsed(): number {
    const contents = [...this.#contents.values()].reduce((sum, { length }) => sum + length, 0);
    return [...this.#drafts].reduce((sum, { size }) => sum + size, contents);
  }

  async draft(): Promise<FileDraft> {
    await this.#open();
    const draft: MemoryDraft = {
      pieces: [],
      get size() {
        return this.pieces.reduce((sum, { length }) => sum + length, 0);
      },
      write(piece) {
        this.pieces.push(Uint8Array.from(piece));
        return Promise.resolve();
      },
      discard: () => {
        this.#drafts.delete(draft);
        return Promise.resolve();
      },
    };
    this.#drafts.add(draft);
    return draft;
  }

  async add(draft: FileDraft, file: NewStoredFile): Promise<StoredFile> {
    const content = await this.#take(draft);
    return this.#keep({ ...file, id: ++this.#lastId, ...content, message_id: null });
  }

  async addAvatar(draft: FileDraft, avatar: NewAvatar): Promise<StoredAvatar> {
    const added = { ...avatar, ...(await this.#take(draft)) };
    const { user_id, sha256 } = added;
    this.#avatars = [...this.#avatars.filter((one) => one.user_id !== user_id || one.sha256 !== sha256), added];
    return { ...added };
  }

  async avatars(userId?: number): Promise<StoredAvatar[]> {
    await this.#open();
    return this.#avatars.filter(({ user_id }) => user_id === (userId ?? user_id)).map((avatar) => ({ ...avatar }));
  }

  async removeAvatars(userId: number, keptSha256?: string): Promise<void> {
    await this.#open();
    this.#avatars = this.#avatars.filter(({ user_id, sha256 }) => user_id !== userId || sha256 === keptSha256);
    this.#forgetContents();
  }

  async copy(...[fileId, copy]: Parameters<FileStore['copy']>): Promise<StoredFile | undefined> {
    await this.#open();
    const source = this.#files.get(fileId);
    return source && this.#keep({ ...source, ...copy, id: ++this.#lastId, message_id: null, is_picture: false });
  }

  async file(fileId: number): Promise<StoredFile | undefined> {
    await this.#open();
    const file = this.#files.get(fileId);
    return file && { ...file };
  }

  async unused(): Promise<StoredFile[]> {
    await this.#open();
    return [...this.#files.values()].filter(({ message_id }) => message_id === null).map((file) => ({ ...file }));
  }

  async picture(chatId: number, sha256: string): Promise<StoredFile | undefined> {
    await this.#open();
    const isIt = (file: StoredFile) => file.is_picture && file.chat_id === chatId && file.sha256 === sha256;
    const file = [...this.#files.values()].findLast(isIt);
    return file && { ...file };
  }

  async usage(): Promise<FileUsage> {
    await this.#open();
    return usageOf(this.#files.values());
  }

  async chatIds(): Promise<number[]> {
    await this.#open();
    return [...new Set([...this.#files.values()].map(({ chat_id }) => chat_id))];
  }

  async assign(fileIds: number[], messageId: number | null): Promise<void> {
    await this.#open();
    for (const file of this.#files.values()) if (fileIds.includes(file.id)) file.message_id = messageId;
  }

  remove(fileIds: number[]): Promise<void> {
    return this.#remove(({ id }) => fileIds.includes(id));
  }

  removeChat(chatId: number): Promise<void> {
    return this.#remove(({ chat_id }) => chat_id === chatId);
  }

  async content({ sha256 }: Pick<StoredFile, 'sha256'>): Promise<FileContent | undefined> {
    await this.#open();
    const content = this.#contents.get(sha256);
    if (!content) return undefined;
    return {
      size: content.length,
      // oxlint-disable-next-line typescript/require-await -- nothing has to be waited for here
      async *pieces(start, end) {
        yield content.slice(start, end);
      },
      close: () => Promise.resolve(),
    };
  }

  close(): void {
    this.#isClosed = true;
  }

  #open(): Promise<void> {
    return this.#isClosed ? Promise.reject(new AppError('not_ready')) : Promise.resolve();
  }

  async #take(draft: FileDraft): Promise<Pick<StoredFile, 'sha256' | 'size'>> {
    await this.#open();
    const content = Buffer.concat((draft as MemoryDraft).pieces);
    const sha256 = createHash('sha256').update(content).digest('hex');
    await draft.discard();
    this.#contents.set(sha256, content);
    return { sha256, size: content.length };
  }

  #keep(file: StoredFile): StoredFile {
    this.#files.set(file.id, file);
    return { ...file };
  }

  async #remove(isIt: (file: StoredFile) => boolean): Promise<void> {
    await this.#open();
    for (const file of this.#files.values()) if (isIt(file)) this.#files.delete(file.id);
    this.#forgetContents();
  }

  #forgetContents(): void {
    const wanted = new Set([...this.#files.values(), ...this.#avatars].map(({ sha256 }) => sha256));
    for (const sha256 of this.#contents.keys()) if (!wanted.has(sha256)) this.#contents.delete(sha256);
  }
}
