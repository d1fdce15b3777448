import type { StoreApi } from 'zustand';
import { chatTitle } from '../chat/title.ts';
import { text } from '../texts/text.ts';
import type { Environment } from './environment.ts';
import { isRead, type News } from './news.ts';
import { nameOf } from './profiles.ts';
import type { AppState, ChatState, Profiles } from './types.ts';

/** What is said in one chat within this time of a notification is told in one more, when it is over. */
export const COALESCE_MS = 4_000;

/**
 * True where the reader is to be told: not of what they see as it comes, and of what is said in a muted chat only where
 * it names them.
 */
export function isToTell(
  state: Pick<AppState, 'openChatId' | 'chats' | 'muted'>,
  news: News,
  context: { isFocused: boolean },
): boolean {
  return !isRead(state, news, context) && (news.mentionsMe || !state.muted.includes(news.chat_id));
}

/** The words of a notification. @param all what it is about, oldest first, at least one */
export function wordsOf(
  chat: ChatState,
  all: readonly [News, ...News[]],
  me: string,
  profiles: Profiles,
): { title: string; body: string } {
  const title = chatTitle(chat.chat, me, profiles);
  const [first] = all;
  const name = nameOf(profiles, first.username);
  const count = all.reduce((sum, { earlier }) => sum + earlier.length + 1, 0);
  const isNamed = all.some(({ mentionsMe }) => mentionsMe);
  if (count > 1) return { title, body: text(isNamed ? 'notify.several.mentioned' : 'notify.several', { count }) };
  const body = first.text.trim() === '' ? text('notify.empty') : first.text.trim();
  if (isNamed) return { title, body: text('notify.mentioned', { name, text: body }) };
  // Between two people the chat is called like the other one; everywhere else it matters who spoke.
  const isAlone = title === name;
  return { title, body: isAlone ? body : text('notify.said', { name, text: body }) };
}

/** Tells of news, each chat at most once per `COALESCE_MS`. */
export type Notifier = {
  hear: (news: News) => void;
  close: () => void;
};

/** @param me username of who is signed in */
export function createNotifier(
  store: StoreApi<AppState>,
  { page, notify }: Pick<Environment, 'page' | 'notify'>,
  me: string,
): Notifier {
  /** What has been said, per chat, since the last notification; a chat without an entry may be told of at once. */
  const waiting = new Map<number, { news: News[]; timer: ReturnType<typeof setTimeout> }>();

  function tell(chatId: number, news: readonly News[]) {
    const state = store.getState();
    const chat = state.chats[chatId];
    const [first, ...others] = news.filter((entry) => isToTell(state, entry, { isFocused: page.isFocused() }));
    if (chat === undefined || first === undefined) return;
    notify({ ...wordsOf(chat, [first, ...others], me, state.profiles), server: state.server, chatId });
  }

  function wait(chatId: number) {
    const timer = setTimeout(() => {
      const late = waiting.get(chatId)?.news ?? [];
      waiting.delete(chatId);
      if (late.length === 0) return;
      tell(chatId, late);
      wait(chatId);
    }, COALESCE_MS);
    waiting.set(chatId, { news: [], timer });
  }

  return {
    hear: (news) => {
      const current = waiting.get(news.chat_id);
      if (current !== undefined) {
        current.news.push(news);
        return;
      }
      if (!isToTell(store.getState(), news, { isFocused: page.isFocused() })) return;
      tell(news.chat_id, [news]);
      wait(news.chat_id);
    },
    close: () => {
      for (const { timer } of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}
