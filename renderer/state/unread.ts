import { text } from '../texts/text.ts';
import type { AppState } from './types.ts';

/** More than this many are not told apart: "99+". */
export const UNREAD_MAX = 99;

/**
 * The state with more messages that were not seen. They are kept by id, not counted, so that tabs of one browser that
 * hear of the same message agree.
 */
export function withUnread(state: AppState, chatId: number, messageIds: number[]): AppState {
  const ids = state.unread[chatId] ?? [];
  const more = messageIds.filter((id) => !ids.includes(id));
  if (more.length === 0) return state;
  return { ...state, unread: { ...state.unread, [chatId]: [...ids, ...more].slice(-UNREAD_MAX - 1) } };
}

/** The state with everything in this chat seen. */
export function withoutUnread(state: AppState, chatId: number): AppState {
  if (state.unread[chatId] === undefined) return state;
  const { [chatId]: _, ...unread } = state.unread;
  return { ...state, unread };
}

/** How many messages in this chat were not seen; at most one more than `UNREAD_MAX`. */
export function unreadIn(state: AppState, chatId: number): number {
  return state.unread[chatId]?.length ?? 0;
}

/** How many messages were not seen in all chats but the muted ones. */
export function totalUnread(state: AppState): number {
  return state.chatOrder
    .filter((chatId) => !state.muted.includes(chatId))
    .reduce((total, chatId) => total + unreadIn(state, chatId), 0);
}

/** The number as it is shown. */
export function countText(count: number): string {
  return count > UNREAD_MAX ? text('unread.more', { max: UNREAD_MAX }) : String(count);
}
