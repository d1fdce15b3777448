import { useEffect, useState } from 'react';
import { actions } from '../state/actions.ts';
import { useApp } from '../state/store.ts';
import { text } from '../texts/text.ts';
import { Button } from '../ui/button.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { LostServer } from './lost-server.tsx';

/** Whole seconds until a time (as `Environment.elapsed` counts), counted down. */
function useSecondsUntil(time: number): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return Math.ceil((time - now) / 1000);
}

function Countdown({ retryAt }: { retryAt: number }) {
  const seconds = useSecondsUntil(retryAt);
  return seconds > 0 ? text('connection.reconnecting.in', { count: seconds }) : text('connection.reconnecting');
}

/** Says that the connection is gone, what that means, and offers to try now. Floats, so that it moves nothing. */
export function ConnectionPill() {
  const connection = useApp((state) => state.connection);
  if (connection.kind !== 'reconnecting' && connection.kind !== 'offline') return null;
  return (
    <div className="pointer-events-none absolute inset-x-3 top-2 z-20 flex justify-center">
      <div className="pointer-events-auto flex min-h-9 animate-appear items-center gap-2 rounded-2xl bg-warn-soft py-1 pe-1.5 ps-3.5 text-sm text-warn shadow-pill">
        {connection.kind === 'reconnecting' && <Spinner className="size-3.5 shrink-0" />}
        {/* Read out once, not with every second of the countdown. */}
        <span role="status" className="sr-only">
          {text(connection.kind === 'offline' ? 'connection.offline' : 'connection.reconnecting')}{' '}
          {connection.kind === 'reconnecting' && <LostServer />}
        </span>
        <div aria-hidden className="min-w-0 py-0.5">
          {connection.kind === 'reconnecting' && (
            <p className="font-medium break-words empty:hidden">
              <LostServer />
            </p>
          )}
          <p className="tabular-nums">
            {connection.kind === 'offline' ? text('connection.offline') : <Countdown retryAt={connection.retryAt} />}
          </p>
        </div>
        <Button
          kind="quiet"
          size="small"
          className="rounded-full text-warn hover:bg-warn/10 hover:text-warn"
          onClick={() => actions.reconnectNow()}
        >
          {text('connection.now')}
        </Button>
      </div>
    </div>
  );
}
