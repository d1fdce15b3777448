import type { StoreApi } from 'zustand';
import { ApiError } from '../api/errors.ts';
import type { Rest } from '../api/rest.ts';
import { PROFILES_MAX } from '../../server/protocol/profiles.ts';
import { withProfiles } from './profiles.ts';
import type { AppState } from './types.ts';

/** Those that are shown within so many milliseconds are asked for together. */
const TOGETHER_MS = 20;
/** After a failure it is tried again, as long as they are shown (milliseconds). */
const AGAIN_MS = 5_000;
/** Characters that the names of one request may take; what a server reads of an address is bounded. */
const QUERY_MAX = 6_000;

/** Keeps those known who are shown. */
export type ProfileWatch = {
  watch: (usernames: readonly string[]) => () => void;
  /** Whatever was known may have changed unheard. */
  connected: () => void;
  /** It need not be asked for: it has just been heard. */
  heard: (usernames: readonly string[]) => void;
  close: () => void;
};

/** Asks for who is shown and not known for sure, in as few requests as possible. */
export function createProfileWatch(store: StoreApi<AppState>, rest: Pick<Rest, 'profiles'>): ProfileWatch {
  /** How many places show somebody. */
  const shown = new Map<string, number>();
  /** Known since the connection was made, also that there is nobody of that name. */
  let sure = new Set<string>();
  const waiting = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAsking = false;
  let isClosed = false;

  function plan(delay: number) {
    if (isClosed || isAsking || timer !== undefined || waiting.size === 0) return;
    timer = setTimeout(() => {
      timer = undefined;
      void ask();
    }, delay);
  }

  function want(usernames: Iterable<string>) {
    for (const username of usernames) if (!sure.has(username)) waiting.add(username);
    plan(TOGETHER_MS);
  }

  function nextBatch(): string[] {
    const batch: string[] = [];
    let length = 0;
    for (const username of waiting) {
      // What has gone by meanwhile, as in a list that is scrolled quickly, need not be known.
      if (!shown.has(username)) {
        waiting.delete(username);
        continue;
      }
      length += encodeURIComponent(username).length + 'usernames=&'.length;
      if (batch.length === PROFILES_MAX || (length > QUERY_MAX && batch.length > 0)) break;
      batch.push(username);
    }
    return batch;
  }

  async function ask() {
    const batch = nextBatch();
    if (batch.length === 0) return;
    for (const username of batch) waiting.delete(username);
    isAsking = true;
    const asked = sure;
    try {
      const entries = await rest.profiles(batch);
      isAsking = false;
      if (isClosed) return;
      // Those of whom a frame has told meanwhile are known better.
      const news = entries.filter(({ username }) => !asked.has(username));
      if (asked === sure) for (const username of batch) sure.add(username);
      store.setState((state) => withProfiles(state, news));
      plan(0);
    } catch (error) {
      isAsking = false;
      // A server of former versions knows of none.
      const isHopeless = error instanceof ApiError && error.status === 404;
      for (const username of batch) if (!isHopeless && !sure.has(username)) waiting.add(username);
      plan(AGAIN_MS);
    }
  }

  return {
    watch: (usernames) => {
      for (const username of usernames) shown.set(username, (shown.get(username) ?? 0) + 1);
      want(usernames);
      let isWatched = true;
      return () => {
        if (!isWatched) return;
        isWatched = false;
        for (const username of usernames) {
          const left = (shown.get(username) ?? 1) - 1;
          if (left === 0) shown.delete(username);
          else shown.set(username, left);
        }
      };
    },
    connected: () => {
      sure = new Set();
      want(shown.keys());
    },
    heard: (usernames) => {
      for (const username of usernames) sure.add(username);
    },
    close: () => {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}
