import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { Tooltip } from 'radix-ui';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Composer } from '../../../renderer/chat/composer/composer.tsx';
import { actions } from '../../../renderer/state/actions.ts';
import { newChatState } from '../../../renderer/state/chats.ts';
import { initialState, useApp } from '../../../renderer/state/store.ts';
import { withoutComposing, withReply, withEdit } from '../../../renderer/state/composing.ts';
import { ApiError } from '../../../renderer/api/errors.ts';
import { ada, aChat, aMessage } from '../support/backend.ts';

const send = vi.spyOn(actions, 'send').mockImplementation(() => undefined);
const changeChat = vi.spyOn(actions, 'changeChat');
const editMessage = vi.spyOn(actions, 'editMessage');
const loadParticipants = vi.spyOn(actions, 'loadParticipants');
vi.spyOn(actions, 'typing').mockImplementation(() => undefined);
vi.spyOn(actions, 'jumpTo').mockResolvedValue(undefined);
vi.spyOn(actions, 'setDraft').mockImplementation((chatId, draft) => useApp.setState({ drafts: { [chatId]: draft } }));
vi.spyOn(actions, 'startEdit').mockImplementation((chatId, id) =>
  useApp.setState((state) => withEdit(state, chatId, id)),
);
vi.spyOn(actions, 'cancelComposing').mockImplementation((chatId) =>
  useApp.setState((state) => withoutComposing(state, chatId)),
);

const people = ['ada', 'bob', 'bobby', 'cy'].map((username, index) => ({ ...ada, id: index + 1, username }));

function field(owner = 1): HTMLTextAreaElement {
  const chat = newChatState(aChat(1, { owner_id: owner, participant_usernames: ['ada', 'bob'] }));
  const messages = [aMessage(7, { user_id: 1, username: 'ada', content: 'mine' }), aMessage(8)];
  useApp.setState({
    ...initialState,
    session: { kind: 'signed_in', user: ada },
    chats: { 1: { ...chat, messages, participants: people } },
  });
  render(
    <Tooltip.Provider>
      <Composer chatId={1} title="Crew" aiChat={false} />
    </Tooltip.Provider>,
  );
  return screen.getByRole('textbox');
}

/** Types a text of which the caret stands at the `|`, or else behind it. */
function type(input: HTMLTextAreaElement, marked: string): void {
  const caret = marked.includes('|') ? marked.indexOf('|') : marked.length;
  const value = marked.replace('|', '');
  fireEvent.change(input, { target: { value, selectionStart: caret, selectionEnd: caret } });
}

const press = (input: HTMLElement, key: string, more: object = {}) => fireEvent.keyDown(input, { key, ...more });
const options = () => screen.queryAllByRole('option').map((option) => option.textContent);
const selected = () => screen.queryAllByRole('option', { selected: true }).map((option) => option.textContent);

beforeEach(() => {
  vi.clearAllMocks();
  loadParticipants.mockResolvedValue(undefined);
});
afterEach(cleanup);

describe('[COMPOSE6] a list over the text field', () => {
  it('completes with Enter, Tab or a click what the arrows have chosen, at the caret', () => {
    const input = field();
    type(input, 'ask @bo| now');
    expect(options()).toEqual(['Bbob', 'Bbobby']);
    press(input, 'ArrowDown');
    expect(selected()).toEqual(['Bbobby']);
    expect(input.getAttribute('aria-activedescendant')).toBe(screen.getAllByRole('option')[1]!.id);
    press(input, 'Enter');
    expect(input.value).toBe('ask @bobby now');
    expect(options()).toEqual([]);
    type(input, '@c');
    press(input, 'Tab');
    expect(input.value).toBe('@cy ');
    type(input, '@b');
    fireEvent.click(screen.getAllByRole('option')[0]!);
    expect(input.value).toBe('@bob ');
    expect(send).not.toHaveBeenCalled();
  });

  it('leaves every key alone where nothing fits', () => {
    const input = field();
    type(input, '@nobody');
    expect(options()).toEqual([]);
    expect(input.hasAttribute('aria-controls')).toBe(false);
    expect(press(input, 'Tab')).toBe(true);
    press(input, 'Enter');
    expect(send).toHaveBeenCalledExactlyOnceWith(1, '@nobody');
  });

  it('leaves every key to an input method that composes', () => {
    const input = field();
    type(input, '@b');
    press(input, 'Enter', { isComposing: true });
    press(input, 'Enter', { keyCode: 229 });
    press(input, 'ArrowDown', { isComposing: true });
    expect(input.value).toBe('@b');
    expect(selected()).toEqual(['Bbob']);
    expect(send).not.toHaveBeenCalled();
  });

  it('closes with Esc, and when the caret leaves what was typed', () => {
    const input = field();
    type(input, '@b');
    expect(press(input, 'Escape')).toBe(false);
    expect(options()).toEqual([]);
    type(input, 'so @b');
    input.setSelectionRange(1, 1);
    fireEvent.select(input);
    expect(options()).toEqual([]);
    press(input, 'Enter');
    expect(send).toHaveBeenCalledOnce();
  });

  it('asks the bot where the draft starts with its name', () => {
    const input = field();
    type(input, '@gem');
    press(input, 'Enter');
    expect(input.value).toBe('/bot ');
    type(input, 'so @gem');
    expect(options()).toEqual([]);
  });

  it('loads who is in the chat when it is first needed', () => {
    const input = field();
    act(() => useApp.setState(({ chats }) => ({ chats: { 1: { ...chats[1]!, participants: null } } })));
    type(input, 'hello');
    expect(loadParticipants).not.toHaveBeenCalled();
    type(input, 'hello @b');
    expect(loadParticipants).toHaveBeenCalledExactlyOnceWith(1);
    expect(options()).toEqual(['Bbob']);
  });

  it('completes emoji by what they are called', async () => {
    const input = field();
    type(input, 'well :tada');
    await screen.findByRole('option');
    press(input, 'Enter');
    expect(input.value).toBe('well 🎉 ');
  });
});

describe('[COMPOSE4] commands', () => {
  it('are completed, and done once they have what they need', async () => {
    changeChat.mockResolvedValue(undefined);
    const input = field();
    type(input, '/to');
    press(input, 'Enter');
    expect(input.value).toBe('/topic ');
    press(input, 'Enter');
    expect(changeChat).not.toHaveBeenCalled();
    expect(screen.getByText('Type a topic behind it')).toBeTruthy();
    type(input, '/topic Sorting');
    press(input, 'Enter');
    await waitFor(() => expect(input.value).toBe(''));
    expect(changeChat).toHaveBeenCalledExactlyOnceWith(1, { topic: 'Sorting' });
    expect(send).not.toHaveBeenCalled();
  });

  it('stay in the field when they fail', async () => {
    changeChat.mockRejectedValue(new ApiError({ kind: 'local', message: 'Not now.' }));
    const input = field();
    type(input, '/topic Sorting');
    press(input, 'Enter');
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Send' }).getAttribute('aria-disabled')).toBe('false'),
    );
    expect(input.value).toBe('/topic Sorting');
  });

  it('that take nothing are done with the Enter that finds them whole', () => {
    const setLevel = vi.spyOn(actions, 'setNotifyLevel').mockResolvedValue();
    const input = field();
    type(input, '/mu');
    press(input, 'Enter');
    expect(input.value).toBe('/mute');
    expect(setLevel).not.toHaveBeenCalled();
    type(input, '/mute');
    press(input, 'Enter');
    expect(setLevel).toHaveBeenCalledExactlyOnceWith(1, 'none');
  });

  it('of others are text', () => {
    const input = field(2);
    type(input, '/topic Sorting');
    press(input, 'Enter');
    expect(send).toHaveBeenCalledExactlyOnceWith(1, '/topic Sorting');
  });
});

describe('[COMPOSE3] changing a message', () => {
  it('begins with the up arrow in an empty field only, with one’s newest message', async () => {
    editMessage.mockResolvedValue(undefined);
    const input = field();
    type(input, 'x');
    press(input, 'ArrowUp');
    expect(screen.queryByText('Editing message')).toBeNull();
    type(input, '');
    press(input, 'ArrowUp');
    expect(screen.getByText('Editing message')).toBeTruthy();
    expect(input.value).toBe('mine');
    type(input, '/topic is a command');
    expect(options()).toEqual([]);
    press(input, 'Enter');
    await waitFor(() => expect(screen.queryByText('Editing message')).toBeNull());
    expect(editMessage).toHaveBeenCalledExactlyOnceWith(1, 7, '/topic is a command');
    expect(send).not.toHaveBeenCalled();
  });

  it('ends with Esc, and with nothing changed', () => {
    const input = field();
    press(input, 'ArrowUp');
    type(input, 'mine, changed');
    press(input, 'Escape');
    expect(input.value).toBe('');
    expect(screen.queryByText('Editing message')).toBeNull();
    expect(editMessage).not.toHaveBeenCalled();
  });

  it('to nothing asks whether the message is to go', async () => {
    const deleteMessage = vi.spyOn(actions, 'deleteMessage').mockResolvedValue(undefined);
    const input = field();
    press(input, 'ArrowUp');
    type(input, '');
    press(input, 'Enter');
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(screen.getByText('Editing message')).toBeTruthy();
    press(input, 'Enter');
    fireEvent.click(screen.getByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(screen.queryByText('Editing message')).toBeNull());
    expect(deleteMessage).toHaveBeenCalledExactlyOnceWith(1, 7);
    expect(screen.queryByRole('button', { name: 'Delete' })).toBeNull();
    expect(editMessage).not.toHaveBeenCalled();
  });

  it('stays in the field with the reason where it fails', async () => {
    editMessage.mockRejectedValue(new ApiError({ kind: 'local', message: 'Only who wrote it may change it.' }));
    const input = field();
    press(input, 'ArrowUp');
    type(input, 'mine, changed');
    press(input, 'Enter');
    await waitFor(() => expect(screen.getByRole('alert').textContent).toBe('Only who wrote it may change it.'));
    expect(input.value).toBe('mine, changed');
    type(input, 'mine again');
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

it('what is answered is named, with the start of its text, and can be let go', () => {
  const input = field();
  act(() => useApp.setState((state) => withReply(state, 1, 8)));
  expect(screen.getByText(/Replying to/).textContent).toContain('bob');
  expect(input.getAttribute('aria-describedby')).toContain('composing');
  fireEvent.click(screen.getByRole('button', { name: 'Do not reply' }));
  expect(screen.queryByText(/Replying to/)).toBeNull();
});
