import type { Clock } from '../core/ports/clock.ts';

/** Nothing came in time. */
export class Timeout extends Error {
  override name = 'Timeout';
  /** How long was waited, in milliseconds. */
  readonly ms: number;

  constructor(ms: number) {
    super(`nothing came for ${ms} ms`);
    this.ms = ms;
  }
}

/** The reason of an aborted signal as something that can be thrown. */
function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('aborted', { cause: signal.reason });
}

/**
 * Waits for a promise, but no longer than `ms` milliseconds and not past an abort; whatever it does afterwards is ignored.
 * @throws Timeout, the signal's reason (at once where it is aborted already), or what the promise rejects with.
 */
export function waitFor<Value>(promise: Promise<Value>, clock: Clock, ms: number, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      done();
      reject(reasonOf(signal));
    };
    const cancel = clock.after(ms, () => {
      done();
      reject(new Timeout(ms));
    });
    const done = (): void => {
      cancel();
      signal.removeEventListener('abort', onAbort);
    };
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    promise.then(resolve, reject).finally(done);
  });
}

/** Resolves `ms` milliseconds from now. @throws the signal's reason as soon as it is aborted. */
export function wait(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      cancel();
      signal.removeEventListener('abort', onAbort);
      reject(reasonOf(signal));
    };
    const cancel = clock.after(ms, () => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
  });
}
