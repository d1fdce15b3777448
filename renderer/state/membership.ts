import type { StoreApi } from 'zustand';
import { withChat } from './chats.ts';
import { withoutChat } from './farewell.ts';
import type { SignedIn } from './signed-in.ts';
import type { Actions, AppState } from './types.ts';

type Membership = Pick<Actions, 'changeChat' | 'setRole' | 'leaveChat' | 'deleteChat' | 'searchUsers'>;

/** What can be done with a chat itself and with one's own part in it. @param required what lives with the session */
export function createMembership(store: StoreApi<AppState>, required: () => SignedIn): Membership {
  return {
    changeChat: async (chatId, change) => {
      const chat = await required().rest.changeChat(chatId, change);
      store.setState((state) => withChat(state, chatId, (entry) => ({ ...entry, chat: { ...entry.chat, ...chat } })));
    },
    setRole: (chatId, userId, role) => required().rest.setRole(chatId, userId, role),
    leaveChat: async (chatId, newOwnerId) => {
      await required().rest.leaveChat(chatId, newOwnerId);
      store.setState((state) => withoutChat(state, chatId, 'left'));
    },
    deleteChat: async (chatId) => {
      await required().rest.deleteChat(chatId);
      store.setState((state) => withoutChat(state, chatId, 'deleted'));
    },
    searchUsers: (query, excludeChatId) => required().rest.searchUsers(query, excludeChatId),
  };
}
