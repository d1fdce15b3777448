import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newChatState } from '../../../renderer/state/chats.ts';
import { applyFrame } from '../../../renderer/state/reducer.ts';
import { useMessage, useMessageIds } from '../../../renderer/state/selectors.ts';
import { initialState, useApp } from '../../../renderer/state/store.ts';
import { aChat, ada, aMessage } from '../support/backend.ts';

const renders: string[] = [];

function List() {
  const ids = useMessageIds(1);
  renders.push('list');
  return ids.map((id) => <Entry key={id} id={id} />);
}

function Entry({ id }: { id: number }) {
  const message = useMessage(1, id);
  renders.push(`message ${id}`);
  return <p>{message?.content}</p>;
}

beforeEach(() => {
  const messages = [aMessage(1), aMessage(2, { content: 'Hel', status: 'streaming' })];
  useApp.setState({ ...initialState, chats: { 1: { ...newChatState(aChat(1)), messages } }, chatOrder: [1] });
});

afterEach(() => {
  cleanup();
  useApp.setState(initialState);
});

test('[CLIENT4] a chunk renders the message it belongs to, and nothing else', () => {
  render(<List />);
  renders.length = 0;
  act(() => {
    const frame = { type: 'bot_stream', chat_id: 1, message_id: 2, username: 'Gemini', is_complete: false } as const;
    useApp.setState((state) =>
      applyFrame(state, { ...frame, offset: 3, chunk: 'lo' }, { now: 0, elapsed: 0, self: ada, isFocused: true }),
    );
  });
  expect(screen.getByText('Hello')).toBeTruthy();
  expect(renders).toEqual(['message 2']);
});
