import { app } from 'electron';
import type { Log } from '../server/index.ts';

/** Milliseconds that everything has to end; then the app is gone all the same. */
const WITHIN = 5000;

/** Holds a quit back until `close` is done: guests are told, and what runs is stored. */
export function setUpQuitting(close: () => Promise<void>, log: Log): void {
  let state: 'running' | 'closing' | 'closed' = 'running';
  app.on('will-quit', (event) => {
    if (state === 'closed') return;
    event.preventDefault();
    if (state === 'closing') return;
    state = 'closing';
    const end = () => {
      if (state === 'closed') return;
      state = 'closed';
      app.quit();
    };
    setTimeout(() => {
      log.error({ within: WITHIN }, 'the app did not end in time, and is cut short');
      end();
    }, WITHIN).unref();
    close()
      .catch((error: unknown) => log.error({ err: error }, 'the app did not end cleanly'))
      .finally(end);
  });
}
