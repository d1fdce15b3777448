import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe } from 'vitest';
import type { Store } from '../../server/core/ports/store.ts';
import { openJsonStore } from '../../server/store/json/json-store.ts';
import { createMemoryStore } from '../../server/store/memory.ts';
import { createDataDirectory } from '../support/data-directory.ts';
import { createRecordedLog } from '../support/records.ts';
import { auditContract } from './audit.contract.ts';
import { filesContract } from './files.contract.ts';
import { searchContract } from './search.contract.ts';
import { sessionsContract } from './sessions.contract.ts';
import { sizesContract } from './sizes.contract.ts';
import { storeContract, type StoreUnderTest } from './store.contract.ts';

describe('the memory store', () => {
  storeContract(createInMemory, { durable: false });
  searchContract(createInMemory);
  sizesContract(createInMemory);
  filesContract(createInMemory, { durable: false });
  auditContract(createInMemory, { durable: false });
  sessionsContract(createInMemory, { durable: false });
});

describe('the JSON store in a directory', () => {
  storeContract(createInDirectory, { durable: true });
  searchContract(createInDirectory);
  sizesContract(createInDirectory);
  filesContract(createInDirectory, { durable: true });
  auditContract(createInDirectory, { durable: true });
  sessionsContract(createInDirectory, { durable: true });
});

describe('the JSON store on a disk that forgets what was not synced', () => {
  storeContract(createOnForgetfulDisk, { durable: true });
  searchContract(createOnForgetfulDisk);
  sizesContract(createOnForgetfulDisk);
  filesContract(createOnForgetfulDisk, { durable: true });
  auditContract(createOnForgetfulDisk, { durable: true });
  sessionsContract(createOnForgetfulDisk, { durable: true });
});

function createInMemory(): Promise<StoreUnderTest> {
  return Promise.resolve({ open: () => Promise.resolve(createMemoryStore()), dispose: () => Promise.resolve() });
}

const isUnderWay = (file: string) => file.endsWith('.tmp');

async function createInDirectory(): Promise<StoreUnderTest> {
  const root = await mkdtemp(path.join(tmpdir(), 'coop-store-'));
  const stores: Store[] = [];
  let copies = 0;
  const open = async (): Promise<Store> => {
    const store = await openJsonStore(path.join(root, String(copies)), { log: createRecordedLog(), documentPace: 0 });
    stores.push(store);
    return store;
  };
  return {
    open,
    // The former store goes on running on the original, as if nothing had happened. What it is about to rename may be gone
    // before it is copied; the forgetful disk has what a crash leaves of that.
    reopenAfterCrash: async () => {
      const former = path.join(root, String(copies));
      await cp(former, path.join(root, String(++copies)), { recursive: true, filter: (file) => !isUnderWay(file) });
      return open();
    },
    dispose: async () => {
      await Promise.all(stores.map((store) => store.close()));
      await rm(root, { recursive: true });
    },
  };
}

async function createOnForgetfulDisk(): Promise<StoreUnderTest> {
  const data = await createDataDirectory();
  return { open: () => data.open(), reopenAfterCrash: () => data.reopenAfterCrash(), dispose: () => data.close() };
}
