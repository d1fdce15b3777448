import { expect, test } from 'vitest';
import { ada, Backend } from '../support/backend.ts';
import { Profile } from '../support/browser.ts';
import { connected, pass, setUp, withWorlds } from '../support/world.ts';

withWorlds();

const refusal = { status: 401, body: { detail: 'Incorrect username or password', code: 'bad_credentials' } };

/** A guest who has joined by name, connected and with chat 1 open. */
async function aGuest(profile = new Profile(), backend = new Backend()) {
  const world = setUp(profile, backend);
  await world.actions.joinAsGuest('ada');
  await pass();
  world.peer().accept();
  world.actions.openChat(1);
  await pass();
  world.backend.calls.length = 0;
  return world;
}

const storedSession = ({ texts }: Profile) => [...texts].find(([key]) => key.endsWith('session'))?.[1] ?? '';

test('[JOIN7] the password of a guest is on the device, and in no state', async () => {
  const world = await aGuest();
  const { guest_password } = JSON.parse(storedSession(world.profile)) as { guest_password: string };
  expect(guest_password).toContain('secret-');
  expect(JSON.stringify(world.state())).not.toContain(guest_password);
  await world.actions.upgrade({ email: 'ada@example.org', password: 'secret-password' });
  expect(storedSession(world.profile)).not.toContain(guest_password);
  expect(world.state().session).toEqual({ kind: 'signed_in', user: ada });
});

test('[JOIN6] a guest whose token has expired comes back by themselves, with chat and unsent text', async () => {
  const world = await aGuest();
  world.actions.setDraft(2, 'half a');
  world.peer().close(4001);
  world.actions.send(1, 'unsent');
  await pass();
  expect(world.backend.calls).toContain('POST /api/auth/login');
  expect(world.state()).toMatchObject({
    session: { kind: 'signed_in' },
    openChatId: 1,
    drafts: { 2: 'half a' },
    outbox: [{ content: 'unsent' }],
  });
  expect(world.sockets.peers).toHaveLength(2);
  world.peer().accept();
  expect(world.state().connection).toEqual({ kind: 'connected' });
});

test('[JOIN6] while the server is away, the way back is tried again', async () => {
  const world = await aGuest();
  world.backend.unreachable = true;
  world.peer().close(1008);
  await pass();
  expect(world.state()).toMatchObject({ session: { kind: 'signed_in' }, connection: { kind: 'reconnecting' } });
  world.backend.unreachable = false;
  world.actions.reconnectNow();
  await pass();
  expect(world.sockets.peers).toHaveLength(2);
});

test('[JOIN6] a guest whom the server does not know any more is signed out', async () => {
  const world = await aGuest();
  world.backend.broken = { path: 'login', ...refusal };
  world.peer().close(4001);
  await pass();
  expect(world.state().session).toEqual({ kind: 'signed_out', reason: 'expired' });
  expect(storedSession(world.profile)).toBe('');
});

test('signing out in the middle of coming back ends that', async () => {
  const world = await aGuest();
  world.backend.unreachable = true;
  world.peer().close(4001);
  await pass();
  world.actions.signOut();
  world.backend.unreachable = false;
  world.backend.calls.length = 0;
  await pass(60_000);
  expect(world.backend.calls).toEqual([]);
  expect(world.state().session).toEqual({ kind: 'signed_out', reason: 'signed_out' });
});

test.each(['frame', 'close code'])(
  '[JOIN9] who is removed is signed out by the %s, and nothing is left',
  async (how) => {
    const world = await connected();
    world.actions.setDraft(1, 'private');
    await pass(1_000);
    if (how === 'frame') world.peer().send({ type: 'removed' });
    else world.peer().close(4003);
    expect(world.state().session).toEqual({ kind: 'signed_out', reason: 'removed' });
    expect([...world.profile.texts]).toEqual([]);
    await pass(60_000);
    expect(world.sockets.peers).toHaveLength(1);
  },
);
