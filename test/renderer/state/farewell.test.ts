import { expect, test } from 'vitest';
import { totalUnread, unreadIn } from '../../../renderer/state/unread.ts';
import { aChat, aMessage } from '../support/backend.ts';
import { connected, inRoom, letIn, pass, setUp, withWorlds } from '../support/world.ts';

withWorlds();

const removed = { type: 'chat_removed', chat_id: 1 } as const;

test('[CLIENT33] a chat that this user is removed from is gone, with what was unread there', async () => {
  const world = await connected();
  const news = { user_id: 2, username: 'bob', is_bot: false, created_at: '2026-01-01T00:00:00.000Z', preview: 'hi' };
  for (const chat_id of [1, 2]) world.peer().send({ type: 'activity', chat_id, message_id: chat_id, ...news });
  world.peer().send(removed);
  expect(world.state().chatOrder).toEqual([2]);
  expect(world.state().chats[1]).toBeUndefined();
  expect([unreadIn(world.state(), 1), totalUnread(world.state())]).toEqual([0, 1]);
  expect(world.state().farewell?.chat).toEqual(aChat(1));
});

test('[CLIENT33] the open chat is closed, and nothing that comes late opens it again', async () => {
  const world = await inRoom();
  const open = world.backend.hold();
  const loading = world.actions.reloadHistory(1);
  world.peer().send(removed);
  open();
  await loading;
  world.peer().send({ type: 'typing', chat_id: 1, username: 'bob' });
  letIn(world);
  await pass(11_000);
  expect(world.state().chats[1]).toBeUndefined();
  expect(world.state().openChatId).toBe(1);
  expect(world.peer().of('join')).toHaveLength(1);
});

test('[CLIENT33] what was not sent becomes the draft, in order, and is not sent any more', async () => {
  const world = await inRoom();
  for (const content of ['one', 'two']) world.actions.send(1, content);
  world.actions.send(2, 'elsewhere');
  world.actions.setDraft(1, 'three');
  world.peer().send(removed);
  expect(world.state().drafts).toEqual({ 1: 'one\n\ntwo\n\nthree' });
  expect(world.state().outbox.map(({ content }) => content)).toEqual(['elsewhere']);
  await pass(11_000);
  expect(
    world
      .peer()
      .of('message')
      .filter(({ chat_id }) => chat_id === 1),
  ).toHaveLength(1);
  world.stop();
  expect(setUp(world.profile, world.backend).state().drafts).toEqual({ 1: 'one\n\ntwo\n\nthree' });
});

test('[CLIENT33] who is invited again finds the chat, its messages and their draft', async () => {
  const world = await inRoom();
  world.actions.setDraft(1, 'half a');
  world.peer().send(removed);
  await pass();
  world.backend.messages.push(aMessage(9));
  world.peer().send({ type: 'chat_added', chat: aChat(1) });
  await pass();
  expect(world.peer().of('join')).toHaveLength(2);
  letIn(world);
  await pass();
  expect(world.state().farewell).toBeNull();
  expect(world.state().chats[1]?.messages.map(({ id }) => id)).toEqual([9]);
  expect(world.state().chats[1]?.members).toEqual(['ada']);
  expect(world.state().drafts).toEqual({ 1: 'half a' });
});

test('[CLIENT33] a removal that went unheard is known from the list of chats', async () => {
  const world = await inRoom();
  world.actions.setDraft(1, 'half a');
  world.backend.chats = [aChat(2)];
  await world.actions.reloadChats();
  expect(world.state().chats[1]).toBeUndefined();
  expect(world.state().farewell?.chat.id).toBe(1);
  expect(world.state().drafts).toEqual({ 1: 'half a' });
});
