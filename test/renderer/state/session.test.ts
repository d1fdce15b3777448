import { expect, test, vi } from 'vitest';
import { ada, Backend } from '../support/backend.ts';
import { connected, inRoom, pass, setUp, signedIn, withWorlds } from '../support/world.ts';

withWorlds();

test('signing in connects with the token, outside of the address, and loads the chats', async () => {
  const { state, peer } = await signedIn();
  expect(state()).toMatchObject({
    session: { kind: 'signed_in', user: ada },
    connection: { kind: 'connecting' },
    chatsStatus: 'ready',
    chatOrder: [1, 2],
    health: { bot: { kind: 'demo' } },
  });
  expect(peer().url).toBe('ws://server.test/ws');
  expect(peer().protocols).toEqual(['gemini-coop.v1', 'bearer.aaa.bbb.ccc']);
  expect(JSON.stringify(state())).not.toContain('aaa.bbb.ccc');
});

test('registering signs in', async () => {
  const { actions, state } = setUp();
  await actions.register({ username: 'ada', email: 'ada@example.org', password: 'secret-password' });
  expect(state().session).toEqual({ kind: 'signed_in', user: ada });
});

test('a refused sign-in tells why and changes nothing', async () => {
  const { actions, state, backend } = setUp();
  const body = { detail: 'Incorrect username or password', code: 'bad_credentials' };
  backend.broken = { path: 'login', status: 401, body };
  await expect(actions.signIn({ username: 'ada', password: 'x' })).rejects.toMatchObject({
    message: 'Incorrect username or password',
    code: 'bad_credentials',
    status: 401,
  });
  expect(state().session).toEqual({ kind: 'signed_out' });
});

test('survives a reload, even while the server is away', async () => {
  const { profile, stop } = await signedIn();
  stop();
  const backend = new Backend();
  backend.unreachable = true;
  const { state } = setUp(profile, backend);
  expect(state().session).toEqual({ kind: 'signed_in', user: ada });
  await pass();
  expect(state().chatsStatus).toBe('error');
});

test('[CLIENT20] a token that any call or the socket shows to be expired ends the session, but no unsent text', async () => {
  const world = await connected();
  world.actions.send(1, 'unsent');
  world.backend.acceptsToken = false;
  await expect(world.actions.loadParticipants(1)).rejects.toMatchObject({ status: 401 });
  await pass();
  expect(world.state()).toMatchObject({ session: { kind: 'signed_out', reason: 'expired' }, chats: {}, outbox: [] });
  expect(world.peer().isClosed).toBe(true);

  world.backend.acceptsToken = true;
  await world.actions.signIn({ username: 'ada', password: 'secret-password' });
  expect(world.state().outbox).toMatchObject([{ content: 'unsent' }]);
  world.peer().accept();
  world.peer().close(1008);
  await pass();
  expect(world.state().session).toEqual({ kind: 'signed_out', reason: 'expired' });
  await pass(60_000);
  expect(world.sockets.peers).toHaveLength(2);
});

test('[CLIENT21] signing out signs out every tab and leaves no text behind', async () => {
  const world = await connected();
  const other = setUp(world.profile, world.backend);
  expect(other.state().session.kind).toBe('signed_in');
  world.actions.setDraft(1, 'private');
  await pass(1_000);
  world.actions.send(2, 'private');
  world.actions.signOut();
  expect(other.state().session).toEqual({ kind: 'signed_out', reason: 'signed_out' });
  expect([...world.profile.texts]).toEqual([]);
});

test('[CLIENT21] [SESSION8] a tab that hears of it from the server first leaves no text behind either', async () => {
  const world = await connected();
  world.actions.setDraft(1, 'private');
  await pass(1_000);
  world.actions.setDraft(1, 'private and unsaved');
  world.peer().send({ type: 'signed_out', reason: 'logged_out' });
  expect(world.state().session).toEqual({ kind: 'signed_out', reason: 'signed_out' });
  expect([...world.profile.texts]).toEqual([]);
});

test('nothing goes on after the end', async () => {
  const world = await inRoom();
  world.peer().send({ type: 'typing', chat_id: 1, username: 'bob' });
  world.stop();
  expect(world.page.listenerCount).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});

test('signing in again in another tab as the same user keeps the chat open here', async () => {
  const world = await inRoom();
  const other = setUp(world.profile, world.backend);
  await other.actions.signIn({ username: 'ada', password: 'secret-password' });
  await pass();
  expect(world.state().openChatId).toBe(1);
  expect(world.state().chats[1]?.history).toBe('ready');
});

test('[CLIENT20] an expired token takes no newer session with it', async () => {
  const world = await connected();
  const key = [...world.profile.texts.keys()].find((name) => name.endsWith('session'));
  const newer = JSON.stringify({ token: 'newer.token.here', user: ada });
  world.profile.texts.set(key!, newer);
  world.peer().close(4001);
  await pass();
  expect(world.state().session).toEqual({ kind: 'signed_out', reason: 'expired' });
  expect(world.profile.texts.get(key!)).toBe(newer);
});

test('[SESSION3] an expired token is renewed, and everything goes on where it was', async () => {
  const world = await inRoom();
  world.backend.renews = true;
  world.actions.setDraft(2, 'half a');
  world.peer().close(4001);
  await pass();
  expect(world.backend.calls).toContain('POST /api/auth/renew');
  expect(world.state()).toMatchObject({ session: { kind: 'signed_in' }, openChatId: 1, drafts: { 2: 'half a' } });
  expect(world.sockets.peers).toHaveLength(2);
});

test.each([
  ['signed_out', 'ended'],
  ['replaced', 'ended'],
  ['logged_out', 'signed_out'],
  ['password', 'password'],
  ['deleted', 'deleted'],
] as const)(
  '[SESSION2] who is signed out from elsewhere (%s) is told why, and does not come back',
  async (reason, shown) => {
    const world = await connected();
    world.backend.renews = true;
    world.peer().send({ type: 'signed_out', reason });
    expect(world.state().session).toEqual({ kind: 'signed_out', reason: shown });
    await pass(60_000);
    expect(world.sockets.peers).toHaveLength(1);
    expect(world.backend.calls).not.toContain('POST /api/auth/renew');
  },
);

test('a chat list that is there stays when it cannot be loaded again', async () => {
  const world = await connected();
  world.backend.unreachable = true;
  await expect(world.actions.reloadChats()).rejects.toMatchObject({ kind: 'network' });
  expect(world.state()).toMatchObject({ chatsStatus: 'ready', chatOrder: [1, 2] });
});

test('a chat list that could not be loaded is loaded on the next connection', async () => {
  const backend = new Backend();
  backend.broken = { path: '/api/chats', status: 500, body: {} };
  const world = await signedIn(undefined, backend);
  expect(world.state().chatsStatus).toBe('error');
  backend.broken = null;
  world.peer().accept();
  await pass();
  expect(world.state()).toMatchObject({ chatsStatus: 'ready', chatOrder: [1, 2] });
});
