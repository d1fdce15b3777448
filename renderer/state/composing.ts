import { withDraft } from './kept-drafts.ts';
import { selectMessage } from './selectors.ts';
import type { AppState } from './types.ts';

/** The state in which the chat's text field answers a message; an edit that was under way is given up. */
export function withReply(state: AppState, chatId: number, messageId: number): AppState {
  const idle = withoutComposing(state, chatId);
  return { ...idle, composing: { ...idle.composing, [chatId]: { kind: 'reply', message_id: messageId } } };
}

/**
 * The state in which the chat's text field changes a message: it holds its text, and the draft waits. The same state
 * where the message is not known, or is being changed already.
 */
export function withEdit(state: AppState, chatId: number, messageId: number): AppState {
  const message = selectMessage(chatId, messageId)(state);
  const current = state.composing[chatId];
  if (message === undefined || (current?.kind === 'edit' && current.message_id === messageId)) return state;
  const idle = withoutComposing(state, chatId);
  return {
    ...idle,
    composing: {
      ...idle.composing,
      [chatId]: { kind: 'edit', message_id: messageId, draftBefore: idle.drafts[chatId] ?? '' },
    },
    drafts: withDraft(idle.drafts, chatId, message.content),
  };
}

/** The state in which the chat's text field writes a new message, with the draft that it had before an edit. */
export function withoutComposing(state: AppState, chatId: number): AppState {
  const { [chatId]: current, ...composing } = state.composing;
  if (current === undefined) return state;
  const drafts = current.kind === 'edit' ? withDraft(state.drafts, chatId, current.draftBefore) : state.drafts;
  return { ...state, composing, drafts };
}
