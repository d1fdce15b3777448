import { expect, test } from 'vitest';
import { BOT_NAME } from '../../../server/protocol/limits.ts';
import { aMessage, Backend } from '../support/backend.ts';
import { connected, inRoom, letIn, pass, setUp, withWorlds, type World } from '../support/world.ts';

withWorlds();

const ids = (world: World, chatId = 1) => world.state().chats[chatId]?.messages.map((message) => message.id);

const messageCalls = (backend: Backend) => backend.calls.filter((call) => call.includes('messages'));

function frameOf(message: ReturnType<typeof aMessage>) {
  const { id: message_id, status: _, ...fields } = message;
  return { type: 'message', message_id, ...fields } as const;
}

test('the open chat is entered and loaded at the same time', async () => {
  const backend = new Backend();
  backend.messages = [aMessage(1), aMessage(2)];
  const world = await connected(undefined, backend);
  world.actions.openChat(1);
  expect(world.peer().sent).toEqual([{ type: 'join', chat_id: 1 }]);
  expect(world.state()).toMatchObject({ openChatId: 1, chats: { 1: { history: 'loading' } } });
  await pass();
  expect(world.state().chats[1]).toMatchObject({ history: 'ready', hasOlder: false });
  expect(ids(world)).toEqual([1, 2]);
});

test('[CLIENT30] what was stored between the fetch and the entrance is fetched too', async () => {
  const backend = new Backend();
  backend.messages = [aMessage(1)];
  const world = await connected(undefined, backend);
  world.actions.openChat(1);
  await pass();
  backend.messages.push(aMessage(2));
  letIn(world);
  await pass();
  expect(ids(world)).toEqual([1, 2]);
});

test('the open chat is left when another is opened; what was loaded stays', async () => {
  const backend = new Backend();
  backend.messages = [aMessage(1)];
  const world = await inRoom(backend);
  world.peer().sent.length = 0;
  world.actions.openChat(2);
  expect(world.peer().sent).toEqual([
    { type: 'leave', chat_id: 1 },
    { type: 'join', chat_id: 2 },
  ]);
  expect(world.state().chats[1]).toMatchObject({ members: [], history: 'ready' });
  expect(ids(world)).toEqual([1]);
  await pass();
  letIn(world, 2);

  backend.messages.push(aMessage(5));
  backend.calls.length = 0;
  world.actions.openChat(1);
  await pass();
  expect(messageCalls(backend)).toEqual(['GET /api/chats/1/messages?limit=200&after=1']);
  expect(ids(world)).toEqual([1, 5]);
});

test('[CLIENT31] after a break everything that was missed is fetched, page by page', async () => {
  const world = await inRoom();
  world.peer().close(1006);
  world.backend.messages = Array.from({ length: 450 }, (_, index) => aMessage(index + 1));
  await pass();
  world.peer().accept();
  await pass();
  expect(ids(world)).toHaveLength(450);
  expect(messageCalls(world.backend)).toHaveLength(3);
  expect(world.peer().of('join')).toHaveLength(1);
});

test('[CLIENT31] a message that arrives live before the fetch leaves no gap behind, even when that fetch fails first', async () => {
  const backend = new Backend();
  backend.messages = [aMessage(1)];
  const world = await inRoom(backend);
  world.peer().close(1006);
  backend.messages.push(aMessage(2), aMessage(3));
  backend.broken = { path: 'messages', status: 500, body: {} };
  await pass();
  world.peer().accept();
  letIn(world);
  world.peer().send(frameOf(aMessage(3)));
  await pass();
  backend.broken = null;
  await pass(1_000);
  expect(ids(world)).toEqual([1, 2, 3]);
});

test('[CLIENT31] nor does one that arrived before the next break', async () => {
  const backend = new Backend();
  backend.messages = [aMessage(1)];
  const world = await inRoom(backend);
  world.peer().close(1006);
  backend.messages.push(aMessage(2), aMessage(3));
  backend.broken = { path: 'messages', status: 500, body: {} };
  await pass();
  world.peer().accept();
  letIn(world);
  world.peer().send(frameOf(aMessage(3)));
  await pass();
  world.peer().close(1006);
  backend.broken = null;
  await pass();
  world.peer().accept();
  await pass();
  expect(ids(world)).toEqual([1, 2, 3]);
});

test('[CLIENT30] what was stored while the first page was under way is fetched too', async () => {
  const backend = new Backend();
  backend.messages = [aMessage(1)];
  const world = await connected(undefined, backend);
  const open = backend.hold();
  world.actions.openChat(1);
  await pass();
  backend.messages.push(aMessage(2));
  letIn(world);
  open();
  await pass();
  expect(ids(world)).toEqual([1, 2]);
});

test('[CLIENT30] a fetch from before a break does not count as the one after the new entrance', async () => {
  const world = await inRoom();
  const open = world.backend.hold();
  world.backend.messages = [aMessage(1)];
  letIn(world);
  await pass();
  world.peer().close(1006);
  world.backend.messages.push(aMessage(2));
  await pass();
  world.backend.gate = null;
  world.peer().accept();
  letIn(world);
  open();
  await pass();
  expect(ids(world)).toEqual([1, 2]);
});

test('[CLIENT30] being let in anew tells of what was missed in between', async () => {
  const world = await inRoom();
  world.backend.messages = [aMessage(1)];
  letIn(world);
  await pass();
  expect(ids(world)).toEqual([1]);
});

/** Chat 1 was open, then 2, then 1 again, all before the server has answered the first time. */
async function hurried(): Promise<World> {
  const world = await connected();
  for (const chatId of [1, 2, 1]) world.actions.openChat(chatId);
  await pass();
  return world;
}

test('[CLIENT30] of several entrances the last one counts: what was said before it is fetched, also by a fetch under way', async () => {
  const world = await hurried();
  letIn(world);
  const open = world.backend.hold();
  world.backend.messages = [aMessage(1)];
  letIn(world);
  await pass();
  world.backend.messages.push(aMessage(2));
  letIn(world);
  open();
  await pass();
  expect(ids(world)).toEqual([1, 2]);
});

test('[CLIENT31] nor does a break before the last entrance was answered leave a gap', async () => {
  const world = await hurried();
  letIn(world);
  await pass();
  // Said before we were in again, and after.
  world.backend.messages = [aMessage(1), aMessage(2)];
  world.peer().send(frameOf(aMessage(2)));
  world.peer().close(1006);
  await pass();
  world.peer().accept();
  letIn(world);
  await pass();
  expect(ids(world)).toEqual([1, 2]);
});

test('[CLIENT32] a reply that ended between two entrances is healed', async () => {
  const world = await hurried();
  world.backend.messages = [aMessage(8, { content: 'The ans', status: 'streaming' })];
  letIn(world);
  await pass();
  world.backend.messages = [aMessage(8, { content: 'The answer' })];
  letIn(world);
  await pass();
  expect(world.state().chats[1]?.messages).toMatchObject([{ content: 'The answer', status: 'complete' }]);
});

test('[CLIENT32] a reply whose end went unheard is healed', async () => {
  const world = await inRoom();
  const reply = { user_id: null, username: BOT_NAME, is_bot: true };
  world.peer().send({
    type: 'bot_stream',
    chat_id: 1,
    message_id: 8,
    username: BOT_NAME,
    is_complete: false,
    offset: 0,
    chunk: 'The ans',
  });
  world.peer().send(frameOf(aMessage(9)));
  world.peer().close(1006);
  world.backend.messages = [aMessage(8, { ...reply, content: 'The answer' }), aMessage(9)];
  await pass();
  world.peer().accept();
  await pass();
  expect(world.state().chats[1]?.messages).toMatchObject([{ content: 'The answer', status: 'complete' }, { id: 9 }]);
});

test('[CLIENT32] a reply that ended between the fetch and the entrance is healed', async () => {
  const backend = new Backend();
  backend.messages = [aMessage(8, { content: 'The ans', status: 'streaming' })];
  const world = await connected(undefined, backend);
  world.actions.openChat(1);
  await pass();
  backend.messages = [aMessage(8, { content: 'The answer' })];
  letIn(world);
  await pass();
  expect(world.state().chats[1]?.messages).toMatchObject([{ content: 'The answer', status: 'complete' }]);
});

test('the open chat is entered again where the answer was lost', async () => {
  const world = await connected();
  world.actions.openChat(1);
  await pass(5_000);
  expect(world.peer().of('join')).toHaveLength(2);
  letIn(world);
  await pass(5_000);
  expect(world.peer().of('join')).toHaveLength(2);
});

test('it shows older messages page by page', async () => {
  const backend = new Backend();
  backend.messages = Array.from({ length: 120 }, (_, index) => aMessage(index + 1));
  const world = await inRoom(backend);
  expect(ids(world)?.[0]).toBe(71);
  await Promise.all([world.actions.loadOlder(1), world.actions.loadOlder(1)]);
  expect(messageCalls(backend)).toHaveLength(1);
  expect(ids(world)?.[0]).toBe(21);
  await world.actions.loadOlder(1);
  expect(world.state().chats[1]).toMatchObject({ hasOlder: false, history: 'ready' });
  expect(ids(world)).toHaveLength(120);
  await world.actions.loadOlder(1);
  expect(messageCalls(backend)).toHaveLength(2);
});

test('a chat that cannot be loaded says so, and can be loaded again', async () => {
  const backend = new Backend();
  backend.broken = { path: 'messages', status: 403, body: { detail: 'Not authorized', code: 'not_authorized' } };
  const world = await connected(undefined, backend);
  world.actions.openChat(1);
  await pass();
  expect(world.state().chats[1]?.history).toBe('error');
  await expect(world.actions.reloadHistory(1)).rejects.toMatchObject({ code: 'not_authorized' });
  backend.broken = null;
  await world.actions.reloadHistory(1);
  expect(world.state().chats[1]?.history).toBe('ready');
});

test('a chat can be opened before the chats are known', async () => {
  const world = setUp();
  await world.actions.signIn({ username: 'ada', password: 'secret-password' });
  world.actions.openChat(1);
  world.peer().accept();
  await pass();
  expect(world.peer().of('join')).toHaveLength(1);
  expect(world.state().chats[1]?.history).toBe('ready');
});

test('a long absence does not fetch for ever: the newest page is loaded instead', async () => {
  const world = await inRoom();
  world.peer().close(1006);
  world.backend.messages = Array.from({ length: 5_000 }, (_, index) => aMessage(index + 1));
  await pass();
  world.peer().accept();
  await pass();
  expect(messageCalls(world.backend)).toHaveLength(11);
  expect(ids(world)).toHaveLength(50);
  expect(world.state().chats[1]?.hasOlder).toBe(true);
});
