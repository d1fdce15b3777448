import { cleanup, render, screen } from '@testing-library/react';
import { toast } from 'sonner';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Farewells } from '../../../renderer/chat/farewells.tsx';
import { MissingChat } from '../../../renderer/chat/missing-chat.tsx';
import { initialState, useApp } from '../../../renderer/state/store.ts';
import type { AppState, Farewell } from '../../../renderer/state/types.ts';
import { text } from '../../../renderer/texts/text.ts';
import { ada, aChat } from '../support/backend.ts';

vi.mock('sonner', () => ({ toast: vi.fn<(words: string) => void>() }));
const note = vi.mocked(toast);

function show(more: Partial<AppState>): void {
  const session = { kind: 'signed_in', user: ada } as const;
  useApp.setState({
    ...initialState,
    session,
    farewell: { id: 1, chat: aChat(1, { name: 'Crew' }), reason: 'removed' },
    ...more,
  });
  render(<Farewells />);
}

beforeEach(() => void note.mockClear());
afterEach(cleanup);

test('[CLIENT33] who looks at another chat is told with a note, and offered what they had not sent', () => {
  show({ openChatId: 2 });
  expect(note.mock.calls.map(([words]) => words)).toEqual([text('chat.lost', { chat: 'Crew' })]);
  cleanup();
  show({ openChatId: 2, drafts: { 1: 'half a thought' } });
  expect(note.mock.lastCall).toMatchObject([
    text('chat.lost.unsent', { chat: 'Crew' }),
    { duration: Infinity, action: { label: text('chat.unsent.show') } },
  ]);
});

test('[CLIENT33] where the lost chat was open its place says it, and who listens hears it all the same', () => {
  show({ openChatId: 1 });
  expect(note).not.toHaveBeenCalled();
  expect(screen.getByRole('status').textContent).toBe(text('chat.lost', { chat: 'Crew' }));
});

test.each(['removed', 'left', 'deleted'] as const)('[MEMBER5] [MEMBER6] a chat that is gone: %s', (reason) => {
  const own = { removed: 'lost', left: 'left', deleted: 'deleted' } as const;
  const farewell: Farewell = { id: 1, chat: aChat(1, { name: 'Crew' }), reason };
  show({ openChatId: 2, farewell });
  expect(note.mock.lastCall?.[0]).toBe(text(`chat.${own[reason]}`, { chat: 'Crew' }));
  cleanup();
  show({ openChatId: 2, farewell, drafts: { 1: 'half a thought' } });
  expect(note.mock.lastCall?.[0]).toBe(text(`chat.${own[reason]}.unsent`, { chat: 'Crew' }));
  cleanup();
  render(<MissingChat chatId={1} />);
  expect(screen.getByText(text(`chat.${own[reason]}.text`))).toBeTruthy();
  expect(screen.getByRole('textbox', { name: text('chat.unsent') })).toHaveProperty('value', 'half a thought');
});
