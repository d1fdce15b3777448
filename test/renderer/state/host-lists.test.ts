import { expect, test } from 'vitest';
import { usableInvite } from '../../../renderer/state/invites.ts';
import { anInvite, aPerson } from '../support/backend.ts';
import { connected, pass, withWorlds } from '../support/world.ts';

withWorlds();

test('[JOIN2] invites are listed newest first, and follow what is made, renewed and revoked', async () => {
  const world = await connected();
  const list = () => {
    const { invites } = world.state();
    return invites.kind === 'ready' ? invites.list : invites.kind;
  };
  world.backend.invites = [anInvite(1), anInvite(2)];
  await world.actions.loadInvites();
  expect(list()).toMatchObject([{ id: 2 }, { id: 1 }]);
  await world.actions.createInvite({ chat_id: 1 });
  await world.actions.renewInvite(1);
  await world.actions.revokeInvite(2);
  expect(list()).toMatchObject([
    { id: 3, chat_id: 1 },
    { id: 1, token: 'token-1-renewed' },
  ]);
});

test('the invite to show for a chat is the newest that still works', () => {
  const now = Date.parse('2026-01-02T00:00:00.000Z');
  const list = [
    anInvite(3, { chat_id: 1, expires_at: '2026-01-01T23:00:00.000Z' }),
    anInvite(2, { chat_id: 1 }),
    anInvite(1),
  ];
  expect(usableInvite(list, 1, now)?.id).toBe(2);
  expect(usableInvite(list, null, now)?.id).toBe(1);
  expect(usableInvite(list, 9, now)).toBeUndefined();
});

test('a list that cannot be loaded says why; one that is there stays', async () => {
  const world = await connected();
  world.backend.broken = { path: 'people', status: 403, body: { detail: 'Not authorized', code: 'not_authorized' } };
  await expect(world.actions.loadPeople()).rejects.toMatchObject({ status: 403 });
  expect(world.state().people).toEqual({ kind: 'error', error: 'Not authorized' });
  world.backend.broken = null;
  world.backend.people = [aPerson(1, { is_host: true }), aPerson(3, { username: 'cy', online: true }), aPerson(2)];
  await world.actions.loadPeople();
  expect(world.state().people).toMatchObject({ kind: 'ready', list: [{ id: 1 }, { id: 3 }, { id: 2 }] });
  world.backend.unreachable = true;
  await expect(world.actions.loadPeople()).rejects.toMatchObject({ kind: 'network' });
  expect(world.state().people.kind).toBe('ready');
});

test('the list of people follows every change, once somebody has asked for it', async () => {
  const world = await connected();
  world.backend.calls.length = 0;
  world.peer().send({ type: 'people_changed' });
  await pass();
  expect(world.backend.calls).toEqual([]);
  world.backend.people = [aPerson(1), aPerson(2)];
  await world.actions.loadPeople();
  world.backend.people = [aPerson(1)];
  world.peer().send({ type: 'people_changed' });
  await pass();
  expect(world.state().people).toMatchObject({ list: [{ id: 1 }] });
  await world.actions.removePerson(1);
  expect(world.state().people).toMatchObject({ list: [] });
});

test('[JOIN9] somebody who was removed goes from every list of their chat', async () => {
  const world = await connected();
  world.actions.openChat(1);
  world.peer().send({ type: 'joined', chat_id: 1, members: ['ada', 'bob'], last_message_id: 0 });
  world.peer().send({ type: 'participant_removed', chat_id: 1, username: 'bob' });
  expect(world.state().chats[1]).toMatchObject({ members: ['ada'], chat: { participant_usernames: ['ada'] } });
});
