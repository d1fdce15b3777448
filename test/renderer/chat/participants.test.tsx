import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { Tooltip } from 'radix-ui';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '../../../renderer/api/errors.ts';
import { Participants } from '../../../renderer/chat/header/participants.tsx';
import { MissingChat } from '../../../renderer/chat/missing-chat.tsx';
import { actions } from '../../../renderer/state/actions.ts';
import { newChatState } from '../../../renderer/state/chats.ts';
import { initialState, useApp } from '../../../renderer/state/store.ts';
import { text } from '../../../renderer/texts/text.ts';
import { ada, aChat } from '../support/backend.ts';

const remove = vi.spyOn(actions, 'removeParticipant');
const bob = { id: 2, username: 'bob', created_at: ada.created_at };

function show(owner_id: number): void {
  const chat = { ...newChatState(aChat(1, { owner_id })), participants: [ada, bob] };
  useApp.setState({ ...initialState, session: { kind: 'signed_in', user: ada }, chats: { 1: chat } });
  render(
    <Tooltip.Provider>
      <Participants chatId={1} failed={false} retry={() => {}} />
    </Tooltip.Provider>,
  );
}

beforeEach(() => void remove.mockReset());
afterEach(cleanup);

test('[CHAT6] the owner is asked, then removes somebody', async () => {
  show(ada.id);
  expect(screen.queryByRole('button', { name: text('people.remove', { name: 'ada' }) })).toBeNull();
  const button = text('people.remove', { name: 'bob' });
  fireEvent.click(screen.getByRole('button', { name: button }));
  fireEvent.click(screen.getByRole('button', { name: text('common.cancel') }));
  expect(remove).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole('button', { name: button }));
  remove.mockResolvedValue();
  await act(async () => fireEvent.click(screen.getByRole('button', { name: text('people.remove.submit') })));
  expect(remove).toHaveBeenCalledExactlyOnceWith(1, 2);
  expect(screen.getByRole('button', { name: button })).toBeTruthy();
});

test('[CHAT6] a refusal is said where it was asked', async () => {
  show(ada.id);
  fireEvent.click(screen.getByRole('button', { name: text('people.remove', { name: 'bob' }) }));
  remove.mockRejectedValue(new ApiError({ kind: 'local', message: 'Try again later.' }));
  await act(async () => fireEvent.click(screen.getByRole('button', { name: text('people.remove.submit') })));
  expect(screen.getByRole('alert').textContent).toBe('Try again later.');
});

test('[CHAT6] nobody else is offered to', () => {
  show(bob.id);
  expect(screen.getAllByRole('listitem')).toHaveLength(2);
  expect(screen.queryByRole('button', { name: /^Remove/ })).toBeNull();
});

test('[CLIENT33] the place of a lost chat says so, and gives back what had not been sent', () => {
  useApp.setState({
    ...initialState,
    session: { kind: 'signed_in', user: ada },
    farewell: { id: 1, chat: aChat(1, { name: 'Crew' }), reason: 'removed' },
    drafts: { 1: 'half a thought' },
  });
  render(<MissingChat chatId={1} />);
  expect(screen.getByText(/^You are not in/).textContent).toBe(text('chat.lost', { chat: 'Crew' }));
  expect(screen.getByRole('textbox', { name: text('chat.unsent') })).toHaveProperty('value', 'half a thought');
  expect(document.activeElement?.textContent).toBe(text('chat.missing.back'));
  fireEvent.click(screen.getByRole('button', { name: text('chat.unsent.discard') }));
  expect(useApp.getState().drafts).toEqual({});
  expect(screen.queryByRole('textbox')).toBeNull();
});
