import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { Tooltip } from 'radix-ui';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PeoplePicker } from '../../../renderer/chat/people-picker.tsx';
import { actions } from '../../../renderer/state/actions.ts';
import { initialState, useApp } from '../../../renderer/state/store.ts';
import { text } from '../../../renderer/texts/text.ts';
import { Dialog } from '../../../renderer/ui/dialog.tsx';
import type { User } from '../../../server/protocol/users.ts';
import { ada } from '../support/backend.ts';

/** What was asked, and how to answer it. */
interface Question {
  query: string;
  answer: (users: readonly User[]) => void;
  refuse: (error: Error) => void;
}

let questions: Question[];
let chosen: string;
const close = vi.fn<(open: boolean) => void>();
const people = (...names: string[]) =>
  names.map((username, place): User => ({ id: place + 2, username, created_at: ada.created_at }));

beforeEach(() => {
  vi.useFakeTimers();
  questions = [];
  chosen = '';
  close.mockReset();
  vi.spyOn(actions, 'searchUsers').mockImplementation(
    (query) => new Promise((answer, refuse) => questions.push({ query, answer, refuse })),
  );
  useApp.setState({ ...initialState, session: { kind: 'signed_in', user: ada } });
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function Field({ several }: { several: boolean }) {
  const [typed, setTyped] = useState('');
  const change = (next: string) => {
    chosen = next;
    setTyped(next);
  };
  return <PeoplePicker label="Who" several={several} people={typed} onChange={change} />;
}
const show = (several = true) =>
  render(
    <Tooltip.Provider>
      <Dialog open onOpenChange={close} title="Add">
        <Field several={several} />
      </Dialog>
    </Tooltip.Provider>,
  );
const field = () => screen.getByRole('combobox', { name: 'Who' });
const press = (key: string) => fireEvent.keyDown(field(), { key });
const pass = () => act(() => vi.advanceTimersByTimeAsync(200));
const options = () => screen.queryAllByRole('option').map(({ textContent }) => textContent);
const pointed = () => document.getElementById(field().getAttribute('aria-activedescendant') ?? '')?.textContent;

async function type(words: string, ...answer: string[]): Promise<void> {
  fireEvent.change(field(), { target: { value: words } });
  await pass();
  questions.at(-1)?.answer(people(...answer));
  await pass();
}

test('[MEMBER1] arrow keys go through who fits, Enter chooses, and Backspace takes the last one out again', async () => {
  show();
  await type('b', 'bea', 'bob');
  expect(screen.getByRole('status').textContent).toBe(text('picker.found', { count: 2 }));
  expect(pointed()).toBeUndefined();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown']) press(key);
  expect(pointed()).toContain('bob');
  press('ArrowUp');
  expect(pointed()).toContain('bea');
  press('Enter');
  expect([chosen, field().getAttribute('value')]).toEqual(['bea ', '']);
  await type('b', 'bea', 'bob');
  // Who is chosen is not offered again.
  expect(options()).toHaveLength(1);
  fireEvent.click(screen.getByRole('option'));
  expect(chosen).toBe('bea bob ');
  fireEvent.click(screen.getByRole('button', { name: text('picker.remove', { name: 'bea' }) }));
  expect(chosen).toBe('bob ');
  press('Backspace');
  expect(chosen).toBe('');
});

test('[MEMBER1] where one is chosen, their name stands in the field', async () => {
  show(false);
  await type('b', 'ada', 'bob');
  // Nobody chooses themselves.
  expect(options()).toHaveLength(2);
  press('ArrowDown');
  press('ArrowDown');
  press('Enter');
  expect([chosen, options()]).toEqual(['bob', []]);
});

test('[MEMBER1] Esc closes the list, and only then the dialog around it', async () => {
  show();
  await type('b', 'bob');
  press('ArrowDown');
  press('Escape');
  expect([options(), field().getAttribute('aria-expanded'), pointed()]).toEqual([[], 'false', undefined]);
  expect(close).not.toHaveBeenCalled();
  // The same list comes back on demand.
  press('ArrowDown');
  expect(options()).toHaveLength(1);
  press('Escape');
  press('Escape');
  expect(close).toHaveBeenCalledExactlyOnceWith(false);
});

test('[MEMBER1] nobody found, and nothing to be learned, are told apart', async () => {
  show();
  await type('zoe');
  expect(screen.getByText(text('picker.none', { query: 'zoe' }))).toBeTruthy();
  fireEvent.change(field(), { target: { value: 'zoes' } });
  await pass();
  questions.at(-1)!.refuse(new Error('away'));
  await pass();
  expect(screen.getByText(text('picker.error'))).toBeTruthy();
  press('ArrowDown');
  press('Enter');
  expect(chosen).toBe('zoes');
  await type('zo', 'zoltan');
  expect(options()).toHaveLength(1);
});

test('[MEMBER1] an answer that comes late, or was to something else, offers nobody', async () => {
  show();
  fireEvent.change(field(), { target: { value: 'b' } });
  await pass();
  await type('bo', 'bob');
  questions[0]!.answer(people('bea', 'bert'));
  await pass();
  expect(questions.map(({ query }) => query)).toEqual(['b', 'bo']);
  expect(options()).toHaveLength(1);
  // Until its own answer is there.
  fireEvent.change(field(), { target: { value: 'cleo' } });
  expect(options()).toEqual([]);
  expect(screen.queryByText(text('picker.none', { query: 'cleo' }))).toBeNull();
  fireEvent.change(field(), { target: { value: 'ob' } });
  expect(options()).toHaveLength(1);
});
