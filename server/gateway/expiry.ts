import type { Clock } from '../core/ports/clock.ts';

/** The date is looked at this often (milliseconds): it can be set, and timers stand still while a machine sleeps. */
export const EXPIRY_CHECK_INTERVAL = 30_000;

interface Deadline {
  /** Milliseconds since 1970. */
  date: number;
  /** As the clock's `elapsed` counts. */
  end: number;
}

/**
 * Tells of each item when its date has come or as much time has passed as was left until then, whichever is first: a
 * date that is set back gives nobody more time. One timer serves all of them.
 */
export class Expiries<Item> {
  readonly #clock: Clock;
  readonly #expired: (item: Item) => void;
  readonly #deadlines = new Map<Item, Deadline>();
  /** When they are looked at next, as the clock's `elapsed` counts. */
  #nextLook = Infinity;
  #cancel = () => {};

  /** @param expired called once for each; never before the call of `watch` has returned. */
  constructor(clock: Clock, expired: (item: Item) => void) {
    this.#clock = clock;
    this.#expired = expired;
  }

  /** @param date milliseconds since 1970. */
  watch(item: Item, date: number): void {
    const left = date - this.#clock.now();
    this.#deadlines.set(item, { date, end: this.#clock.elapsed() + left });
    this.#lookWithin(Math.min(left, EXPIRY_CHECK_INTERVAL));
  }

  forget(item: Item): void {
    this.#deadlines.delete(item);
    if (this.#deadlines.size > 0) return;
    this.#cancel();
    this.#nextLook = Infinity;
  }

  #lookWithin(ms: number): void {
    const at = this.#clock.elapsed() + ms;
    if (at >= this.#nextLook) return;
    this.#cancel();
    this.#nextLook = at;
    this.#cancel = this.#clock.after(ms, () => this.#look());
  }

  #look(): void {
    this.#nextLook = Infinity;
    let soonest = EXPIRY_CHECK_INTERVAL;
    for (const [item, { date, end }] of this.#deadlines) {
      const left = Math.min(date - this.#clock.now(), end - this.#clock.elapsed());
      if (left > 0) {
        soonest = Math.min(soonest, left);
        continue;
      }
      this.#deadlines.delete(item);
      this.#expired(item);
    }
    if (this.#deadlines.size > 0) this.#lookWithin(soonest);
  }
}
