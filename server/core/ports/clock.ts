/** Time, passed in so that tests need not wait. */
export interface Clock {
  /**
   * Milliseconds since 1970, as this computer believes. It is set, corrected and slept through, so that it jumps either
   * way by any amount: for what carries a date, never to measure a wait.
   */
  now(): number;
  /** Milliseconds since some moment before. It never goes back or jumps, whatever the date is set to: for waits. */
  elapsed(): number;
  /** Calls `fn` once, `ms` milliseconds from now as `elapsed` counts them. Returns the function that cancels it. */
  after(ms: number, fn: () => void): () => void;
}
