import { powerSaveBlocker } from 'electron';
import type { HostState } from './bridge.ts';
import type { Signal } from './signal.ts';

/** Keeps the machine awake while it holds a party; its screen may go dark. */
export function keepAwake(host: Signal<HostState>): void {
  let blocker: number | undefined;
  host.watch(({ kind }) => {
    if (kind === 'hosting') blocker ??= powerSaveBlocker.start('prevent-app-suspension');
    else if (blocker !== undefined) {
      powerSaveBlocker.stop(blocker);
      blocker = undefined;
    }
  });
}
