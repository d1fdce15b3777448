import { useSyncExternalStore } from 'react';

/** A module that is loaded when it is first wanted. */
export interface Lazy<Module> {
  get: () => Module | null;
  subscribe: (listener: () => void) => () => void;
}

/** Loads once, at the first subscription. A load that fails is tried again by the next one. */
export function lazy<Module>(load: () => Promise<Module>): Lazy<Module> {
  let loaded: Module | null = null;
  let loading = false;
  const listeners = new Set<() => void>();
  const begin = async () => {
    if (loading || loaded !== null) return;
    loading = true;
    try {
      loaded = await load();
      for (const listener of listeners) listener();
    } catch {
      // Offline, most likely: the text is readable without.
    } finally {
      loading = false;
    }
  };
  return {
    get: () => loaded,
    subscribe: (listener) => {
      listeners.add(listener);
      void begin();
      return () => listeners.delete(listener);
    },
  };
}

const never = () => () => undefined;
const nothing = () => null;

/** The module where it is wanted and there; loads it where it is wanted. */
export function useLazy<Module>(module: Lazy<Module>, wanted: boolean): Module | null {
  return useSyncExternalStore(wanted ? module.subscribe : never, wanted ? module.get : nothing);
}
