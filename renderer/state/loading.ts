import { ApiError } from '../api/errors.ts';
import type { Loaded } from './types.ts';

/** Where a loaded list is kept, and whether its reader is gone. */
export type LoadedPlace<Item> = {
  get: () => Loaded<Item>;
  set: (loaded: Loaded<Item>) => void;
  isClosed: () => boolean;
};

/**
 * Loads a list into its place. Whoever asks while an answer is under way gets one that is newer than their question. A
 * list that is there stays when it cannot be loaded again. Rejects as `fetch` does.
 */
export function loader<Item>(place: LoadedPlace<Item>, fetch: () => Promise<Item[]>): () => Promise<void> {
  let newest = 0;
  return async () => {
    newest += 1;
    const own = newest;
    if (place.get().kind !== 'ready') place.set({ kind: 'loading' });
    try {
      const list = await fetch();
      if (own === newest && !place.isClosed()) place.set({ kind: 'ready', list });
    } catch (error) {
      if (own === newest && !place.isClosed() && place.get().kind === 'loading') {
        place.set({ kind: 'error', error: error instanceof ApiError ? error.message : String(error) });
      }
      throw error;
    }
  };
}
