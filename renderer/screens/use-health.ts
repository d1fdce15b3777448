import { useEffect, useState } from 'react';
import type { Health } from '../../server/protocol/health.ts';
import { errorText } from '../chat/error-text.ts';
import { actions } from '../state/actions.ts';
import { useApp } from '../state/store.ts';

/** What the server says of itself, as far as it is known; `error` is a sentence. */
export type HealthState =
  { kind: 'loading' } | { kind: 'ready'; health: Health } | { kind: 'failed'; error: string; retry: () => void };

/** Asks the server what it is, once, and again on demand. */
export function useHealth(): HealthState {
  const health = useApp((state) => state.health);
  const [error, setError] = useState<string | null>(null);
  const isToLoad = health === null && error === null;
  useEffect(() => {
    if (isToLoad) actions.loadHealth().catch((failure: unknown) => setError(errorText(failure)));
  }, [isToLoad]);
  if (health !== null) return { kind: 'ready', health };
  return error === null ? { kind: 'loading' } : { kind: 'failed', error, retry: () => setError(null) };
}
