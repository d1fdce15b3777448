import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Store } from '../../server/core/ports/store.ts';
import { openJsonStore, type JsonStoreOptions } from '../../server/store/json/json-store.ts';
import { createMemoryDisk, type MemoryDisk } from './memory-disk.ts';
import { createRecordedLog, newAccount, newChat } from './records.ts';

/** A data directory on a disk in memory, for one test. */
export interface DataDirectory {
  readonly path: string;
  /** The disk that the next store is opened on; a test may replace it. */
  disk: MemoryDisk;
  readonly log: ReturnType<typeof createRecordedLog>;
  /** Opens the store; `close` closes it where the test did not. */
  open(options?: Partial<JsonStoreOptions>): Promise<Store>;
  /** The store after the power failed, and was there again. */
  reopenAfterCrash(options?: Partial<JsonStoreOptions>): Promise<Store>;
  /** The path of a chat's log. */
  logOf(chatId: number): string;
  close(): Promise<void>;
}

/** The lock is a real file, so that the directory is one too. */
export async function createDataDirectory(): Promise<DataDirectory> {
  const directory = await mkdtemp(path.join(tmpdir(), 'coop-data-'));
  const log = createRecordedLog();
  let store: Store | undefined;
  const data: DataDirectory = {
    path: directory,
    disk: createMemoryDisk(),
    log,
    async open(options = {}) {
      await store?.close();
      store = await openJsonStore(directory, { log, documentPace: 0, disk: data.disk, ...options });
      return store;
    },
    async reopenAfterCrash(options) {
      data.disk = data.disk.crashed();
      return data.open(options);
    },
    logOf: (chatId) => path.join(directory, 'messages', `${chatId}.jsonl`),
    async close() {
      data.disk.before = () => undefined;
      data.disk.free = Infinity;
      await store?.close();
      await rm(directory, { recursive: true });
    },
  };
  return data;
}

/** Makes the accounts `ann` (1) and `bob` (2), and a chat of both; returns the chat's id. */
export async function inviteAnnAndBob(store: Store): Promise<number> {
  const ann = await store.addAccount(newAccount('ann'));
  const bob = await store.addAccount(newAccount('bob'));
  return (await store.addChat(newChat({ owner_id: ann.id }), [ann.id, bob.id])).id;
}
