import { expect, test } from 'vitest';
import { newChatState } from '../../../renderer/state/chats.ts';
import { newsOf, type News } from '../../../renderer/state/news.ts';
import { isToTell, wordsOf } from '../../../renderer/state/notifications.ts';
import { initialState } from '../../../renderer/state/store.ts';
import type { ServerFrame } from '../../../server/protocol/frames.ts';
import { ada, aChat } from '../support/backend.ts';

const chat = newChatState(aChat(1, { notify: 'mentions' }));
const state = { ...initialState, chats: { 1: chat } };

function activity(fields: Partial<Extract<ServerFrame, { type: 'activity' }>> = {}): ServerFrame {
  return {
    type: 'activity',
    chat_id: 1,
    message_id: 8,
    user_id: 2,
    username: 'bob',
    is_bot: false,
    created_at: '2026-01-01T00:00:00.000Z',
    preview: 'ask @ada',
    ...fields,
  };
}

const news = (frame: ServerFrame): News => newsOf(state, frame, ada)!;
const isTold = (frame: ServerFrame) => isToTell(state, news(frame), { isFocused: false });

test('[COMPOSE9] who is named is told of it where only mentions are told too, and nobody else', () => {
  expect(isTold(activity({ mentions: ['ada', 'cy'] }))).toBe(true);
  expect(isTold(activity({ mentions: ['cy'] }))).toBe(false);
  expect(isTold(activity())).toBe(false);
  expect(isTold(activity({ earlier: [{ message_id: 7, user_id: 3, mentions: ['ada'] }] }))).toBe(true);
  const { earlier: _, preview: __, ...rest } = activity() as Extract<ServerFrame, { type: 'activity' }>;
  expect(isTold({ ...rest, type: 'message', content: 'ask @ada', mentions: ['ada'] })).toBe(true);
});

test('[COMPOSE9] what one has said oneself names nobody who has to be told', () => {
  const own = { message_id: 7, user_id: ada.id, mentions: ['ada'] };
  expect(isTold(activity({ earlier: [own] }))).toBe(false);
  expect(newsOf(state, activity({ user_id: ada.id, mentions: ['ada'] }), ada)).toBeNull();
});

test('[COMPOSE9] it is told in words of its own', () => {
  const words = (...all: [News, ...News[]]) => wordsOf(chat, all, 'ada', new Map()).body;
  const named = news(activity({ mentions: ['ada'] }));
  const other = news(activity({ message_id: 9, preview: 'hello' }));
  expect(words(named)).toBe('bob mentioned you: ask @ada');
  expect(words(other)).toBe('bob: hello');
  expect(words(other, named)).toBe('2 new messages, and you are mentioned');
  expect(words(other, other)).toBe('2 new messages');
});

test('[HOOKIN6] a program is told of by its own name, whoever is called the same', () => {
  const bob = { id: 2, display_name: 'Bobby', avatar: null, about: null };
  const words = (frame: ServerFrame) =>
    wordsOf(chat, [news(frame)], 'ada', new Map([['bob', bob]])).body.replaceAll(/[\u2066-\u2069]/gu, '');
  expect(words(activity({ preview: 'done' }))).toBe('Bobby: done');
  expect(words(activity({ preview: 'done', user_id: null }))).toBe('bob (app): done');
});
