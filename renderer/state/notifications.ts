import type { StoreApi } from 'zustand';
import { chatTitle } from '../chat/title.ts';
import { text } from '../texts/text.ts';
import type { Environment } from './environment.ts';
import { levelOf, preferencesOf } from './levels.ts';
import { isRead, type News } from './news.ts';
import { createOneWindow } from './one-window.ts';
import { authorNameOf } from './author.ts';
import { quietUntil } from './quiet.ts';
import type { AppState, ChatState, Profiles } from './types.ts';

/** What is said in one chat within this time of a notification is told in one more, when it is over. */
export const COALESCE_MS = 4_000;
/** What is told is heard at most this often. */
export const SOUND_EVERY_MS = 2_000;
/** A window that nobody looks at leaves it to the others for so long, and then for a part of so long, to be the one that tells. */
export const AFTER_OTHERS_MS = 60;

/** True where the reader is to be told: not of what they see as it comes, and of each chat what they want to be told of it. */
export function isToTell(
  state: Pick<AppState, 'openChatId' | 'chats' | 'session'>,
  news: News,
  context: { isFocused: boolean },
): boolean {
  if (isRead(state, news, context)) return false;
  const level = levelOf(state, news.chat_id);
  return level === 'all' || (level === 'mentions' && news.isForMe);
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
  const name = authorNameOf(profiles, first);
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

/**
 * @param me username of who is signed in
 * @param prefix of what is kept for them
 */
export function createNotifier(
  store: StoreApi<AppState>,
  environment: Pick<Environment, 'page' | 'notify' | 'playSound' | 'storage' | 'now' | 'elapsed' | 'random'>,
  { me, prefix }: { me: string; prefix: string },
): Notifier {
  const { page, notify, playSound, now, elapsed, random } = environment;
  const windows = createOneWindow(environment.storage, prefix);
  /** What has been said, per chat, since the last notification; a chat without an entry may be told of at once. */
  const waiting = new Map<number, { news: News[]; timer: ReturnType<typeof setTimeout> }>();
  const leaving = new Set<ReturnType<typeof setTimeout>>();
  let heardAt = -Infinity;

  const context = () => ({ isFocused: page.isFocused() });

  function tell(chatId: number, news: readonly News[]) {
    const state = store.getState();
    const chat = state.chats[chatId];
    const [first, ...others] = news.filter((entry) => isToTell(state, entry, context()));
    const preferences = preferencesOf(state);
    if (chat === undefined || first === undefined || quietUntil(preferences, now()) !== null) return;
    const messageId = (others.at(-1) ?? first).message_id;
    if (!windows.claim(chatId, messageId)) return;
    notify({ ...wordsOf(chat, [first, ...others], me, state.profiles), server: state.server, chatId, messageId });
    if (!preferences.sound || elapsed() - heardAt < SOUND_EVERY_MS) return;
    heardAt = elapsed();
    playSound();
  }

  /** Of several windows the one that somebody looks at is the first. */
  function tellInTurn(chatId: number, news: readonly News[]) {
    if (page.isFocused()) return tell(chatId, news);
    const timer = setTimeout(
      () => {
        leaving.delete(timer);
        tell(chatId, news);
      },
      AFTER_OTHERS_MS * (1 + random()),
    );
    leaving.add(timer);
  }

  function wait(chatId: number) {
    const timer = setTimeout(() => {
      const late = waiting.get(chatId)?.news ?? [];
      waiting.delete(chatId);
      if (late.length === 0) return;
      tellInTurn(chatId, late);
      wait(chatId);
    }, COALESCE_MS);
    waiting.set(chatId, { news: [], timer });
  }

  return {
    hear: (news) => {
      const state = store.getState();
      // Another window must not tell of what is seen in this one.
      if (isRead(state, news, context())) windows.claim(news.chat_id, news.message_id);
      const current = waiting.get(news.chat_id);
      if (current !== undefined) {
        current.news.push(news);
        return;
      }
      if (!isToTell(state, news, context())) return;
      tellInTurn(news.chat_id, [news]);
      wait(news.chat_id);
    },
    close: () => {
      for (const { timer } of waiting.values()) clearTimeout(timer);
      for (const timer of leaving) clearTimeout(timer);
      waiting.clear();
      leaving.clear();
    },
  };
}
