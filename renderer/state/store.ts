import { create } from 'zustand';
import type { AppState } from './types.ts';

/** The state before anything is known. */
export const initialState: AppState = {
  server: '',
  session: { kind: 'signed_out' },
  invite: null,
  connection: { kind: 'connecting' },
  lost: null,
  chats: {},
  chatOrder: [],
  chatsStatus: 'loading',
  openChatId: null,
  endInView: null,
  presence: {},
  profiles: new Map(),
  health: null,
  invites: { kind: 'unloaded' },
  people: { kind: 'unloaded' },
  drafts: {},
  composing: {},
  emojiUse: { recent: [], tone: 0 },
  outbox: [],
  uploads: {},
  tray: {},
  alert: null,
  farewell: null,
};

/** The renderer's state. Select narrowly (see `selectors.ts`): a reply that streams in changes its chat 20 times a second. */
export const useApp = create<AppState>()(() => initialState);
