import { describe, expect, test, vi } from 'vitest';
import type { ServerFrame } from '../../../server/protocol/frames.ts';
import { defaultPreferences } from '../../../server/protocol/preferences.ts';
import { preferencesOf } from '../../../renderer/state/levels.ts';
import { AFTER_OTHERS_MS, COALESCE_MS } from '../../../renderer/state/notifications.ts';
import { previewOf } from '../../../renderer/state/preview.ts';
import { totalUnread, unreadIn } from '../../../renderer/state/unread.ts';
import { aChat, aMessage, Backend } from '../support/backend.ts';
import { Profile } from '../support/browser.ts';
import { connected, inRoom, pass, setUp, withWorlds, type World } from '../support/world.ts';

withWorlds();

type Activity = Extract<ServerFrame, { type: 'activity' }>;

const activity = (message_id: number, fields: Partial<Activity> = {}): Activity => ({
  type: 'activity',
  chat_id: 2,
  message_id,
  user_id: 2,
  username: 'bob',
  is_bot: false,
  created_at: '2026-01-01T00:00:00.000Z',
  preview: `text ${message_id}`,
  ...fields,
});

const message = (id: number, fields: object = {}): ServerFrame => {
  const { id: message_id, status: _, ...rest } = aMessage(id);
  return { type: 'message', message_id, ...rest, ...fields };
};

const ended = (message_id: number): ServerFrame => ({
  type: 'bot_stream',
  chat_id: 1,
  message_id,
  username: 'Gemini',
  is_complete: true,
  offset: 0,
  chunk: '',
  full_response: 'Done.',
  status: 'complete',
});

const unread = ({ state }: World, chatId: number) => unreadIn(state(), chatId);

describe('what was not seen', () => {
  test('[NOTIFY1] counts once, moves its chat up and shows its start', async () => {
    const world = await inRoom();
    world.peer().send(activity(7));
    world.peer().send(activity(7));
    expect(unread(world, 2)).toBe(1);
    expect(world.state().chatOrder).toEqual([2, 1]);
    expect(previewOf(world.state().chats[2])).toMatchObject({ username: 'bob', text: 'text 7' });
    expect(world.unread.at(-1)).toBe(1);
  });

  test('[READ6] what was last said elsewhere is shown as it was edited, or that it was deleted', async () => {
    const world = await inRoom();
    world.peer().send(activity(7));
    const about = { chat_id: 2, message_id: 7 };
    const at = '2026-01-02T00:00:00.000Z';
    world
      .peer()
      .send({ type: 'message_edited', ...about, message_id: 6, content: 'older', edited_at: at, mentions: [] });
    expect(previewOf(world.state().chats[2])?.text).toBe('text 7');
    world.peer().send({ type: 'message_edited', ...about, content: 'other words', edited_at: at, mentions: [] });
    expect(previewOf(world.state().chats[2])).toMatchObject({ username: 'bob', text: 'other words' });
    world.peer().send({ type: 'message_deleted', ...about, deleted_at: at, username: 'bob' });
    expect(previewOf(world.state().chats[2])).toMatchObject({ username: 'bob', text: '', deleted: true });
  });

  test('[NOTIFY1] messages that are told together count each, but for one’s own', async () => {
    const world = await inRoom();
    world.peer().send(activity(7));
    const earlier = [
      { message_id: 7, user_id: 2 },
      { message_id: 8, user_id: 1 },
      { message_id: 9, user_id: 3 },
    ];
    world.peer().send(activity(10, { earlier }));
    // Who has written the eighth has read the seventh.
    expect(unread(world, 2)).toBe(2);
  });

  test('[NOTIFY1] one’s own words from elsewhere move the chat up, and are nothing new', async () => {
    const world = await inRoom();
    world.peer().send(activity(7, { user_id: 1, username: 'ada' }));
    expect(unread(world, 2)).toBe(0);
    expect(world.state().chatOrder).toEqual([2, 1]);
  });

  test('[NOTIFY1] a reply that ended late does not hide what was said after it began', async () => {
    const world = await inRoom();
    world.peer().send(activity(9));
    world.peer().send(activity(8, { user_id: null, username: 'Gemini', is_bot: true }));
    expect(previewOf(world.state().chats[2])?.text).toBe('text 9');
    expect(unread(world, 2)).toBe(2);
  });

  test('[NOTIFY2] the open chat counts only while nobody looks, and is seen when somebody does', async () => {
    const world = await inRoom();
    world.peer().send(message(1));
    expect(unread(world, 1)).toBe(0);
    world.page.fire('blur');
    world.peer().send(message(2));
    world.peer().send(message(3, { user_id: 1, username: 'ada' }));
    world.peer().send(ended(4));
    world.peer().send(ended(4));
    expect(unread(world, 1)).toBe(1);
    world.page.fire('focus');
    expect(unread(world, 1)).toBe(0);
    expect(world.unread).toEqual([1, 0, 1, 0]);
  });

  test('[NOTIFY2] nor does it count where its end is in view; who looks at older messages has not read it', async () => {
    const world = await inRoom();
    world.actions.setEndInView(1, false);
    world.peer().send(message(1));
    expect(unread(world, 1)).toBe(1);
    world.actions.setEndInView(1, true);
    expect(unread(world, 1)).toBe(0);
  });

  test('[NOTIFY3] a chat counts as far as it is told of, on all devices', async () => {
    const world = await connected();
    await world.actions.setNotifyLevel(2, 'none');
    world.peer().send(activity(7));
    world.peer().send(activity(8, { mentions: ['ada'] }));
    expect(unread(world, 2)).toBe(2);
    expect([totalUnread(world.state()), world.unread]).toEqual([0, []]);
    world.peer().send({ type: 'notify_changed', chat_id: 2, level: 'mentions' });
    expect([totalUnread(world.state()), world.unread]).toEqual([1, [1]]);
    await world.actions.setNotifyLevel(2, null);
    expect(world.unread).toEqual([1, 2]);
  });

  test('[LEVEL1] a choice that the server does not take is taken back', async () => {
    const world = await connected();
    world.backend.broken = {
      path: '/notifications',
      status: 503,
      body: { detail: 'No.', code: 'storage_unavailable' },
    };
    const chosen = world.actions.setNotifyLevel(2, 'none');
    expect(world.state().chats[2]?.chat.notify).toBe('none');
    await expect(chosen).rejects.toMatchObject({ code: 'storage_unavailable' });
    expect(world.state().chats[2]?.chat.notify).toBeNull();
    world.backend.broken.path = '/auth/me';
    const changed = world.actions.setPreferences({ notify: 'none' });
    expect(preferencesOf(world.state()).notify).toBe('none');
    await expect(changed).rejects.toMatchObject({ code: 'storage_unavailable' });
    expect(preferencesOf(world.state())).toEqual(defaultPreferences);
  });

  test('[LEVEL4] what a device has muted is told to the server once, and forgotten here', async () => {
    const profile = new Profile();
    const key = 'gemini-coop:http://server.test:user:1:muted';
    profile.texts.set(key, '[1,2,99]');
    const backend = new Backend();
    backend.chats = [aChat(1, { notify: 'all' }), aChat(2)];
    backend.broken = { path: '/notifications', status: 503, body: { detail: 'No.', code: 'storage_unavailable' } };
    const world = await connected(profile, backend);
    expect(profile.texts.get(key)).toBe('[1,2,99]');
    backend.broken = null;
    await pass(60_000);
    expect(backend.calls.findLast((call) => call.startsWith('PUT'))).toBe('PUT /api/chats/2/notifications');
    expect(backend.calls.filter((call) => call.includes('/1/notifications'))).toEqual([]);
    expect([world.state().chats[1]?.chat.notify, world.state().chats[2]?.chat.notify]).toEqual(['all', 'mentions']);
    expect(profile.texts.has(key)).toBe(false);
  });
});

describe('notifications', () => {
  test('[NOTIFY4] tell who said what where, and lead there', async () => {
    const world = await inRoom();
    world.peer().send(activity(7));
    expect(world.notifications).toEqual([
      { title: 'Chat 2', body: 'bob: text 7', server: 'http://server.test', chatId: 2, messageId: 7 },
    ]);
  });

  test('[NOTIFY4] are not for what is in front, for one’s own words, or for history', async () => {
    const world = await inRoom();
    world.peer().send(message(1));
    world.peer().send(activity(7, { user_id: 1, username: 'ada' }));
    world.backend.messages = [aMessage(1), aMessage(2)];
    world.peer().close(1006);
    await pass();
    world.peer().accept();
    await pass();
    expect(world.notifications).toEqual([]);
    world.page.fire('blur');
    world.peer().send(message(9));
    await pass(AFTER_OTHERS_MS);
    expect(world.notifications).toHaveLength(1);
  });

  test('[NOTIFY3] are for all, for what is meant for the reader, or for nothing, as was chosen', async () => {
    const world = await connected();
    const told = async (level: 'all' | 'mentions' | 'none', frame: ServerFrame) => {
      const before = world.notifications.length;
      world.peer().send({ type: 'notify_changed', chat_id: 2, level });
      world.peer().send(frame);
      await pass(2 * COALESCE_MS);
      return world.notifications.length > before;
    };
    const reply = { user_id: null, username: 'Gemini', is_bot: true };
    expect(await told('all', activity(7))).toBe(true);
    expect(await told('mentions', activity(8))).toBe(false);
    expect(await told('mentions', activity(9, { mentions: ['ada'] }))).toBe(true);
    expect(await told('mentions', activity(10, { ...reply, asked_by: 'bob' }))).toBe(false);
    expect(await told('mentions', activity(11, { ...reply, asked_by: 'ada' }))).toBe(true);
    expect(await told('none', activity(12, { mentions: ['ada'] }))).toBe(false);
    expect(await told('none', activity(13, { ...reply, asked_by: 'ada' }))).toBe(false);
  });

  test('[NOTIFY6] between two people everything counts as meant for the other one, where nothing else was chosen', async () => {
    const backend = new Backend();
    backend.chats = [aChat(1), aChat(2, { is_group: false })];
    const world = await connected(undefined, backend);
    await world.actions.setPreferences({ notify: 'mentions' });
    world.peer().send(activity(7));
    world.peer().send(activity(8, { chat_id: 1 }));
    expect(world.notifications).toMatchObject([{ chatId: 2 }]);
    expect(totalUnread(world.state())).toBe(1);
    world.peer().send({ type: 'preferences_changed', preferences: { ...defaultPreferences, notify: 'none' } });
    expect(totalUnread(world.state())).toBe(0);
  });

  test('[NOTIFY7] are heard, at most every 2 s, unless the sound is off', async () => {
    const world = await inRoom();
    world.peer().send(message(6));
    world.peer().send(activity(7, { user_id: 1, username: 'ada' }));
    expect(world.sounds).toHaveLength(0);
    world.peer().send(activity(8));
    world.backend.chats.push(aChat(3));
    world.peer().send({ type: 'chat_added', chat: aChat(3) });
    world.peer().send(activity(9, { chat_id: 3 }));
    expect([world.notifications.length, world.sounds.length]).toEqual([2, 1]);
    await pass(2 * COALESCE_MS);
    world.peer().send(activity(10));
    expect(world.sounds).toHaveLength(2);
    await world.actions.setPreferences({ sound: false });
    await pass(2 * COALESCE_MS);
    world.peer().send(activity(11));
    expect([world.notifications.length, world.sounds.length]).toEqual([4, 2]);
  });

  test('[NOTIFY8] are neither shown nor heard in quiet hours and while they are paused; badges count all the same', async () => {
    vi.setSystemTime(new Date(2026, 0, 1, 23, 30));
    const world = await connected();
    await world.actions.setPreferences({ quiet_hours: { from: '22:00', to: '07:00' } });
    world.peer().send(activity(7));
    await pass(COALESCE_MS);
    expect([world.notifications, world.sounds, totalUnread(world.state())]).toEqual([[], [], 1]);
    const paused_until = new Date(2026, 0, 2, 12).toISOString();
    await world.actions.setPreferences({ quiet_hours: null, paused_until });
    world.peer().send(activity(8));
    await pass(COALESCE_MS);
    expect(world.notifications).toEqual([]);
    vi.setSystemTime(new Date(2026, 0, 2, 12, 0, 1));
    world.peer().send(activity(9));
    expect(world.notifications).toHaveLength(1);
  });

  test('[NOTIFY9] come from one window of a browser, and from none where one shows the message already', async () => {
    const profile = new Profile();
    const backend = new Backend();
    const one = await connected(profile, backend);
    const other = setUp(profile, backend);
    await pass();
    other.peer().accept();
    await pass();
    one.page.fire('blur');
    for (const { peer } of [other, one]) peer().send(activity(7));
    await pass(2 * COALESCE_MS);
    expect([one.notifications.length, other.notifications.length]).toEqual([0, 1]);
    other.actions.openChat(2);
    await pass();
    for (const { peer } of [other, one]) peer().send(activity(8));
    await pass(2 * COALESCE_MS);
    expect([one.notifications.length, other.notifications.length]).toEqual([0, 1]);
  });

  test('[NOTIFY5] come one at a time for a chat; what came meanwhile is told together', async () => {
    const world = await inRoom();
    world.peer().send(activity(7));
    world.peer().send(activity(8));
    world.peer().send(activity(9));
    world.peer().send(message(10));
    expect(world.notifications).toHaveLength(1);
    await pass(COALESCE_MS);
    expect(world.notifications.map(({ body }) => body)).toEqual(['bob: text 7', '2 new messages']);
    await pass(COALESCE_MS);
    world.peer().send(activity(11));
    expect(world.notifications).toHaveLength(3);
  });

  test('[NOTIFY5] what was read in the meantime is not told', async () => {
    const world = await connected();
    world.peer().send(activity(7));
    world.peer().send(activity(8));
    world.actions.openChat(2);
    await pass(COALESCE_MS);
    expect(world.notifications).toHaveLength(1);
  });
});
