import { describe, expect, it } from 'vitest';
import { buildRows, type Outline } from '../../../renderer/chat/timeline/rows.ts';
import type { Notice, OutboxEntry } from '../../../renderer/state/types.ts';

const me = { id: 1, username: 'alice' };

function message(id: number, minute: number, from: Partial<Outline> = {}): Outline {
  // Local time, because days are the reader's.
  const created_at = new Date(2026, 4, 10, 12, minute).toISOString();
  return { id, user_id: 2, username: 'bob', is_bot: false, created_at, ...from };
}

const build = (messages: Outline[], more: Partial<Parameters<typeof buildRows>[0]> = {}) =>
  buildRows({ messages, notices: [], outbox: [], me, complete: false, hasNewer: false, seenUpTo: null, ...more });

const heads = (rows: ReturnType<typeof build>) => rows.map((row) => ('head' in row ? row.head : row.kind));

describe('the layout of the timeline', () => {
  it('groups one sender within five minutes', () => {
    expect(heads(build([message(1, 0), message(2, 4), message(3, 10)]))).toEqual([true, false, true]);
  });

  it('[CLOCK5] keeps the order of ids where the date was set back, with a heading for each time and day', () => {
    const rows = build([message(1, 60), message(2, 61), message(3, 10), message(4, -24 * 60), message(5, 62)]);
    expect(rows.map((row) => row.key)).toEqual(['m1', 'm2', 'm3', 'm4', 'm5']);
    expect(heads(rows)).toEqual([true, false, true, true, true]);
    expect(rows.map((row) => 'day' in row && row.day !== null)).toEqual([true, false, false, true, true]);
  });

  it('starts a group anew behind another sender, a reply and a notice', () => {
    const reply = message(2, 1, { is_bot: true, user_id: null, username: 'Gemini' });
    expect(heads(build([message(1, 0), reply, message(3, 2)]))).toEqual([true, 'reply', true]);
    expect(heads(build([message(1, 0), message(2, 1, { user_id: 3, username: 'carol' })]))).toEqual([true, true]);
    const notice: Notice = { id: 1, at: 0, after_message_id: 1, joined: ['carol'], left: [] };
    expect(heads(build([message(1, 0), message(2, 1)], { notices: [notice] }))).toEqual([true, 'notice', true]);
  });

  it('[HOOKIN6] puts nobody under the name of an integration that is called as they are', () => {
    const integration = { user_id: null };
    expect(heads(build([message(1, 0, integration), message(2, 1, integration), message(3, 2)]))).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('marks where a day begins', () => {
    const rows = build([message(1, 0), message(2, 1), message(3, 24 * 60)]);
    expect(rows.map((row) => 'day' in row && row.day !== null)).toEqual([true, false, true]);
  });

  it('marks the first message of others that was not seen, once', () => {
    const mine = message(2, 1, { user_id: 1, username: 'alice' });
    const rows = build([message(1, 0), mine, message(3, 2), message(4, 3)], { seenUpTo: 1 });
    expect(rows.map((row) => 'unread' in row && row.unread)).toEqual([false, false, true, false]);
  });

  it('gives a pending message the key that it keeps when it is stored', () => {
    const entry: OutboxEntry = {
      client_id: 'x',
      chat_id: 1,
      content: 'hi',
      created_at: message(1, 0).created_at,
      state: { kind: 'sending' },
    };
    const stored = message(5, 0, { user_id: 1, username: 'alice', client_id: 'x' });
    expect(build([], { outbox: [entry] })[0]?.key).toBe(build([stored])[0]?.key);
  });

  it('adds older messages without changing the rows that are there', () => {
    const newer = [message(10, 30), message(11, 31)];
    const before = build(newer).map((row) => row.key);
    const after = build([message(8, 28), message(9, 29), ...newer]).map((row) => row.key);
    expect(after.slice(-before.length)).toEqual(before);
    expect(after.length).toBe(before.length + 2);
  });
});
