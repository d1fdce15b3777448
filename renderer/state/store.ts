import { create } from 'zustand';
import type { AppState } from './types.ts';

/** The state before anything is known. */
export const initialState: AppState = {
  session: { kind: 'signed_out' },
  connection: { kind: 'connecting' },
  chats: {},
  chatOrder: [],
  chatsStatus: 'loading',
  openChatId: null,
  health: null,
  drafts: {},
  outbox: [],
  alert: null,
};

/** The renderer's state. Select narrowly (see `selectors.ts`): a reply that streams in changes its chat 20 times a second. */
export const useApp = create<AppState>()(() => initialState);
