import { expect, test } from 'vitest';
import { connected, inRoom, pass, setUp, withWorlds } from '../support/world.ts';

withWorlds();

test('typing tells the room at most every three seconds, and again after a send', async () => {
  const world = await inRoom();
  const told = () => world.peer().of('typing').length;
  world.actions.typing(1);
  world.actions.typing(1);
  expect(told()).toBe(1);
  await pass(3_000);
  world.actions.typing(1);
  expect(told()).toBe(2);
  world.actions.send(1, 'hi');
  world.actions.typing(1);
  expect(told()).toBe(3);
});

test('others who type are shown for five seconds', async () => {
  const world = await inRoom();
  world.peer().send({ type: 'typing', chat_id: 1, username: 'bob' });
  expect(world.state().chats[1]?.typing).toEqual(['bob']);
  await pass(6_000);
  expect(world.state().chats[1]?.typing).toEqual([]);
});

test('a reply is stopped by its id', async () => {
  const world = await inRoom();
  world.actions.stop(1, 8);
  expect(world.peer().of('stop')).toEqual([{ type: 'stop', chat_id: 1, message_id: 8 }]);
});

test('a chat that is made is in the list', async () => {
  const world = await connected();
  await expect(world.actions.createChat({ name: 'New' })).resolves.toMatchObject({ id: 3 });
  expect(world.state().chatOrder).toEqual([3, 1, 2]);
});

test('participants are loaded when asked for, and again when somebody is added', async () => {
  const world = await inRoom();
  world.peer().send({ type: 'participant_added', chat_id: 1, username: 'cy' });
  await pass();
  expect(world.state().chats[1]?.participants).toBeNull();
  await world.actions.loadParticipants(1);
  world.backend.calls.length = 0;
  world.peer().send({ type: 'participant_added', chat_id: 1, username: 'dee' });
  await world.actions.invite(1, 'eve');
  expect(world.backend.calls).toEqual([
    'GET /api/chats/1/participants',
    'POST /api/chats/1/invite',
    'GET /api/chats/1/participants',
  ]);
});

test('[CLIENT13] drafts survive a reload and are cleared the moment a send starts', async () => {
  const world = await connected();
  world.actions.setDraft(1, 'half a');
  world.actions.setDraft(2, 'another');
  await pass(300);
  world.stop();
  const next = setUp(world.profile, world.backend);
  expect(next.state().drafts).toEqual({ 1: 'half a', 2: 'another' });
  next.actions.send(1, 'half a thought');
  expect(next.state().drafts).toEqual({ 2: 'another' });
  next.page.fire('hidden');
  expect([...world.profile.texts.keys()].filter((key) => key.includes('draft'))).toHaveLength(1);
});
