import { withoutComposing } from './composing.ts';
import { withDraft } from './kept-drafts.ts';
import type { AppState, Farewell } from './types.ts';
import { withoutTray } from './uploads/tray.ts';

/**
 * The state without a chat that this user takes part in no more. What they had written there and not sent becomes the
 * chat's draft: it can be read, and it is where it was when they are invited again.
 */
export function withoutChat(before: AppState, chatId: number, reason: Farewell['reason'] = 'removed'): AppState {
  const lost = before.chats[chatId];
  if (lost === undefined) return before;
  const state = withoutComposing(before, chatId);
  const { [chatId]: _, ...chats } = state.chats;
  const unsent = state.outbox.filter((entry) => entry.chat_id === chatId).map(({ content }) => content);
  const draft = [...unsent, state.drafts[chatId] ?? ''].filter((text) => text.trim() !== '').join('\n\n');
  const next: AppState = {
    ...state,
    chats,
    chatOrder: state.chatOrder.filter((id) => id !== chatId),
    drafts: withDraft(state.drafts, chatId, draft),
    tray: withoutTray(state.tray, chatId),
    outbox: unsent.length === 0 ? state.outbox : state.outbox.filter((entry) => entry.chat_id !== chatId),
    farewell: { id: (state.farewell?.id ?? 0) + 1, chat: lost.chat, reason },
  };
  return next;
}
