import * as z from 'zod';
import type { Unsubscribe } from './bridge.ts';
import type { Push } from './channels.ts';
import type { Handle } from './ipc.ts';
import type { Search } from './parties/search.ts';

interface PartiesIpcParts {
  handle: Handle;
  push: Push;
  search: Search;
  /** Calls back when the page is gone that may have watched. */
  onPageGone: (listener: () => void) => void;
}

/** Looks for parties for as long as the page asks for it. */
export function answerParties({ handle, push, search, onPageGone }: PartiesIpcParts): void {
  let unwatch: Unsubscribe | undefined;
  const end = () => {
    unwatch?.();
    unwatch = undefined;
  };
  handle('parties:watch', z.undefined(), () => {
    unwatch ??= search.watch((found) => push('parties:changed', found));
  });
  handle('parties:unwatch', z.undefined(), end);
  onPageGone(end);
}
