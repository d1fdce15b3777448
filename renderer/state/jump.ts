import type { StoreApi } from 'zustand';
import { ApiError } from '../api/errors.ts';
import { text } from '../texts/text.ts';
import { withChat } from './chats.ts';
import type { Environment } from './environment.ts';
import { messagePath } from './message-link.ts';
import type { SessionOwner } from './session.ts';
import type { Actions, AppState } from './types.ts';

/** Going to a message, wherever it is. */
export function createJump(
  store: StoreApi<AppState>,
  { live, required }: SessionOwner,
  { page, elapsed }: Environment,
): Pick<Actions, 'jumpTo' | 'jumpToDate' | 'forgetTarget' | 'search'> {
  function tell(chatId: number, error: unknown) {
    const isMissing = error instanceof ApiError && error.status === 404;
    const code = error instanceof ApiError ? error.code : null;
    store.setState(({ alert }) => ({
      alert: {
        id: (alert?.id ?? 0) + 1,
        chat_id: chatId,
        error: isMissing || !(error instanceof ApiError) ? text('jump.missing') : error.message,
        code: code ?? 'not_ready',
      },
    }));
  }

  async function jumpTo(chatId: number, messageId: number) {
    const history = live()?.history;
    if (history === undefined) return;
    if (store.getState().openChatId !== chatId) {
      page.go(messagePath(chatId, messageId));
      return;
    }
    try {
      if (!(await history.loadAround(chatId, messageId))) return;
      const target = { message_id: messageId, at: elapsed() };
      store.setState((state) => withChat(state, chatId, (chat) => ({ ...chat, target })));
    } catch (error) {
      tell(chatId, error);
    }
  }

  return {
    jumpTo,
    jumpToDate: async (chatId, date) => {
      const messageId = await required().rest.messageAt(chatId, date);
      if (messageId === null) return false;
      await jumpTo(chatId, messageId);
      return true;
    },
    search: async (chatId, request, signal) => required().rest.search(chatId, request, signal),
    forgetTarget: (chatId) =>
      store.setState((state) =>
        withChat(state, chatId, (chat) => (chat.target === null ? chat : { ...chat, target: null })),
      ),
  };
}
