/** Figures of one measurement by what they are; the name holds the unit. */
export type Row = Record<string, number>;

/** One part of the bench: its rows by their names. */
export type Figures = Record<string, Row>;

/** The middle one; the mean of the two in the middle where there are two. */
export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** @param values at least one. @param p 0 to 100; between two values it lies as far as `p` does. */
export function percentile(values: readonly number[], p: number): number {
  if (values.length === 0 || !values.every(Number.isFinite)) throw new Error('something was not measured');
  const sorted = values.toSorted((a, b) => a - b);
  const place = ((sorted.length - 1) * p) / 100;
  const below = sorted[Math.floor(place)] ?? NaN;
  const above = sorted[Math.ceil(place)] ?? NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** The medians of several rounds, column by column. */
export function medians(rounds: readonly Row[]): Row {
  const columns = Object.keys(rounds[0] ?? {});
  return Object.fromEntries(columns.map((column) => [column, median(rounds.map((round) => round[column]!))]));
}

/** Milliseconds, counted in steps of 10 µs, so that a million of them cost nothing to keep. */
export class Durations {
  static readonly #STEPS_PER_MS = 100;
  readonly #counts = new Uint32Array(500_000);
  #total = 0;

  add(ms: number): void {
    const step = Math.min(this.#counts.length - 1, Math.floor(ms * Durations.#STEPS_PER_MS));
    this.#counts[step]!++;
    this.#total++;
  }

  /** @param p 0 to 100; returns milliseconds. */
  percentile(p: number): number {
    let left = (this.#total * p) / 100;
    let step = 0;
    while (step < this.#counts.length - 1 && (left -= this.#counts[step]!) > 0) step++;
    return (step + 0.5) / Durations.#STEPS_PER_MS;
  }
}
