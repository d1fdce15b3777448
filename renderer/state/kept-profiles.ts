import * as z from 'zod/mini';
import type { StoreApi } from 'zustand';
import type { Page } from '../api/page.ts';
import { parse, parseJson } from '../api/parse.ts';
import type { TextStorage } from './storage.ts';
import { withProfiles } from './profiles.ts';
import type { AppState } from './types.ts';
import { writeBehind } from './write-behind.ts';

const WRITE_AFTER_MS = 1_000;
/** So many are kept, of those heard of last. */
const KEPT_MAX = 500;

const kept = z.array(z.tuple([z.string(), z.number(), z.nullable(z.string()), z.nullable(z.string())]));

/**
 * Keeps what people are called and look like between visits, so that names do not flicker while they are asked for again:
 * reads it into the state, then writes what changes. Returns what ends that.
 */
export function keepProfiles(store: StoreApi<AppState>, storage: TextStorage, page: Page, prefix: string): () => void {
  const key = `${prefix}profiles`;
  const text = storage.get(key);
  const entries = (text === null ? null : parse(kept, parseJson(text))) ?? [];
  store.setState((state) =>
    withProfiles(
      state,
      entries.map(([username, id, display_name, avatar]) => ({ username, id, display_name, avatar })),
    ),
  );
  let written = store.getState().profiles;

  function write() {
    const { profiles } = store.getState();
    if (profiles === written) return;
    written = profiles;
    // Who has neither is shown by their username all the same.
    const told = [...profiles].filter(([, one]) => one.display_name !== null || one.avatar !== null).slice(-KEPT_MAX);
    const list = told.map(([username, { id, display_name, avatar }]) => [username, id, display_name, avatar]);
    if (list.length === 0) storage.remove(key);
    else storage.set(key, JSON.stringify(list));
  }

  return writeBehind(store, page, { part: (state) => state.profiles, afterMs: WRITE_AFTER_MS, write });
}
