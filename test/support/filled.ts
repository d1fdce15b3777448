import type { Store } from '../../server/core/ports/store.ts';
import { openJsonStore } from '../../server/store/json/json-store.ts';

const silent = { info() {}, warn() {}, error() {} };

/** Puts things into a data directory that no server has open, which takes less than asking a server for them. */
export async function fillDirectory<Result>(
  dataDirectory: string,
  fill: (store: Store) => Promise<Result>,
): Promise<Result> {
  const store = await openJsonStore(dataDirectory, { log: silent });
  try {
    return await fill(store);
  } finally {
    await store.close();
  }
}
