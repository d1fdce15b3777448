import { UNREAD_COUNTED } from '../../server/protocol/limits.ts';
import { text } from '../texts/text.ts';
import { levelOf } from './levels.ts';
import type { AppState } from './types.ts';

/** More than this many are not told apart: "99+". */
export const UNREAD_MAX = 99;

/** How many messages of others in this chat are not read; at most one more than `UNREAD_MAX`. */
export function unreadIn(state: AppState, chatId: number): number {
  const reading = state.chats[chatId]?.reading;
  return reading === undefined ? 0 : Math.min(UNREAD_COUNTED, reading.unread + reading.later.length);
}

/** How many of them name this user. */
export function mentionsIn(state: AppState, chatId: number): number {
  const reading = state.chats[chatId]?.reading;
  if (reading === undefined) return 0;
  return Math.min(UNREAD_COUNTED, reading.mentions + reading.later.filter(({ isMention }) => isMention).length);
}

/** How many messages are not read in all chats, as far as they are told of. */
export function totalUnread(state: AppState): number {
  return state.chatOrder.reduce((total, chatId) => {
    const level = levelOf(state, chatId);
    if (level === 'none') return total;
    return total + (level === 'all' ? unreadIn : mentionsIn)(state, chatId);
  }, 0);
}

/** The number as it is shown. */
export function countText(count: number): string {
  return count > UNREAD_MAX ? text('unread.more', { max: UNREAD_MAX }) : String(count);
}
