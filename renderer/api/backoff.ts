const BASE_MS = 500;
const CAP_MS = 15_000;

/**
 * Milliseconds to wait before try number `attempt` (the first is 0): "full jitter", anywhere between 0 and a bound that
 * doubles from 0.5 s to 15 s, so that clients of a server that restarts do not come back all at once.
 */
export function backoff(attempt: number, random: () => number): number {
  return random() * Math.min(CAP_MS, BASE_MS * 2 ** attempt);
}
