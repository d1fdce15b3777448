import type { Socket } from '../api/socket.ts';
import type { Environment } from './environment.ts';

/** Somebody who has not touched their device for so long is away. */
export const AWAY_AFTER_MS = 5 * 60_000;

/** Tells the server whether somebody is at this device. */
export type Idle = { connected: () => void; close: () => void };

export function startIdle(
  socket: Pick<Socket, 'send'>,
  { page, elapsed }: Pick<Environment, 'page' | 'elapsed'>,
): Idle {
  let touchedAt = elapsed();
  let isAway = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function tell() {
    socket.send({ type: 'presence', status: isAway ? 'away' : 'online' });
  }

  /** Looks again when the time may be over: what touches the page only takes note of the moment. */
  function wait() {
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        if (elapsed() - touchedAt < AWAY_AFTER_MS) return wait();
        isAway = true;
        tell();
      },
      Math.ceil(touchedAt + AWAY_AFTER_MS - elapsed()),
    );
  }

  function touched() {
    touchedAt = elapsed();
    if (!isAway) return;
    isAway = false;
    tell();
    wait();
  }

  const unlisten = [page.on('input', touched), page.on('focus', touched), page.on('visible', touched)];
  wait();
  return {
    // A new connection is online as far as the server knows.
    connected: () => {
      if (isAway) tell();
    },
    close: () => {
      clearTimeout(timer);
      unlisten.forEach((end) => end());
    },
  };
}
