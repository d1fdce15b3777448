/** Time, passed in so that tests need not wait. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `fn` once, `ms` milliseconds from now. Returns the function that cancels it. */
  after(ms: number, fn: () => void): () => void;
}
