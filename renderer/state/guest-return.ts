import { backoff } from '../api/backoff.ts';
import { ApiError } from '../api/errors.ts';

export type GuestReturnOptions = {
  /** One try to sign in again. */
  signIn: () => Promise<void>;
  /** The next try is at this time, as `elapsed` counts. */
  onWait: (retryAt: number, attempt: number) => void;
  /** The account or its password is not known any more; nothing is tried after this. */
  onRefused: () => void;
  /** See `Environment`. */
  elapsed: () => number;
  /** At least 0 and below 1. */
  random: () => number;
};

/** A guest whose token has expired, on the way back in. */
export type GuestReturn = {
  /** Tries now instead of when the wait is over. */
  retryNow: () => void;
  end: () => void;
};

/** Signs a guest in again, and goes on trying while the server cannot be asked. */
export function returnGuest({ signIn, onWait, onRefused, elapsed, random }: GuestReturnOptions): GuestReturn {
  let ended = false;
  let busy = false;
  let attempt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function tryNow() {
    if (ended || busy) return;
    clearTimeout(timer);
    busy = true;
    try {
      await signIn();
    } catch (error) {
      if (!isEnded()) failed(error);
    } finally {
      busy = false;
    }
  }

  function isEnded() {
    return ended;
  }

  function failed(error: unknown) {
    if (isLasting(error)) {
      ended = true;
      onRefused();
      return;
    }
    const delay = backoff(attempt, random);
    attempt += 1;
    timer = setTimeout(() => void tryNow(), delay);
    onWait(elapsed() + delay, attempt);
  }

  onWait(elapsed(), attempt);
  void tryNow();
  return {
    retryNow: () => void tryNow(),
    end: () => {
      ended = true;
      clearTimeout(timer);
    },
  };
}

/** True where the same try cannot succeed later. */
export function isLasting(error: unknown): boolean {
  if (!(error instanceof ApiError) || error.status === null) return false;
  return error.status >= 400 && error.status < 500 && error.status !== 429;
}
