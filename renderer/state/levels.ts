import { defaultPreferences, type NotifyLevel, type Preferences } from '../../server/protocol/preferences.ts';
import type { Chat } from '../../server/protocol/chats.ts';
import type { AppState } from './types.ts';

type Standing = Pick<AppState, 'session' | 'chats'>;

/** How this user wants to be told of news. */
export function preferencesOf({ session }: Pick<AppState, 'session'>): Preferences {
  return (session.kind === 'signed_in' ? session.user.preferences : undefined) ?? defaultPreferences;
}

/** What is told of a chat of which nothing was chosen. */
export function usualLevel({ notify }: Preferences, chat: Pick<Chat, 'is_group' | 'is_ai_chat'>): NotifyLevel {
  // Between two people every message is meant for the other one.
  return notify === 'mentions' && !chat.is_group && !chat.is_ai_chat ? 'all' : notify;
}

/** What is told of a chat. */
export function levelOf(state: Standing, chatId: number): NotifyLevel {
  const chat = state.chats[chatId]?.chat;
  if (chat === undefined) return 'all';
  return chat.notify ?? usualLevel(preferencesOf(state), chat);
}
