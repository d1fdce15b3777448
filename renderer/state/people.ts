import type { StoreApi } from 'zustand';
import type { Rest } from '../api/rest.ts';
import type { PersonEntry } from '../../server/protocol/people.ts';
import { loader } from './loading.ts';
import type { AppState } from './types.ts';

/** Everybody with an account here; the host's only. */
export type People = {
  load: () => Promise<void>;
  /** Loads again what was loaded once; does nothing else. */
  refresh: () => Promise<void>;
  remove: (userId: number) => Promise<void>;
};

/** Keeps `AppState.people` as the server has them. */
export function createPeople(store: StoreApi<AppState>, rest: Rest, isClosed: () => boolean): People {
  const load = loader<PersonEntry>(
    { get: () => store.getState().people, set: (people) => store.setState({ people }), isClosed },
    async () => (await rest.people()).toSorted(byPresence),
  );

  return {
    load,
    refresh: async () => {
      if (store.getState().people.kind !== 'unloaded') await load();
    },
    remove: async (userId) => {
      await rest.removePerson(userId);
      const { people } = store.getState();
      if (isClosed() || people.kind !== 'ready') return;
      store.setState({ people: { kind: 'ready', list: people.list.filter((entry) => entry.id !== userId) } });
    },
  };
}

/** Who is here comes first, the host before everybody; else by name. */
function byPresence(a: PersonEntry, b: PersonEntry): number {
  return (
    Number(b.is_host) - Number(a.is_host) || Number(b.online) - Number(a.online) || a.username.localeCompare(b.username)
  );
}
