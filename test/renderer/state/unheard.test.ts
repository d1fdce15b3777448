import { expect, test } from 'vitest';
import { ada } from '../support/backend.ts';
import { aChat, aPerson, Backend } from '../support/backend.ts';
import { connected, pass, setUp, signedIn, withWorlds } from '../support/world.ts';

withWorlds();

const down = (path: string) => ({ path, status: 500, body: {} });

test('[CLIENT34] a chat that came during a break is known, also where the list could not be had at first', async () => {
  const world = await connected();
  world.peer().close(1006);
  await pass();
  world.backend.chats = [aChat(1), aChat(2), aChat(3)];
  world.backend.broken = down('/api/chats');
  world.peer().accept();
  await pass();
  world.backend.broken = null;
  await pass(60_000);
  expect(world.state().chatOrder).toEqual([1, 2, 3]);
});

test('[CLIENT34] the first list is asked for until it is there, as is what the server says of itself', async () => {
  const backend = new Backend();
  backend.unreachable = true;
  const world = setUp(undefined, backend);
  backend.unreachable = false;
  backend.broken = down('/api/chats');
  await world.actions.signIn({ username: 'ada', password: 'secret-password' });
  world.peer().accept();
  await pass();
  expect(world.state().chatsStatus).toBe('error');
  backend.broken = null;
  await pass(60_000);
  expect(world.state()).toMatchObject({ chatsStatus: 'ready', chatOrder: [1, 2], health: { version: '1' } });
});

test('[CLIENT34] who came while an answer was lost is among the participants and the people in the end', async () => {
  const world = await connected();
  world.actions.openChat(1);
  await world.actions.loadParticipants(1);
  world.backend.people = [aPerson(1)];
  await world.actions.loadPeople();
  world.backend.broken = down('p');
  world.backend.people = [aPerson(1), aPerson(2)];
  world.peer().send({ type: 'people_changed' });
  world.peer().send({ type: 'participant_added', chat_id: 1, username: 'bob' });
  await pass();
  world.backend.broken = null;
  world.backend.calls.length = 0;
  await pass(60_000);
  expect(world.state().people).toMatchObject({ list: [{ id: 1 }, { id: 2 }] });
  expect(world.backend.calls).toContain('GET /api/chats/1/participants');
});

test('[CLIENT34] what was refused for good is not asked for again, and nothing is while there is no connection', async () => {
  const backend = new Backend();
  backend.broken = { path: '/api/chats', status: 403, body: { detail: 'Not authorized', code: 'not_authorized' } };
  const world = await signedIn(undefined, backend);
  world.peer().accept();
  await pass();
  backend.calls.length = 0;
  await pass(60_000);
  expect(backend.calls).toEqual([]);
  expect(world.state().session).toEqual({ kind: 'signed_in', user: ada });
});
