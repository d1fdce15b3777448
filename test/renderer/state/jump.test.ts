import { expect, test } from 'vitest';
import { previewOf } from '../../../renderer/state/preview.ts';
import { BOT_NAME } from '../../../server/protocol/limits.ts';
import { aMessage, Backend } from '../support/backend.ts';
import { connected, inRoom, letIn, pass, withWorlds, type World } from '../support/world.ts';

withWorlds();

const chatOf = (world: World) => world.state().chats[1]!;
const ids = (world: World) => chatOf(world).messages.map(({ id }) => id);
const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, n) => first + n);
const callsOf = ({ backend }: World) => backend.calls.filter((call) => call.includes('messages'));

function frameOf(message: ReturnType<typeof aMessage>) {
  const { id: message_id, status: _, ...fields } = message;
  return { type: 'message', message_id, ...fields } as const;
}

/** In the room of a chat with this many messages. */
async function inLongChat(count = 1000): Promise<World> {
  const backend = new Backend();
  backend.messages = from(1, count).map((id) => aMessage(id));
  return inRoom(backend);
}

/** Somebody says something while this connection is in the room. */
function say(world: World, id: number): void {
  world.backend.messages.push(aMessage(id));
  world.peer().send(frameOf(aMessage(id)));
}

/** The server lets in whoever has asked since. */
async function settle(world: World): Promise<void> {
  await pass();
  letIn(world);
  await pass();
}

test('[JUMPTO1] a message that is loaded is gone to without asking for anything', async () => {
  const world = await inLongChat();
  await world.actions.jumpTo(1, 970);
  expect(callsOf(world)).toEqual([]);
  expect(chatOf(world)).toMatchObject({ target: { message_id: 970 }, hasNewer: false, replaced: 0 });
  world.actions.forgetTarget(1);
  expect(chatOf(world).target).toBeNull();
});

test('[JUMPTO1] one that is not is loaded with what is around it, in place of what was there', async () => {
  const world = await inLongChat();
  await world.actions.jumpTo(1, 300);
  expect(callsOf(world)).toEqual(['GET /api/chats/1/messages?limit=50&around=300']);
  expect(ids(world)).toEqual(from(275, 324));
  expect(chatOf(world)).toMatchObject({ target: { message_id: 300 }, hasOlder: true, hasNewer: true, replaced: 1 });
});

test('[JUMPTO1] one just above what is loaded is joined to it, and nothing is lost', async () => {
  const world = await inLongChat();
  await world.actions.jumpTo(1, 940);
  expect(ids(world)).toEqual(from(915, 1000));
  expect(chatOf(world)).toMatchObject({ hasOlder: true, hasNewer: false, replaced: 0 });
  say(world, 1001);
  expect(ids(world).at(-1)).toBe(1001);
});

test('[JUMPTO1] at the beginning of a chat there is nothing older', async () => {
  const world = await inLongChat();
  await world.actions.jumpTo(1, 3);
  expect(ids(world)).toEqual(from(1, 27));
  expect(chatOf(world)).toMatchObject({ hasOlder: false, hasNewer: true });
});

test('[JUMPTO2] what is said while old messages are shown leaves no gap among them, and is told as ever', async () => {
  const world = await inLongChat();
  await world.actions.jumpTo(1, 300);
  say(world, 1001);
  world.peer().send({
    type: 'bot_stream',
    chat_id: 1,
    message_id: 1002,
    username: BOT_NAME,
    is_complete: false,
    offset: 0,
    chunk: 'The ans',
  });
  expect(ids(world)).toEqual(from(275, 324));
  expect(previewOf(chatOf(world))).toMatchObject({ message_id: 1001, text: 'text 1001' });
});

test('[JUMPTO2] a reply that is among old messages goes on growing there', async () => {
  const world = await inLongChat();
  world.backend.messages[299] = aMessage(300, { is_bot: true, user_id: null, content: 'The', status: 'streaming' });
  await world.actions.jumpTo(1, 300);
  await settle(world);
  const chunk = { type: 'bot_stream', chat_id: 1, message_id: 300, username: BOT_NAME } as const;
  world.peer().send({ ...chunk, is_complete: false, offset: 3, chunk: ' answer' });
  expect(chatOf(world).messages.find(({ id }) => id === 300)?.content).toBe('The answer');
});

test('[JUMPTO3] scrolled down, old messages become the newest ones again, with what was said meanwhile once', async () => {
  const world = await inLongChat(400);
  await world.actions.jumpTo(1, 300);
  await Promise.all([world.actions.loadNewer(1), world.actions.loadNewer(1)]);
  expect(ids(world)).toEqual(from(275, 374));
  expect(callsOf(world)).toHaveLength(2);
  // Said between the answer and its arrival.
  const open = world.backend.hold();
  const last = world.actions.loadNewer(1);
  await pass();
  say(world, 401);
  open();
  await last;
  await settle(world);
  say(world, 402);
  expect(ids(world)).toEqual(from(275, 402));
  expect(chatOf(world).hasNewer).toBe(false);
});

test('[JUMPTO3] a reply that began meanwhile is whole', async () => {
  const world = await inLongChat(310);
  await world.actions.jumpTo(1, 200);
  await world.actions.loadNewer(1);
  const reply = { is_bot: true, user_id: null, username: BOT_NAME, status: 'streaming' } as const;
  const chunk = { type: 'bot_stream', chat_id: 1, message_id: 311, username: BOT_NAME, is_complete: false } as const;
  world.peer().send({ ...chunk, offset: 0, chunk: 'It is' });
  world.peer().send({ ...chunk, offset: 5, chunk: ' so' });
  // What is stored is behind what was told.
  world.backend.messages.push(aMessage(311, { ...reply, content: 'It' }));
  while (chatOf(world).hasNewer) await world.actions.loadNewer(1);
  await settle(world);
  world.peer().send({ ...chunk, offset: 0, chunk: 'It is so' });
  world.peer().send({ ...chunk, offset: 8, chunk: '.' });
  expect(chatOf(world).messages.at(-1)).toMatchObject({ id: 311, content: 'It is so.' });
  expect(world.peer().of('join')).toHaveLength(2);
});

test('[JUMPTO4] the way back leads to the newest page', async () => {
  const world = await inLongChat();
  await world.actions.jumpTo(1, 300);
  say(world, 1001);
  await world.actions.toLatest(1);
  await settle(world);
  expect(ids(world)).toEqual(from(952, 1001));
  expect(chatOf(world)).toMatchObject({ hasOlder: true, hasNewer: false, replaced: 2 });
  say(world, 1002);
  expect(ids(world).at(-1)).toBe(1002);
});

test('[JUMPTO4] so does sending something', async () => {
  const world = await inLongChat();
  await world.actions.jumpTo(1, 300);
  world.actions.send(1, 'hello');
  const [frame] = world.peer().of('message');
  world.peer().send(world.backend.store(frame!));
  await settle(world);
  expect(chatOf(world).messages.at(-1)).toMatchObject({ id: 1001, content: 'hello' });
  expect(world.state().outbox).toEqual([]);
});

test('[JUMPTO4] what was sent without a connection is seen once it is back', async () => {
  const world = await inLongChat();
  await world.actions.jumpTo(1, 300);
  world.peer().close(1006);
  world.backend.unreachable = true;
  world.actions.send(1, 'hello');
  await pass();
  expect(chatOf(world)).toMatchObject({ history: 'ready', hasNewer: true });
  world.backend.unreachable = false;
  await pass(1_000);
  world.peer().accept();
  await pass();
  const [frame] = world.peer().of('message');
  world.peer().send(world.backend.store(frame!));
  await settle(world);
  expect(chatOf(world)).toMatchObject({ hasNewer: false });
  expect(ids(world)).toEqual(from(951, 1001));
});

test('[JUMPTO5] a break while old messages are shown changes nothing about them', async () => {
  const world = await inLongChat();
  await world.actions.jumpTo(1, 300);
  world.peer().close(1006);
  world.backend.messages.push(...from(1001, 1300).map((id) => aMessage(id)));
  await pass();
  world.backend.calls.length = 0;
  world.peer().accept();
  await settle(world);
  expect(callsOf(world)).toEqual([]);
  expect(ids(world)).toEqual(from(275, 324));
});

test('[JUMPTO5] a reply among them that ended unheard is healed, and nothing behind them is added', async () => {
  const world = await inLongChat();
  const reply = { is_bot: true, user_id: null, username: BOT_NAME };
  world.backend.messages[299] = aMessage(300, { ...reply, content: 'The', status: 'streaming' });
  await world.actions.jumpTo(1, 300);
  world.peer().close(1006);
  world.backend.messages[299] = aMessage(300, { ...reply, content: 'The answer' });
  await pass();
  world.peer().accept();
  await settle(world);
  expect(chatOf(world).messages.find(({ id }) => id === 300)).toMatchObject({ content: 'The answer' });
  expect(ids(world)).toEqual(from(275, 324));
});

test('[JUMPTO6] a message that is not in the chat is told of, and nothing changes', async () => {
  const world = await inLongChat();
  world.backend.messages.push(aMessage(2000, { chat_id: 2 }));
  const before = chatOf(world);
  for (const id of [2000, 5000]) {
    const told = world.state().alert?.id ?? 0;
    await world.actions.jumpTo(1, id);
    expect(world.state().alert).toMatchObject({ id: told + 1, chat_id: 1, code: 'not_found' });
  }
  expect(chatOf(world)).toBe(before);
});

test('[JUMPTO6] where it cannot be loaded that is told', async () => {
  const world = await inLongChat();
  world.backend.unreachable = true;
  await world.actions.jumpTo(1, 300);
  expect(world.state().alert?.error).toMatch(/cannot be reached/);
  expect(ids(world)).toEqual(from(951, 1000));
});

test('[JUMPTO7] of two jumps, or a jump and the way back, the last one counts', async () => {
  const world = await inLongChat();
  const open = world.backend.hold();
  const first = world.actions.jumpTo(1, 300);
  const second = world.actions.jumpTo(1, 500);
  open();
  await Promise.all([first, second]);
  expect(chatOf(world)).toMatchObject({ target: { message_id: 500 } });
  expect(ids(world)).toEqual(from(475, 524));

  const again = world.backend.hold();
  const back = [world.actions.jumpTo(1, 100), world.actions.toLatest(1)];
  again();
  await Promise.all(back);
  await settle(world);
  expect(ids(world)).toEqual(from(951, 1000));
  expect(chatOf(world).hasNewer).toBe(false);
});

test('[JUMPTO7] a page of older or newer ones that was under way is none of the place that was jumped to', async () => {
  const world = await inLongChat();
  for (const load of [world.actions.loadOlder, world.actions.loadNewer]) {
    const open = world.backend.hold();
    const page = load(1);
    world.backend.gate = null;
    await world.actions.jumpTo(1, load === world.actions.loadOlder ? 300 : 600);
    open();
    await page;
  }
  expect(ids(world)).toEqual(from(575, 624));
  expect(chatOf(world).history).toBe('ready');
});

test('[JUMPTO8] a chat that was left at old messages begins with the newest ones again, and says what was last said', async () => {
  const world = await inLongChat();
  await world.actions.jumpTo(1, 300);
  world.actions.openChat(2);
  expect(chatOf(world)).toMatchObject({ history: 'unloaded', messages: [], hasNewer: false, target: null });
  expect(previewOf(chatOf(world))).toMatchObject({ message_id: 1000 });
  world.actions.openChat(1);
  await settle(world);
  expect(ids(world)).toEqual(from(951, 1000));
});

test('[JUMPTO9] a message of a chat that is not open is led to by its address', async () => {
  const world = await inLongChat();
  await world.actions.jumpTo(2, 7);
  expect(world.page.paths).toEqual(['/chats/2/7']);
});

test('[JUMPTO9] a chat that has just been opened is loaded before it is jumped in', async () => {
  const backend = new Backend();
  backend.messages = from(1, 1000).map((id) => aMessage(id));
  const world = await connected(undefined, backend);
  world.actions.openChat(1);
  await world.actions.jumpTo(1, 300);
  await settle(world);
  expect(ids(world)).toEqual(from(275, 324));
  expect(chatOf(world)).toMatchObject({ target: { message_id: 300 }, hasNewer: true });
});
