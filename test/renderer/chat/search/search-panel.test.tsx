import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { Tooltip } from 'radix-ui';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openSearch, useOpenSearch } from '../../../../renderer/chat/search/open-search.ts';
import { SearchPanel } from '../../../../renderer/chat/search/search-panel.tsx';
import { ApiError } from '../../../../renderer/api/errors.ts';
import { actions } from '../../../../renderer/state/actions.ts';
import { newChatState } from '../../../../renderer/state/chats.ts';
import { initialState, useApp } from '../../../../renderer/state/store.ts';
import { text } from '../../../../renderer/texts/text.ts';
import type { SearchAnswer } from '../../../../server/protocol/search.ts';
import { aChat, ada, aMessage } from '../../support/backend.ts';

/** What was asked, and how to answer it. */
interface Question {
  chatId: number | null;
  request: object;
  signal: AbortSignal | undefined;
  answer: (answer: SearchAnswer) => void;
  refuse: (error: ApiError) => void;
}

let questions: Question[];
const network = new ApiError({ kind: 'network', message: 'The server cannot be reached.' });

const hitsOf = (...ids: number[]) =>
  ids.map((id) => ({ chat_id: 1, message: aMessage(id, { content: `an otter, number ${id}` }) }));

beforeEach(() => {
  vi.useFakeTimers();
  questions = [];
  vi.spyOn(actions, 'search').mockImplementation(
    (chatId, request, signal) =>
      new Promise((answer, refuse) => questions.push({ chatId, request, signal, answer, refuse })),
  );
  vi.spyOn(actions, 'jumpTo').mockResolvedValue();
  vi.spyOn(actions, 'loadParticipants').mockResolvedValue();
  useApp.setState({
    session: { kind: 'signed_in', user: ada },
    connection: { kind: 'connected' },
    chats: { 1: newChatState(aChat(1)) },
    chatOrder: [1],
    openChatId: 1,
  });
  openSearch('chat');
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.useRealTimers();
  useApp.setState(initialState);
  useOpenSearch.setState({ isOpen: false });
});

const show = (isBeside = true) =>
  render(
    <Tooltip.Provider>
      <SearchPanel openId={1} isBeside={isBeside} />
    </Tooltip.Provider>,
  );
const field = () => screen.getByRole('combobox', { name: text('search.field') });
const type = (query: string) => fireEvent.change(field(), { target: { value: query } });
const press = (key: string) => fireEvent.keyDown(field(), { key });
const pass = (ms = 0) => act(() => vi.advanceTimersByTimeAsync(ms));
const marks = () => [...document.querySelectorAll('mark')].map((mark) => mark.textContent);

test('[SEARCHUI1] it asks once typing has paused, and gives up what was asked before', async () => {
  show();
  expect(document.activeElement).toBe(field());
  for (const part of ['ot', 'ott', 'otter']) {
    type(part);
    await pass(100);
  }
  expect(questions).toEqual([]);
  await pass(200);
  expect(questions).toMatchObject([{ chatId: 1, request: { query: 'otter' } }]);
  type('otters');
  await pass(300);
  expect(questions[0]!.signal?.aborted).toBe(true);
  questions[1]!.answer({ hits: hitsOf(9), more: false });
  questions[0]!.answer({ hits: hitsOf(1, 2, 3), more: false });
  await pass();
  expect(screen.getAllByRole('option')).toHaveLength(1);
});

test('[SEARCHUI4] keys go through what was found, Enter leads there, and more is added behind', async () => {
  show();
  type('otter');
  await pass(300);
  questions[0]!.answer({ hits: hitsOf(9, 8), more: true });
  await pass();
  expect(screen.getByText(text('search.count.more', { count: 2 }))).toBeDefined();
  expect(marks()).toEqual(['otter', 'otter']);
  press('ArrowDown');
  press('Enter');
  expect(actions.jumpTo).toHaveBeenCalledWith(1, 8);
  expect(useOpenSearch.getState().isOpen).toBe(true);
  fireEvent.click(screen.getByRole('button', { name: text('search.more') }));
  expect(questions[1]).toMatchObject({ request: { query: 'otter', before: 8 } });
  questions[1]!.answer({ hits: hitsOf(7), more: false });
  await pass();
  expect(screen.getByText(text('search.count', { count: 3 }))).toBeDefined();
  const options = screen.getAllByRole('option');
  expect(options.map((option) => option.getAttribute('aria-selected'))).toEqual(['false', 'true', 'false']);
  expect(field().getAttribute('aria-activedescendant')).toBe(options[1]!.id);
});

test('[SEARCHUI4] where it covers the messages it makes way for them', async () => {
  show(false);
  type('otter');
  await pass(300);
  questions[0]!.answer({ hits: hitsOf(9), more: false });
  await pass();
  fireEvent.click(screen.getByRole('option'));
  expect(actions.jumpTo).toHaveBeenCalledWith(1, 9);
  expect(useOpenSearch.getState().isOpen).toBe(false);
});

test('[SEARCHUI5] nothing found, a failure and no connection are told apart; the last passes by itself', async () => {
  show();
  expect(screen.getByText(text('search.tips.title'))).toBeDefined();
  type('walrus');
  await pass(300);
  questions[0]!.answer({ hits: [], more: false });
  await pass();
  expect(screen.getByText(text('search.none.title'))).toBeDefined();

  type('otter');
  await pass(300);
  questions[1]!.refuse(new ApiError({ kind: 'refused', status: 429, code: 'rate_limited', message: 'Too many.' }));
  await pass();
  const alert = screen.getByRole('alert');
  expect(alert.textContent).toContain('Too many.');
  fireEvent.click(within(alert).getByRole('button', { name: text('common.retry') }));
  await pass(300);
  useApp.setState({ connection: { kind: 'offline' } });
  questions[2]!.refuse(network);
  await pass();
  expect(screen.getByText(text('search.offline.title'))).toBeDefined();
  useApp.setState({ connection: { kind: 'connected' } });
  await pass();
  await pass(300);
  questions[3]!.answer({ hits: hitsOf(9), more: false });
  await pass();
  expect(screen.getAllByRole('option')).toHaveLength(1);
});

test('[SEARCHUI3] filters alone are a question, and can be cleared', async () => {
  useApp.setState({ chats: { 1: { ...newChatState(aChat(1)), participants: [ada] } } });
  show();
  fireEvent.click(screen.getByRole('button', { name: text('search.filters') }));
  fireEvent.change(screen.getByLabelText(text('search.from')), { target: { value: 'ada' } });
  fireEvent.click(screen.getByLabelText(text('search.hasFile')));
  await pass(300);
  expect(questions.at(-1)).toMatchObject({ request: { from: 'ada', has_file: true } });
  expect(screen.getByRole('button', { name: text('search.filters.active', { count: 2 }) })).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: text('search.filters.clear') }));
  expect(screen.getByText(text('search.tips.title'))).toBeDefined();
  fireEvent.click(screen.getByRole('radio', { name: text('search.scope.all') }));
  type('otter');
  await pass(300);
  expect(questions.at(-1)).toMatchObject({ chatId: null, request: { query: 'otter' } });
});

test('[SEARCHUI6] a date leads to its first message, or says that there is none', async () => {
  const jumpToDate = vi.spyOn(actions, 'jumpToDate').mockResolvedValue(false);
  show();
  fireEvent.change(screen.getByLabelText(text('search.date')), { target: { value: '2026-11-20' } });
  fireEvent.click(screen.getByRole('button', { name: text('search.date.go') }));
  await pass();
  expect(jumpToDate).toHaveBeenCalledWith(1, new Date(2026, 10, 20).toISOString());
  expect(screen.getByText(text('search.date.none'))).toBeDefined();
});

test('[SEARCHUI3] whoever wrote in any of the chats is found by a part of their name', async () => {
  const searchUsers = vi.spyOn(actions, 'searchUsers').mockResolvedValue([{ ...ada, id: 9, username: 'zoe' }]);
  show();
  fireEvent.click(screen.getByRole('radio', { name: text('search.scope.all') }));
  fireEvent.click(screen.getByRole('button', { name: text('search.filters') }));
  const from = screen.getByLabelText(text('search.from'));
  fireEvent.change(from, { target: { value: 'zo' } });
  await pass(1000);
  expect(searchUsers).toHaveBeenCalledWith('zo', undefined);
  expect(questions).toEqual([]);
  expect(document.querySelector('datalist option[value="zoe"]')).not.toBeNull();
  fireEvent.change(from, { target: { value: 'zoe' } });
  await pass(1000);
  expect(questions.at(-1)).toMatchObject({ chatId: null, request: { from: 'zoe' } });
  fireEvent.change(from, { target: { value: 'somebody-gone' } });
  fireEvent.keyDown(from, { key: 'Enter' });
  await pass(1000);
  expect(questions.at(-1)).toMatchObject({ request: { from: 'somebody-gone' } });
});
