import { describe, expect, test } from 'vitest';
import { AWAY_AFTER_MS, startIdle } from '../../../renderer/state/idle.ts';
import { presenceOf } from '../../../renderer/state/presence.ts';
import { previewOf } from '../../../renderer/state/preview.ts';
import { READ_EVERY_MS } from '../../../renderer/state/read-marks.ts';
import { receiptsAt } from '../../../renderer/state/receipts.ts';
import { mentionsIn, totalUnread, unreadIn } from '../../../renderer/state/unread.ts';
import type { ServerFrame } from '../../../server/protocol/frames.ts';
import { aChat, aMessage, Backend } from '../support/backend.ts';
import { FakePage } from '../support/browser.ts';
import { connected, inRoom, letIn, pass, withWorlds, type World } from '../support/world.ts';

withWorlds();

const at = '2026-01-01T00:00:00.000Z';

const activity = (message_id: number, fields: object = {}): ServerFrame => ({
  type: 'activity',
  chat_id: 2,
  message_id,
  user_id: 2,
  username: 'bob',
  is_bot: false,
  created_at: at,
  preview: `text ${message_id}`,
  ...fields,
});

const message = (id: number, fields: object = {}): ServerFrame => {
  const { id: message_id, status: _, ...rest } = aMessage(id);
  return { type: 'message', message_id, ...rest, ...fields };
};

const position = (message_id: number, unread_count: number, fields: object = {}): ServerFrame => {
  const counted = { unread_count, mention_count: 0, last_message_id: 9 };
  return { type: 'read_position', chat_id: 2, message_id, ...counted, ...fields };
};

/** Chat 2 with five unread of nine messages, one of which names the reader. */
function withUnread(): Backend {
  const backend = new Backend();
  const last_message = { id: 9, user_id: 2, username: 'bob', is_bot: false, preview: 'nine' };
  const read = { read_id: 4, unread_count: 5, mention_count: 1, last_message, last_message_time: at };
  backend.chats = [aChat(1), aChat(2, read)];
  return backend;
}

const numbers = ({ state }: World) => [unreadIn(state(), 2), mentionsIn(state(), 2)];

describe('the server’s numbers', () => {
  test('[NOTIFY1] [NOTIFY2] are shown from the start, with what was said last', async () => {
    const world = await connected(undefined, withUnread());
    expect(numbers(world)).toEqual([5, 1]);
    expect(totalUnread(world.state())).toBe(5);
    expect(world.unread).toEqual([5]);
    expect(previewOf(world.state().chats[2])).toMatchObject({ username: 'bob', text: 'nine', created_at: at });
  });

  test('[NOTIFY1] go on with what is said, counted once, whichever comes first', async () => {
    const world = await connected(undefined, withUnread());
    world.peer().send(activity(9));
    expect(numbers(world)).toEqual([5, 1]);
    world.peer().send(activity(10));
    world
      .peer()
      .send(activity(12, { mentions: ['ada'], earlier: [{ message_id: 11, user_id: 3, mentions: ['ada'] }] }));
    expect(numbers(world)).toEqual([8, 3]);
    // An answer that was made before the last of them.
    world.backend.chats[1] = {
      ...world.backend.chats[1]!,
      unread_count: 7,
      mention_count: 2,
      last_message: { id: 11, user_id: 3, username: 'cy', is_bot: false, preview: 'eleven' },
    };
    await world.actions.reloadChats();
    expect(numbers(world)).toEqual([8, 3]);
  });

  test('[READ1] are what another device has made of them', async () => {
    const world = await connected(undefined, withUnread());
    world.peer().send(activity(10));
    world.peer().send(position(6, 3));
    expect(numbers(world)).toEqual([4, 0]);
    world.peer().send(position(10, 0, { last_message_id: 10 }));
    expect(numbers(world)).toEqual([0, 0]);
    expect(world.unread.at(-1)).toBe(0);
  });

  test('[READ2] a reply that is told of late counts, though newer messages were counted', async () => {
    const world = await connected(undefined, withUnread());
    world.peer().send(activity(8, { user_id: null, username: 'Gemini', is_bot: true }));
    world.peer().send(activity(8, { user_id: null, username: 'Gemini', is_bot: true }));
    expect(numbers(world)).toEqual([6, 1]);
  });

  test('[READ3] one’s own words from another device leave nothing unread before them', async () => {
    const world = await connected(undefined, withUnread());
    world.peer().send(activity(10, { user_id: 1, username: 'ada' }));
    expect(numbers(world)).toEqual([0, 0]);
  });
});

describe('what is read here', () => {
  const marks = ({ peer }: World) =>
    peer()
      .of('read')
      .map(({ message_id }) => message_id);

  test('[READ1] is told once a second at most, up to the newest', async () => {
    const world = await inRoom();
    for (let id = 1; id <= 5; id++) world.peer().send(message(id));
    expect(unreadIn(world.state(), 1)).toBe(0);
    expect(marks(world)).toEqual([1]);
    await pass(READ_EVERY_MS);
    expect(marks(world)).toEqual([1, 5]);
    await pass(5 * READ_EVERY_MS);
    expect(marks(world)).toEqual([1, 5]);
  });

  test('[READ1] is nothing while nobody looks, or the end is out of view', async () => {
    const world = await inRoom();
    world.page.fire('blur');
    world.peer().send(message(1));
    expect([marks(world), unreadIn(world.state(), 1)]).toEqual([[], 1]);
    world.actions.setEndInView(1, false);
    world.page.fire('focus');
    expect([marks(world), unreadIn(world.state(), 1)]).toEqual([[], 1]);
    world.actions.setEndInView(1, true);
    expect([marks(world), unreadIn(world.state(), 1)]).toEqual([[1], 0]);
  });

  test('[READ1] [NOTIFY2] [NOTIFY4] is not what is said while old messages are shown: it counts, and is told of', async () => {
    const backend = new Backend();
    backend.messages = Array.from({ length: 300 }, (_, n) => aMessage(n + 1));
    const world = await inRoom(backend);
    await world.actions.jumpTo(1, 100);
    expect(world.state().chats[1]!.hasNewer).toBe(true);
    const before = marks(world);
    world.peer().send(message(301));
    world.actions.setEndInView(1, true);
    await pass(READ_EVERY_MS);
    expect([marks(world), unreadIn(world.state(), 1)]).toEqual([before, 1]);
    expect(world.notifications.map(({ body }) => body)).toEqual(['bob: text 301']);
    world.backend.messages.push(aMessage(301));
    await world.actions.toLatest(1);
    await pass(READ_EVERY_MS);
    expect([marks(world).at(-1), unreadIn(world.state(), 1)]).toEqual([301, 0]);
  });

  test('[READ1] is nothing at the end of old messages that were come to before the newest were seen', async () => {
    const backend = new Backend();
    backend.messages = Array.from({ length: 300 }, (_, n) => aMessage(n + 1));
    const world = await connected(undefined, backend);
    world.actions.openChat(1);
    await pass();
    letIn(world);
    await world.actions.jumpTo(1, 100);
    world.actions.setEndInView(1, true);
    await pass(READ_EVERY_MS);
    expect([marks(world), world.state().chats[1]!.hasNewer]).toEqual([[], true]);
  });

  test('[READ1] offline stays shown as read, and is told after the connection is back', async () => {
    const backend = new Backend();
    backend.messages = [aMessage(1)];
    const world = await connected(undefined, backend);
    world.actions.openChat(1);
    letIn(world);
    await pass();
    world.peer().close(1006);
    world.actions.setEndInView(1, true);
    backend.chats = [aChat(1, { unread_count: 1, last_message: { ...lastOf(1), preview: 'text 1' } }), aChat(2)];
    expect(unreadIn(world.state(), 1)).toBe(0);
    await pass(5_000);
    world.peer().accept();
    await pass();
    expect(unreadIn(world.state(), 1)).toBe(0);
    expect(marks(world)).toEqual([1]);
    world.peer().send(position(1, 0, { chat_id: 1, last_message_id: 1 }));
    world.peer().close(1006);
    await pass(5_000);
    world.peer().accept();
    await pass();
    expect(marks(world)).toEqual([]);
  });

  test('[READ1] is not told of a chat that its reader takes part in no more', async () => {
    const world = await inRoom();
    world.peer().close(1006);
    await pass();
    world.backend.chats = [aChat(2)];
    world.backend.messages = [];
    await pass(5_000);
    world.peer().accept();
    await pass();
    expect(marks(world)).toEqual([]);
  });
});

describe('receipts', () => {
  const read = (user_id: number, username: string, message_id: number) => ({
    user_id,
    username,
    message_id,
    read_at: at,
  });
  const names = (world: World, messageId: number) =>
    receiptsAt(world.state().chats[1], messageId, 1).map(({ username }) => username);

  test('[READ7] stand at the last message that each has read, and move with what is told', async () => {
    const backend = new Backend();
    backend.messages = [aMessage(1), aMessage(2), aMessage(5, { user_id: 3, username: 'cy' })];
    backend.receipts = [read(1, 'ada', 5), read(2, 'bob', 2), read(3, 'cy', 5), read(4, 'dan', 3)];
    const world = await inRoom(backend);
    // Not the reader, nor who wrote it.
    expect([names(world, 1), names(world, 2), names(world, 5)]).toEqual([[], ['dan'], []]);
    world.peer().send({ type: 'reads', chat_id: 1, reads: [read(2, 'bob', 5), read(4, 'dan', 1)] });
    expect([names(world, 2), names(world, 5)]).toEqual([['dan'], ['bob']]);
    world.peer().send(message(6, { user_id: 4, username: 'dan' }));
    expect([names(world, 2), names(world, 5), names(world, 6)]).toEqual([[], ['bob'], []]);
    world.peer().send({ type: 'participant_removed', chat_id: 1, username: 'bob' });
    expect(names(world, 5)).toEqual([]);
  });

  test('[READ7] are none in a chat of more than 50', async () => {
    const backend = new Backend();
    backend.messages = [aMessage(1)];
    backend.receipts = Array.from({ length: 51 }, (_, i) => read(i + 10, `p${i}`, 1));
    const world = await inRoom(backend);
    expect(world.state().chats[1]!.receipts).toBeNull();
  });
});

describe('who is here', () => {
  test('[PRESENCE1] after five minutes without a touch this device is away, until it is touched', async () => {
    const told: object[] = [];
    const page = new FakePage();
    const idle = startIdle({ send: (frame) => told.push(frame) > 0 }, { page, elapsed: () => performance.now() });
    const [away, online] = (['away', 'online'] as const).map((status) => ({ type: 'presence', status }));
    await pass(AWAY_AFTER_MS - 10);
    page.fire('input');
    idle.connected();
    await pass(AWAY_AFTER_MS - 10);
    expect(told).toEqual([]);
    await pass(20);
    expect(told).toEqual([away]);
    page.fire('input');
    page.fire('input');
    expect(told).toEqual([away, online]);
    await pass(AWAY_AFTER_MS + 10);
    idle.connected();
    expect(told).toEqual([away, online, away, away]);
    idle.close();
  });

  test('[PRESENCE3] is loaded, and follows what is told', async () => {
    const backend = new Backend();
    backend.presence = [{ user_id: 2, username: 'bob', status: 'offline', last_seen: at }];
    const world = await connected(undefined, backend);
    expect(presenceOf(world.state(), 'bob')).toEqual({ status: 'offline', lastSeen: at });
    world.peer().send({ type: 'presence', user_id: 2, username: 'bob', status: 'away', last_seen: null });
    expect(presenceOf(world.state(), 'bob')).toEqual({ status: 'away', lastSeen: null });
    expect(presenceOf(world.state(), 'nobody')).toEqual({ status: 'offline', lastSeen: null });
  });

  test('[PRESENCE5] whether one shows when one was here last is kept with the session', async () => {
    const world = await connected();
    await world.actions.setShowsLastSeen(false);
    expect(world.state().session).toMatchObject({ user: { username: 'ada', shows_last_seen: false } });
    expect([...world.profile.texts.values()].join()).toContain('"shows_last_seen":false');
  });
});

function lastOf(id: number) {
  return { id, user_id: 2, username: 'bob', is_bot: false };
}
