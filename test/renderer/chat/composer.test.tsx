import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { Tooltip } from 'radix-ui';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Composer } from '../../../renderer/chat/composer/composer.tsx';
import { actions } from '../../../renderer/state/actions.ts';
import { initialState, useApp } from '../../../renderer/state/store.ts';
import { MESSAGE_MAX } from '../../../server/protocol/limits.ts';

const send = vi.spyOn(actions, 'send');
vi.spyOn(actions, 'typing').mockImplementation(() => undefined);
vi.spyOn(actions, 'setDraft').mockImplementation((chatId, draft) => useApp.setState({ drafts: { [chatId]: draft } }));

function field(draft = ''): HTMLElement {
  useApp.setState({ ...initialState, drafts: { 1: draft } });
  render(
    <Tooltip.Provider>
      <Composer chatId={1} title="Crew" aiChat={false} />
    </Tooltip.Provider>,
  );
  return screen.getByRole('textbox');
}

beforeEach(() => {
  send.mockReset();
});
afterEach(cleanup);

describe('the text field', () => {
  it('sends with Enter', () => {
    fireEvent.keyDown(field('  hello '), { key: 'Enter' });
    expect(send).toHaveBeenCalledExactlyOnceWith(1, 'hello');
  });

  it('starts a new line with Shift+Enter', () => {
    expect(fireEvent.keyDown(field('hello'), { key: 'Enter', shiftKey: true })).toBe(true);
    expect(send).not.toHaveBeenCalled();
  });

  it.each([{ isComposing: true }, { keyCode: 229 }])('does not send while an input method composes (%o)', (state) => {
    fireEvent.keyDown(field('にほん'), { key: 'Enter', ...state });
    expect(send).not.toHaveBeenCalled();
  });

  it('sends neither blank text nor more than the limit', () => {
    fireEvent.keyDown(field(' \n '), { key: 'Enter' });
    cleanup();
    fireEvent.keyDown(field('x'.repeat(MESSAGE_MAX + 1)), { key: 'Enter' });
    expect(screen.getByText('1 character too many')).toBeTruthy();
    expect(send).not.toHaveBeenCalled();
  });

  it('goes by the limit of the server that it writes to', () => {
    const input = field('x'.repeat(MESSAGE_MAX + 1));
    const health = { status: 'healthy', version: '1', bot: { kind: 'demo', model: 'demo' }, store: 'json' } as const;
    act(() => useApp.setState({ health: { ...health, message_max: MESSAGE_MAX * 2 } }));
    fireEvent.keyDown(input, { key: 'Enter' });
    expect(send).toHaveBeenCalledOnce();
    act(() => useApp.setState({ health: { ...health, message_max: MESSAGE_MAX - 1 } }));
    expect(screen.getByText('2 characters too many')).toBeTruthy();
  });

  it('can be written in without a connection', () => {
    const input = field('hello');
    useApp.setState({ connection: { kind: 'offline' } });
    expect(input).toHaveProperty('disabled', false);
    fireEvent.keyDown(input, { key: 'Enter' });
    expect(send).toHaveBeenCalledOnce();
  });
});
