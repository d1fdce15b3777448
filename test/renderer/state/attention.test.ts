import { describe, expect, test } from 'vitest';
import type { ServerFrame } from '../../../server/protocol/frames.ts';
import { COALESCE_MS } from '../../../renderer/state/notifications.ts';
import { previewOf } from '../../../renderer/state/preview.ts';
import { totalUnread, unreadIn } from '../../../renderer/state/unread.ts';
import { aMessage } from '../support/backend.ts';
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

  test('[NOTIFY3] a muted chat counts for itself only; muting is kept', async () => {
    const world = await connected();
    world.actions.setMuted(2, true);
    world.peer().send(activity(7));
    expect(unread(world, 2)).toBe(1);
    expect(totalUnread(world.state())).toBe(0);
    expect(world.unread).toEqual([]);
    const other = setUp(world.profile, world.backend);
    expect(other.state().muted).toEqual([2]);
    other.actions.setMuted(2, false);
    expect(world.state().muted).toEqual([]);
    expect(world.unread).toEqual([1]);
  });
});

describe('notifications', () => {
  test('[NOTIFY4] tell who said what where, and lead there', async () => {
    const world = await inRoom();
    world.peer().send(activity(7));
    expect(world.notifications).toEqual([
      { title: 'Chat 2', body: 'bob: text 7', server: 'http://server.test', chatId: 2 },
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
    expect(world.notifications).toHaveLength(1);
  });

  test('[NOTIFY3] are not for a muted chat', async () => {
    const world = await connected();
    world.actions.setMuted(2, true);
    world.peer().send(activity(7));
    await pass(COALESCE_MS);
    expect(world.notifications).toEqual([]);
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
