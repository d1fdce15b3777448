import type { Clock } from '../core/ports/clock.ts';

/** The date is looked at this often (milliseconds): it can be set, and timers stand still while a machine sleeps. */
export const EXPIRY_CHECK_INTERVAL = 30_000;

/**
 * Calls `expired` once, when the date has come or as much time has passed as was left until then, whichever is first: a
 * date that is set back gives nobody more time. Returns the function that cancels it.
 * @param expiresAt milliseconds since 1970
 */
export function watchExpiry(clock: Clock, expiresAt: number, expired: () => void): () => void {
  const end = clock.elapsed() + (expiresAt - clock.now());
  let cancel: () => void;
  const look = (): void => {
    const left = Math.min(expiresAt - clock.now(), end - clock.elapsed());
    if (left <= 0) expired();
    else cancel = clock.after(Math.min(left, EXPIRY_CHECK_INTERVAL), look);
  };
  // Who calls this has not finished yet, so that nothing is called back before it has returned.
  cancel = clock.after(0, look);
  return () => cancel();
}
