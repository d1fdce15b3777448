import { useRef, useState } from 'react';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Spinner } from '../../ui/spinner.tsx';

/** Loading of older pages: `want` asks for the next one, unless the last try failed and nobody said to try again. */
export function useOlder(chatId: number): { loading: boolean; failed: boolean; want: () => void; again: () => void } {
  const history = useApp((state) => state.chats[chatId]?.history);
  const hasOlder = useApp((state) => state.chats[chatId]?.hasOlder === true);
  const [failed, setFailed] = useState(false);
  const busy = useRef(false);
  const load = async () => {
    if (busy.current || !hasOlder || history !== 'ready') return;
    busy.current = true;
    setFailed(false);
    try {
      await actions.loadOlder(chatId);
    } catch {
      setFailed(true);
    } finally {
      busy.current = false;
    }
  };
  return {
    loading: history === 'loading_older',
    failed,
    want: () => {
      if (!failed) void load();
    },
    again: () => void load(),
  };
}

/** Floats above the oldest message, so that coming and going it moves nothing. */
export function OlderStatus({ loading, failed, again }: { loading: boolean; failed: boolean; again: () => void }) {
  if (!loading && !failed) return null;
  return (
    <div
      role="status"
      className="absolute top-2 left-1/2 z-10 flex min-h-8 -translate-x-1/2 items-center gap-2 rounded-full bg-raised px-3 text-xs text-soft shadow-pill"
    >
      {loading ? (
        <>
          <Spinner className="text-accent" />
          {text('timeline.loadingOlder')}
        </>
      ) : (
        <>
          {text('timeline.error')}
          <Button kind="link" size="small" onClick={again}>
            {text('common.retry')}
          </Button>
        </>
      )}
    </div>
  );
}
