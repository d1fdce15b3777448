import { useCallback, useEffect, useRef, useState } from 'react';
import { errorText } from '../error-text.ts';
import type { Loaded } from '../../state/types.ts';

/** Loads a list when it is first shown, and whenever `fetch` is another one. What is late is dropped. */
export function useLoaded<Item>(fetch: () => Promise<readonly Item[]>) {
  const [loaded, setLoaded] = useState<Loaded<Item>>({ kind: 'loading' });
  const newest = useRef(0);
  const reload = useCallback(() => {
    newest.current += 1;
    const own = newest.current;
    const set = (next: Loaded<Item>) => own === newest.current && setLoaded(next);
    set({ kind: 'loading' });
    fetch().then(
      (list) => set({ kind: 'ready', list: [...list] }),
      (error: unknown) => set({ kind: 'error', error: errorText(error) }),
    );
  }, [fetch]);
  useEffect(() => {
    reload();
    return () => void (newest.current += 1);
  }, [reload]);
  return { loaded, setLoaded, reload };
}
