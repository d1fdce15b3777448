import type { Backplane, Envelope, Topic } from '../core/ports/backplane.ts';

type Listener = (envelope: Envelope) => void;

/** The backplane of a server that is alone: listeners are called at once. */
export function createMemoryBackplane(): Backplane {
  const listeners = new Map<Topic, Set<Listener>>();
  return {
    publish(topic, envelope) {
      for (const listener of listeners.get(topic) ?? []) listener(envelope);
    },
    subscribe(topic, listener) {
      const own: Listener = (envelope) => listener(envelope);
      const all = listeners.get(topic) ?? new Set();
      listeners.set(topic, all.add(own));
      return () => {
        all.delete(own);
        if (all.size === 0 && listeners.get(topic) === all) listeners.delete(topic);
      };
    },
    close() {
      listeners.clear();
      return Promise.resolve();
    },
  };
}
