import { useEffect, useRef, useState } from 'react';
import { visits } from '../desktop.ts';
import type { KnownServer } from '../known-servers.ts';
import type { Destination, Failure } from '../visits.ts';

export type JoinState =
  | { kind: 'idle' }
  /** `url` is the address that is shown for it. */
  | { kind: 'busy'; url: string }
  | { kind: 'failed'; failure: Failure; tried: Destination };

/** One try after another to get to a server; once one succeeds, its chats are shown instead. */
export interface Join {
  state: JoinState;
  go: (to: Destination) => Promise<void>;
  /** To where one has been before. */
  again: (server: KnownServer) => void;
  /** Gives up the try that is under way, or what came of it. */
  reset: () => void;
}

export function useJoin(): Join {
  const [state, setState] = useState<JoinState>({ kind: 'idle' });
  /** The try whose end is waited for. */
  const current = useRef<AbortController | null>(null);
  useEffect(() => () => current.current?.abort(), []);

  const reset = () => {
    current.current?.abort();
    current.current = null;
    setState({ kind: 'idle' });
  };
  const go = async (to: Destination) => {
    current.current?.abort();
    const attempt = new AbortController();
    current.current = attempt;
    setState({ kind: 'busy', url: to.addresses[0] });
    const arrival = await visits.goTo(to, attempt.signal);
    if (attempt.signal.aborted || arrival.kind === 'arrived' || arrival.kind === 'given_up') return;
    current.current = null;
    setState({ kind: 'failed', failure: arrival, tried: to });
  };
  return {
    state,
    go,
    reset,
    again: (server) => void go({ addresses: [server.url] }),
  };
}
