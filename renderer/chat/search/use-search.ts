import { useCallback, useEffect, useState } from 'react';
import type { SearchHit } from '../../../server/protocol/search.ts';
import { ApiError } from '../../api/errors.ts';
import type { SearchRequest } from '../../api/rest.ts';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import { errorText } from '../error-text.ts';

/** Nothing is asked while somebody is still typing. */
const TYPING_MS = 200;

/** What came of a search. What was found stays shown while more, or something else, is looked for. */
export type Found =
  | { kind: 'idle' }
  | { kind: 'searching'; hits: readonly SearchHit[] }
  | { kind: 'found'; hits: readonly SearchHit[]; more: boolean; adding: 'no' | 'yes' | 'failed' }
  | { kind: 'failed'; error: string; isOffline: boolean };

const isUnreachable = (error: unknown) => error instanceof ApiError && error.kind === 'network';

/**
 * Looks for messages as soon as nothing was typed for a moment; whatever was under way before is given up.
 * @param chatId null: in all chats
 */
export function useSearch(request: SearchRequest | null, chatId: number | null) {
  const [found, setFound] = useState<Found>({ kind: 'idle' });
  const [tries, setTries] = useState(0);
  const isConnected = useApp((state) => state.connection.kind === 'connected');
  // A request is made anew with every render; what it asks for is what counts.
  const asked = request === null ? null : JSON.stringify(request);

  useEffect(() => {
    if (asked === null) {
      setFound({ kind: 'idle' });
      return;
    }
    const giveUp = new AbortController();
    setFound((before) => ({ kind: 'searching', hits: 'hits' in before ? before.hits : [] }));
    const timer = setTimeout(() => {
      actions.search(chatId, JSON.parse(asked) as SearchRequest, giveUp.signal).then(
        ({ hits, more }) => {
          if (!giveUp.signal.aborted) setFound({ kind: 'found', hits, more, adding: 'no' });
        },
        (error: unknown) => {
          if (giveUp.signal.aborted) return;
          setFound({ kind: 'failed', error: errorText(error), isOffline: isUnreachable(error) });
        },
      );
    }, TYPING_MS);
    return () => {
      clearTimeout(timer);
      giveUp.abort();
    };
  }, [asked, chatId, tries]);

  const again = useCallback(() => setTries((count) => count + 1), []);
  const waits = found.kind === 'failed' && found.isOffline;
  useEffect(() => {
    if (waits && isConnected) again();
    // A try that fails although the connection is there must not lead to the next one.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isConnected]);

  const addMore = () => {
    const last = 'hits' in found ? found.hits.at(-1)?.message.id : undefined;
    if (found.kind !== 'found' || !found.more || found.adding === 'yes' || request === null || last === undefined)
      return;
    const before: Found = found;
    const adding = (state: 'yes' | 'failed'): Found => ({ ...before, adding: state });
    const own = adding('yes');
    setFound(own);
    const ifStill = (next: Found) => setFound((now) => (now === own ? next : now));
    actions.search(chatId, { ...request, before: last }).then(
      ({ hits, more }) => ifStill({ kind: 'found', hits: [...before.hits, ...hits], more, adding: 'no' }),
      () => ifStill(adding('failed')),
    );
  };

  return { found, again, addMore };
}
