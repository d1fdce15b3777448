import type { StoreApi } from 'zustand';
import { withChat } from './chats.ts';
import type { Environment } from './environment.ts';
import { endOf, withRead } from './reading.ts';
import type { AppState } from './types.ts';
import { totalUnread } from './unread.ts';

/**
 * What stands at the end of the open chat is read while somebody looks at it; the system is told how much is not. Returns
 * what ends it, with nothing left to read.
 * @param tell called with what has been read, to tell the server.
 */
export function startAttention(
  store: StoreApi<AppState>,
  environment: Pick<Environment, 'page' | 'setUnread'>,
  tell: (chatId: number, messageId: number) => void,
) {
  const { page, setUnread } = environment;
  let told = 0;

  function look() {
    const { openChatId, endInView, chats } = store.getState();
    if (openChatId === null || openChatId !== endInView || !page.isFocused()) return;
    const chat = chats[openChatId];
    const end = endOf(chat);
    if (chat === undefined || end === null || end <= chat.reading.readId) return;
    store.setState((state) =>
      withChat(state, openChatId, (known) => ({ ...known, reading: withRead(known.reading, end) })),
    );
    tell(openChatId, end);
  }

  function show() {
    const total = totalUnread(store.getState());
    if (total === told) return;
    told = total;
    setUnread(total);
  }

  look();
  show();
  const unlisten = [page.on('focus', look), page.on('visible', look)];
  const unsubscribe = store.subscribe((state, before) => {
    if (
      state.chats !== before.chats ||
      state.endInView !== before.endInView ||
      state.openChatId !== before.openChatId
    ) {
      look();
    }
    if (state.chats !== before.chats || state.session !== before.session || state.chatOrder !== before.chatOrder)
      show();
  });
  return () => {
    unsubscribe();
    unlisten.forEach((end) => end());
    if (told > 0) setUnread(0);
  };
}
