import type { Clock } from './ports/clock.ts';

/** Does something when asked to, but at most once per interval; what is asked for in between is done once, at its end. */
export class Pace {
  readonly #clock: Clock;
  readonly #interval: number;
  readonly #act: () => void;
  #doneAt: number;
  #cancel: (() => void) | undefined;

  /**
   * @param interval milliseconds.
   * @param first `now`: the first time is not held back; `later`: it comes an interval from now at the earliest.
   */
  constructor(clock: Clock, interval: number, first: 'now' | 'later', act: () => void) {
    this.#clock = clock;
    this.#interval = interval;
    this.#act = act;
    this.#doneAt = first === 'now' ? -Infinity : clock.elapsed();
  }

  ask(): void {
    if (this.#cancel) return;
    const wait = this.#doneAt + this.#interval - this.#clock.elapsed();
    if (wait <= 0) this.#do();
    else this.#cancel = this.#clock.after(wait, () => this.#do());
  }

  /** Drops what is still to be done. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #do(): void {
    this.#cancel = undefined;
    this.#doneAt = this.#clock.elapsed();
    this.#act();
  }
}
