import { useRef, useState } from 'react';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Spinner } from '../../ui/spinner.tsx';

/** Which way the messages go on that are not loaded. */
export type Direction = 'older' | 'newer';

const load = { older: actions.loadOlder, newer: actions.loadNewer };

export interface Paging {
  direction: Direction;
  loading: boolean;
  failed: boolean;
  /** Asks for the next page, unless the last try failed and nobody said to try again. */
  want: () => void;
  again: () => void;
}

/** Loading of further pages in one direction. */
export function usePaging(chatId: number, direction: Direction): Paging {
  const history = useApp((state) => state.chats[chatId]?.history);
  const hasMore = useApp((state) => state.chats[chatId]?.[direction === 'older' ? 'hasOlder' : 'hasNewer'] === true);
  const [failed, setFailed] = useState(false);
  const busy = useRef(false);
  const next = async () => {
    if (busy.current || !hasMore || history !== 'ready') return;
    busy.current = true;
    setFailed(false);
    try {
      await load[direction](chatId);
    } catch {
      setFailed(true);
    } finally {
      busy.current = false;
    }
  };
  return {
    direction,
    loading: history === `loading_${direction}`,
    failed: failed && hasMore,
    want: () => {
      if (!failed) void next();
    },
    again: () => void next(),
  };
}

const sentences = {
  older: { loading: 'timeline.loadingOlder', failed: 'timeline.error' },
  newer: { loading: 'newer.loading', failed: 'newer.error' },
} as const;

/** Floats at the end where messages are missing, so that coming and going it moves nothing. */
export function PagingStatus({ direction, loading, failed, again }: Paging) {
  if (!loading && !failed) return null;
  return (
    <div
      role="status"
      className={cx(
        'absolute inset-x-0 z-10 mx-auto flex min-h-8 w-fit items-center gap-2 rounded-full bg-raised px-3 text-xs text-soft shadow-pill',
        direction === 'older' ? 'top-2' : 'bottom-14',
      )}
    >
      {loading ? (
        <>
          <Spinner className="text-accent" />
          {text(sentences[direction].loading)}
        </>
      ) : (
        <>
          {text(sentences[direction].failed)}
          <Button kind="link" size="small" onClick={again}>
            {text('common.retry')}
          </Button>
        </>
      )}
    </div>
  );
}
