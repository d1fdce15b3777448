import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { ConnectionPill } from '../../../renderer/chat/connection-pill.tsx';
import { initialState, useApp } from '../../../renderer/state/store.ts';
import { recently } from '../../../renderer/texts/dates.ts';
import { text } from '../../../renderer/texts/text.ts';
import type { Health } from '../../../server/protocol/health.ts';

const health: Health = { status: 'healthy', version: '1', bot: { kind: 'demo', model: 'demo' }, store: 'json' };
const at = new Date('2026-01-01T20:14:00Z').getTime();
const time = recently(new Date(at));

afterEach(cleanup);

function show(about: Partial<Health>, isStopped: boolean): string {
  useApp.setState({
    ...initialState,
    server: 'http://192.168.1.5:8000',
    connection: { kind: 'reconnecting', retryAt: at, attempt: 1 },
    lost: { at, isStopped },
    health: { ...health, ...about },
  });
  render(<ConnectionPill />);
  return screen.getByRole('status').textContent;
}

test.each([
  [{ name: 'Attic', host: 'bob' }, false, text('lost.host', { name: 'Attic', host: 'bob', time })],
  [{ name: 'Attic', host: 'bob' }, true, text('lost.stopped.host', { name: 'Attic', host: 'bob', time })],
  [{}, false, text('lost.server', { name: '192.168.1.5:8000', time })],
  [{}, true, text('lost.stopped.server', { name: '192.168.1.5:8000', time })],
])(
  '[START12] a lost server is named with its host and since when it is gone: %j, stopped: %s',
  (about, stopped, told) => {
    expect(show(about, stopped)).toContain(told);
  },
);

test('before there was a connection nothing is lost', () => {
  show({ name: 'Attic', host: 'bob' }, false);
  cleanup();
  useApp.setState({ lost: null });
  render(<ConnectionPill />);
  expect(screen.getByRole('status').textContent.trim()).toBe(text('connection.reconnecting'));
});

test('[CLOCK5] the next try is counted down whatever the date is set to', async () => {
  vi.useFakeTimers();
  const counted = () => document.querySelector('[aria-hidden] p:last-child')?.textContent;
  try {
    useApp.setState({
      ...initialState,
      connection: { kind: 'reconnecting', retryAt: performance.now() + 8000, attempt: 3 },
    });
    render(<ConnectionPill />);
    expect(counted()).toBe(text('connection.reconnecting.in', { count: 8 }));
    for (const [year, count] of [
      [2000, 7],
      [2100, 6],
    ] as const) {
      vi.setSystemTime(Date.UTC(year, 0));
      await act(() => vi.advanceTimersByTimeAsync(1000));
      expect(counted()).toBe(text('connection.reconnecting.in', { count }));
    }
  } finally {
    vi.useRealTimers();
  }
});
