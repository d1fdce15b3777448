import type { StoreApi } from 'zustand';
import type { Page } from '../api/page.ts';
import type { AppState } from './types.ts';

/** What is written behind the state that it is made of. */
type Behind<Part> = {
  /** What of the state it is made of. */
  part: (state: AppState) => Part;
  /** Milliseconds from the last change to the write. */
  afterMs: number;
  write: () => void;
};

/** Writes some time after the last change, when the page is hidden, and at the end. Returns what ends that. */
export function writeBehind<Part>(store: StoreApi<AppState>, page: Page, behind: Behind<Part>): () => void {
  const { part, afterMs } = behind;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function write() {
    clearTimeout(timer);
    behind.write();
  }

  const unsubscribe = store.subscribe((state, before) => {
    if (part(state) === part(before)) return;
    clearTimeout(timer);
    timer = setTimeout(write, afterMs);
  });
  const unlisten = page.on('hidden', write);
  return () => {
    unsubscribe();
    unlisten();
    write();
  };
}
