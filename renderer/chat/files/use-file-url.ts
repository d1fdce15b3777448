import { useCallback, useLayoutEffect, useState } from 'react';
import { actions } from '../../state/actions.ts';
import type { FileSource } from '../../state/file-cache.ts';
import { errorText } from '../error-text.ts';

/** Where the content of a file is, as far as it is there. */
export type FileUrl =
  { kind: 'loading' } | { kind: 'ready'; url: string } | { kind: 'error'; error: string; retry: () => void };

interface Outcome {
  key: string;
  round: number;
  url: string | null;
  error: string;
}

/** An object URL of a file of the server, kept for as long as this is shown; nothing is loaded for null. */
export function useFileUrl(source: FileSource | null): FileUrl {
  const [round, setRound] = useState(0);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const retry = useCallback(() => setRound((number) => number + 1), []);
  const { key, path, type } = source ?? {};
  // Held before anything else may take its place.
  useLayoutEffect(() => {
    if (key === undefined || path === undefined || type === undefined) return;
    const held = actions.holdFile({ key, path, type });
    let isShown = true;
    held.loaded.then(
      (url) => isShown && setOutcome({ key, round, url, error: '' }),
      (error: unknown) => isShown && setOutcome({ key, round, url: null, error: errorText(error) }),
    );
    return () => {
      isShown = false;
      held.release();
    };
  }, [key, path, type, round]);
  if (key === undefined) return { kind: 'loading' };
  // What is there already is shown at once: a message that has just been sent must not flicker.
  const url = actions.fileUrl(key);
  if (url !== null) return { kind: 'ready', url };
  if (outcome?.key !== key || outcome.round !== round || outcome.url !== null) return { kind: 'loading' };
  return { kind: 'error', error: outcome.error, retry };
}
