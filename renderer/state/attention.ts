import type { StoreApi } from 'zustand';
import type { Environment } from './environment.ts';
import type { AppState } from './types.ts';
import { totalUnread, withoutUnread } from './unread.ts';

/**
 * What is open is seen while somebody looks; the system is told how much was not. Returns what ends it, with nothing
 * left to see.
 */
export function startAttention(store: StoreApi<AppState>, environment: Pick<Environment, 'page' | 'setUnread'>) {
  const { page, setUnread } = environment;
  let told = 0;

  function look() {
    const { openChatId, unread } = store.getState();
    if (openChatId === null || unread[openChatId] === undefined || !page.isFocused()) return;
    store.setState((state) => withoutUnread(state, openChatId));
  }

  function tell() {
    const total = totalUnread(store.getState());
    if (total === told) return;
    told = total;
    setUnread(total);
  }

  look();
  tell();
  const unlisten = [page.on('focus', look), page.on('visible', look)];
  const unsubscribe = store.subscribe((state, before) => {
    if (state.openChatId !== before.openChatId || state.unread !== before.unread) look();
    if (state.unread !== before.unread || state.muted !== before.muted || state.chatOrder !== before.chatOrder) tell();
  });
  return () => {
    unsubscribe();
    unlisten.forEach((end) => end());
    if (told > 0) setUnread(0);
  };
}
