import { cleanup, render } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Quote } from '../../../renderer/chat/message/quote.tsx';
import { AuthorAvatar, AuthorName } from '../../../renderer/chat/person/author.tsx';
import { announcement } from '../../../renderer/chat/timeline/announcer.tsx';
import { newChatState } from '../../../renderer/state/chats.ts';
import { lastSaid } from '../../../renderer/state/preview.ts';
import { withProfiles } from '../../../renderer/state/profiles.ts';
import { initialState, useApp } from '../../../renderer/state/store.ts';
import { text } from '../../../renderer/texts/text.ts';
import { aChat, ada, aMessage } from '../support/backend.ts';

/** Called like somebody who has a profile, and like who is signed in. */
const byProgram = aMessage(7, { user_id: null, username: 'bob', content: 'done', integration: { id: 1 } });
const byBob = aMessage(8, { user_id: 2, username: 'bob', content: 'done' });

beforeEach(() => {
  const state = withProfiles(initialState, [{ id: 2, username: 'bob', display_name: 'Bobby', avatar: null }]);
  const chat = { ...newChatState(aChat(1)), messages: [byProgram, byBob] };
  useApp.setState({ ...state, session: { kind: 'signed_in', user: ada }, chats: { 1: chat } });
});
afterEach(() => {
  cleanup();
  useApp.setState(initialState);
});

/** Names are kept apart from the sentence by marks that nobody sees. */
const plain = (sentence: string) => sentence.replaceAll(/[\u2066-\u2069]/gu, '');
const shown = (message: typeof byBob) => render(<AuthorName author={message} chatId={1} />).container.textContent;

test('[HOOKIN6] a program is called by its own name and marked, whoever else is called the same', () => {
  expect(shown(byProgram)).toBe('bob App');
  expect(shown(byBob)).toBe('Bobby');
  const mark = render(<AuthorAvatar author={byProgram} />).container;
  expect(mark.querySelector('svg')).not.toBeNull();
  expect(mark.textContent).toBe('');
});

test('[HOOKIN6] so it is in quotes, and where it is read out', () => {
  const quote = render(<Quote chatId={1} id={7} />).container;
  expect(quote.textContent).toBe('bob Appdone');
  const label = quote.querySelector('button')?.getAttribute('aria-label');
  expect(plain(label!)).toBe(plain(text('quote.of', { name: 'bob (app)', text: 'done' })));
  const { profiles } = useApp.getState();
  expect(plain(announcement(undefined, byProgram, ada.id, profiles)!)).toBe('bob (app): done');
  expect(announcement(undefined, byBob, ada.id, profiles)).toBe('Bobby: done');
});

test('[HOOKIN6] so it is in the list of chats', () => {
  const { user_id, username, is_bot, id } = byProgram;
  const last_message = { id, user_id, username, is_bot, preview: 'done' };
  const said = lastSaid(aChat(1, { last_message, last_message_time: byProgram.created_at }));
  expect(render(<AuthorName author={said!} chatId={1} />).container.textContent).toBe('bob App');
});
