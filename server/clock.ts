import type { Clock } from './core/ports/clock.ts';

/** `setTimeout` fires at once for anything longer (a signed 32-bit number of milliseconds, 24.8 days). */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/**
 * The computer's clock. Its timers keep the process alive until they have fired or are cancelled: each has an owner that
 * cancels it on close, and a process that ends on its own while somebody still waits would hide a forgotten one.
 */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after(ms, fn) {
    let timer: ReturnType<typeof setTimeout>;
    const arm = (left: number): void => {
      timer =
        left > LONGEST_TIMEOUT
          ? setTimeout(() => arm(left - LONGEST_TIMEOUT), LONGEST_TIMEOUT)
          : // Parts of a millisecond are cut, and nothing may come before its time.
            setTimeout(fn, Math.ceil(Math.max(0, left)));
    };
    arm(ms);
    return () => clearTimeout(timer);
  },
};
