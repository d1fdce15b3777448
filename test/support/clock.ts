import { setImmediate } from 'node:timers';
import type { Clock } from '../../server/core/ports/clock.ts';

interface Timer {
  /** As `elapsed` counts. */
  due: number;
  /** As it was passed to `after`. */
  ms: number;
  fn: () => void;
}

/** A clock that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /**
   * Moves time on. Timers that fall due, those set on the way included, run in the order of their time (equal ones in
   * the order in which they were set), each at its own time and with all promise callbacks done before the next one.
   * What a timer throws rejects the promise, and time stays where it was thrown.
   */
  advance(ms: number): Promise<void>;
  /** Sets the date, as a person or the network does. No time passes: timers and `elapsed` know nothing of it. */
  set(date: number): void;
  /** Lets everything run that waits for promises only. No time passes. */
  settle(): Promise<void>;
  /**
   * Resolves when a timer that was set for exactly `ms` is pending: at once where there is one. For code that sets its
   * timer only after real input or output; what is awaited also says how long the code means to wait.
   */
  scheduled(ms: number): Promise<void>;
  /** The pending timers, as the milliseconds that each still has to go, soonest first. */
  readonly timers: number[];
}

// An immediate runs after all promise callbacks, however deep their chain.
const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** @param start milliseconds since 1970; without it 2026-01-01T12:00:00.000Z. */
export function createFakeClock(start = Date.UTC(2026, 0, 1, 12)): FakeClock {
  let now = 0;
  let epoch = start;
  const pending = new Set<Timer>();
  const watchers = new Set<{ ms: number; resolve: () => void }>();

  const next = (until: number): Timer | undefined => {
    let first: Timer | undefined;
    for (const timer of pending) {
      if (timer.due <= until && (!first || timer.due < first.due)) first = timer;
    }
    return first;
  };

  return {
    now: () => epoch + now,
    elapsed: () => now,
    after(ms, fn) {
      const timer = { due: now + Math.max(0, ms), ms, fn };
      pending.add(timer);
      for (const watcher of watchers) {
        if (watcher.ms !== ms) continue;
        watchers.delete(watcher);
        watcher.resolve();
      }
      return () => void pending.delete(timer);
    },
    async advance(ms) {
      const until = now + ms;
      await settle();
      for (let timer = next(until); timer; timer = next(until)) {
        pending.delete(timer);
        now = timer.due;
        timer.fn();
        await settle();
      }
      now = until;
    },
    set(date) {
      epoch = date - now;
    },
    settle,
    async scheduled(ms) {
      for (const timer of pending) if (timer.ms === ms) return;
      await new Promise<void>((resolve) => void watchers.add({ ms, resolve }));
    },
    get timers() {
      return [...pending].map((timer) => timer.due - now).toSorted((a, b) => a - b);
    },
  };
}
