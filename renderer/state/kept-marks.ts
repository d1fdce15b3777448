import { parse, parseJson } from '../api/parse.ts';
import * as z from 'zod/mini';
import type { StoreApi } from 'zustand';
import type { TextStorage } from './storage.ts';
import { initialState } from './store.ts';
import type { AppState } from './types.ts';

const emojiUse = z.object({
  recent: z.array(z.string()),
  tone: z.int().check(z.nonnegative(), z.maximum(5)),
});
const schemas = { emojiUse };
type Mark = keyof typeof schemas;
const marks = Object.keys(schemas) as Mark[];

/**
 * Keeps what one user picks often between visits, the same in every tab: reads it into the state, then
 * writes what changes. Returns what ends that.
 */
export function keepMarks(store: StoreApi<AppState>, storage: TextStorage, prefix: string): () => void {
  // What came from the storage is not written back: two tabs would answer each other for ever.
  const kept: Partial<Record<Mark, unknown>> = {};

  function take(mark: Mark, text: string | null) {
    const value = (text === null ? null : parse(schemas[mark], parseJson(text))) ?? initialState[mark];
    kept[mark] = value;
    store.setState({ [mark]: value });
  }

  function write() {
    const state = store.getState();
    for (const mark of marks) {
      const value = state[mark];
      if (value === kept[mark]) continue;
      kept[mark] = value;
      if (Object.keys(value).length === 0) storage.remove(prefix + mark);
      else storage.set(prefix + mark, JSON.stringify(value));
    }
  }

  for (const mark of marks) take(mark, storage.get(prefix + mark));
  const unsubscribe = store.subscribe(write);
  const unlisten = storage.onChange((key, text) => {
    const mark = marks.find((name) => key === prefix + name);
    if (mark !== undefined) take(mark, text);
  });
  return () => {
    unsubscribe();
    unlisten();
  };
}
