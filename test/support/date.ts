import { onTestFinished, vi } from 'vitest';

export const YEAR = 365 * 24 * 60 * 60 * 1000;

/** The date of this whole process, libraries included. Timers go on as ever. */
export interface SettableDate {
  /** Moves the date by so many milliseconds, back where negative; it goes on from there. */
  jump(ms: number): void;
  /** From now on it is always the same millisecond, until the next jump. */
  stop(): void;
}

/** Takes the date over until the end of the test. */
export function takeOverDate(): SettableDate {
  const real = Date.now.bind(Date);
  let ahead = 0;
  let stoppedAt: number | undefined;
  const spy = vi.spyOn(Date, 'now').mockImplementation(() => stoppedAt ?? real() + ahead);
  onTestFinished(() => spy.mockRestore());
  return {
    jump(ms) {
      ahead += ms;
      stoppedAt = undefined;
    },
    stop() {
      stoppedAt = Date.now();
    },
  };
}
