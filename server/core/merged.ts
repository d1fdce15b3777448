import type { Clock } from './ports/clock.ts';

/**
 * Hands things on by what they are about: the first at once, those that come within an interval of it together at its
 * end, only the newest of each kind. Costs nothing for what nothing happens to.
 */
export class Merged<About, Kind, Thing> {
  readonly #clock: Clock;
  readonly #interval: number;
  readonly #hand: (about: About, things: Thing[]) => void;
  readonly #waiting = new Map<About, { things: Map<Kind, Thing>; cancel: () => void }>();

  /** @param interval milliseconds. */
  constructor(clock: Clock, interval: number, hand: (about: About, things: Thing[]) => void) {
    this.#clock = clock;
    this.#interval = interval;
    this.#hand = hand;
  }

  add(about: About, kind: Kind, thing: Thing): void {
    const waiting = this.#waiting.get(about);
    if (waiting) {
      waiting.things.delete(kind);
      waiting.things.set(kind, thing);
      return;
    }
    this.#wait(about);
    this.#hand(about, [thing]);
  }

  /** Drops what waits. */
  close(): void {
    for (const { cancel } of this.#waiting.values()) cancel();
    this.#waiting.clear();
  }

  #wait(about: About): void {
    const cancel = this.#clock.after(this.#interval, () => this.#due(about));
    this.#waiting.set(about, { things: new Map(), cancel });
  }

  #due(about: About): void {
    const things = [...(this.#waiting.get(about)?.things.values() ?? [])];
    this.#waiting.delete(about);
    if (things.length === 0) return;
    this.#wait(about);
    this.#hand(about, things);
  }
}
