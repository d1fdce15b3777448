import type { StoreApi } from 'zustand';
import { hasPending, settle, withChat } from './chats.ts';
import type { AppState } from './types.ts';

const TICK_MS = 1_000;

/** Lets time pass in the open chat while something in it waits for that. Returns what ends it. */
export function startClockwork(store: StoreApi<AppState>, elapsed: () => number): () => void {
  let timer: ReturnType<typeof setInterval> | undefined;

  function tick() {
    const { openChatId } = store.getState();
    if (openChatId !== null) store.setState((state) => withChat(state, openChatId, (chat) => settle(chat, elapsed())));
  }

  const unsubscribe = store.subscribe((state) => {
    if (isWaiting(state) === (timer !== undefined)) return;
    clearInterval(timer);
    timer = timer === undefined ? setInterval(tick, TICK_MS) : undefined;
  });
  return () => {
    unsubscribe();
    clearInterval(timer);
  };
}

function isWaiting(state: AppState): boolean {
  const open = state.openChatId === null ? undefined : state.chats[state.openChatId];
  return open !== undefined && hasPending(open);
}
