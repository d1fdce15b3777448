import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readServers, writeServers } from '../../../renderer/desktop/known-servers.ts';
import { readSession, serverPrefix, sessionKey } from '../../../renderer/state/stored-session.ts';
import { PROTOCOL } from '../../../server/protocol/limits.ts';
import { Backend } from '../support/backend.ts';
import { Profile } from '../support/browser.ts';
import { openWindow } from '../support/desktop-window.ts';

const HOME = 'http://192.168.1.5:8000';
const WORK = 'https://chat.example.org';
const credentials = { username: 'ada', password: 'secret-password' };

/** A server of that name. */
function server(id: string): Backend {
  const backend = new Backend();
  backend.about = { server_id: id, name: `The ${id}`, host: 'bob', protocol: PROTOCOL, registration: 'open' };
  return backend;
}

const ending: (() => void)[] = [];

function open(...parameters: Parameters<typeof openWindow>) {
  const window = openWindow(...parameters);
  ending.push(() => window.visits.leave());
  return window;
}

/** Signed in on both, on `WORK` last. */
async function onBoth() {
  const network: Record<string, Backend> = { [HOME]: server('home'), [WORK]: server('work') };
  const window = open(network);
  for (const url of [HOME, WORK]) {
    await window.join(url);
    await window.actions.signIn(credentials);
  }
  return { ...window, network };
}

beforeEach(() => history.replaceState(null, '', '/'));
afterEach(() => {
  for (const end of ending.splice(0)) end();
  vi.useRealTimers();
});

test('joining shows the server, with what it says of itself from the first moment, and remembers it', async () => {
  const { join, store, app, environment } = open({ [HOME]: server('home') });
  expect(await join(HOME)).toEqual({ kind: 'arrived' });
  expect(store.getState()).toMatchObject({ place: 'server', current: HOME, servers: [{ url: HOME }] });
  expect(app.getState()).toMatchObject({ server: HOME, health: { name: 'The home' }, session: { kind: 'signed_out' } });
  expect(readServers(environment.storage)).toMatchObject([{ url: HOME, health: { host: 'bob' } }]);
});

test('what cannot be joined changes nothing and is not remembered', async () => {
  const { join, store, environment } = open({});
  expect(await join(HOME)).toMatchObject({ kind: 'silent', url: HOME });
  expect(store.getState()).toMatchObject({ place: 'start', current: null, servers: [] });
  expect(readServers(environment.storage)).toEqual([]);
});

test('a try that was given up goes nowhere, even when its answer comes', async () => {
  const backend = server('home');
  const { visits, store } = open({ [HOME]: backend });
  const release = backend.hold();
  const attempt = new AbortController();
  const arrival = visits.goTo({ addresses: [HOME] }, attempt.signal);
  attempt.abort();
  release();
  expect(await arrival).toEqual({ kind: 'given_up' });
  expect(store.getState()).toMatchObject({ place: 'start', servers: [] });
});

test('an invite goes along and is checked there', async () => {
  const { join, app } = open({ [HOME]: server('home') });
  await join(HOME, 'token');
  expect(app.getState().invite).toMatchObject({ secret: 'token' });
});

test('switching comes back to the chat that was open, to the drafts and to the session', async () => {
  const { visits, app, actions, store } = await onBoth();
  history.replaceState(null, '', '/chats/2');
  actions.setDraft(2, 'for work');
  visits.switchTo(HOME);
  expect(location.pathname).toBe('/');
  expect(app.getState()).toMatchObject({ server: HOME, drafts: {}, session: { kind: 'signed_in' } });
  visits.switchTo(WORK);
  expect(location.pathname).toBe('/chats/2');
  expect(app.getState()).toMatchObject({ server: WORK, drafts: { 2: 'for work' }, session: { kind: 'signed_in' } });
  expect(store.getState().servers.map(({ url }) => url)).toEqual([HOME, WORK]);
});

test('[START6] being signed out of one server, or forgetting it, leaves the others as they are', async () => {
  const { visits, actions, app, environment, store } = await onBoth();
  actions.signOut();
  visits.switchTo(HOME);
  expect(app.getState().session.kind).toBe('signed_in');
  visits.forget(WORK);
  expect(environment.storage.keys(serverPrefix(WORK, ''))).toEqual([]);
  expect(store.getState()).toMatchObject({ current: HOME, servers: [{ url: HOME }] });
  visits.forget(HOME);
  expect(store.getState()).toMatchObject({ current: null, place: 'start', servers: [] });
  expect(environment.storage.keys('gemini-coop:http')).toEqual([]);
});

test('[START7] a server that is found at another address keeps its sign-in and its drafts', async () => {
  const { network, visits, actions, join, store, app, environment } = await onBoth();
  visits.switchTo(HOME);
  actions.setDraft(1, 'unsent');
  visits.switchTo(WORK);
  const moved = 'http://192.168.1.77:8000';
  network[moved] = network[HOME]!;
  delete network[HOME];
  expect(await join(moved)).toEqual({ kind: 'arrived' });
  expect(app.getState()).toMatchObject({ session: { kind: 'signed_in' }, drafts: { 1: 'unsent' } });
  expect(store.getState()).toMatchObject({ current: moved, servers: [{ url: moved }, { url: WORK }] });
  expect(environment.storage.keys(serverPrefix(HOME, ''))).toEqual([]);
});

test('[START7] while it answers at the address that is known, that one is used: anybody can claim its id', async () => {
  const { network, join, store, environment } = await onBoth();
  const other = 'http://192.168.1.66:8000';
  network[other] = server('home');
  await join(other);
  expect(store.getState().current).toBe(HOME);
  expect(environment.storage.keys(serverPrefix(other, ''))).toEqual([]);
  expect(readSession(environment.storage.get(sessionKey(serverPrefix(HOME, ''))))).not.toBeNull();
});

test('[START7] who only claims to be a server that is gone is not given its sign-in', async () => {
  const { network, join, store, app, environment } = await onBoth();
  const moved = 'http://192.168.1.66:8000';
  const impostor = server('home');
  impostor.signature = 'guessed';
  network[moved] = impostor;
  delete network[HOME];
  await join(moved);
  expect(store.getState().current).toBe(moved);
  expect(app.getState().session.kind).toBe('signed_out');
  expect(readSession(environment.storage.get(sessionKey(serverPrefix(HOME, ''))))).not.toBeNull();
  expect(environment.storage.get(sessionKey(serverPrefix(moved, '')))).toBeNull();
});

test('the next start knows the servers, and which one was shown, and where on it', async () => {
  const { profile, actions } = await onBoth();
  actions.openChat(2);
  history.replaceState(null, '', '/');
  const { visits, environment } = open({}, {}, profile);
  expect(readServers(environment.storage).map(({ url }) => url)).toEqual([HOME, WORK]);
  expect(visits.last()).toBe(WORK);
  visits.switchTo(WORK);
  expect(location.pathname).toBe('/chats/2');
  visits.leave();
  expect(visits.last()).toBeNull();
});

test('a list of servers that cannot be read is none', () => {
  const storage = new Profile().tab();
  storage.set('gemini-coop:servers', '{"half":');
  expect(readServers(storage)).toEqual([]);
  writeServers(storage, []);
  expect(readServers(storage)).toEqual([]);
});

test('when it was last seen is known once the connection is lost', async () => {
  const { join, actions, sockets, store } = open({ [HOME]: server('home') });
  await join(HOME);
  await actions.signIn(credentials);
  sockets.newest().accept();
  vi.useFakeTimers({ now: new Date('2030-01-01T10:00:00Z'), toFake: ['Date'] });
  sockets.newest().close(1006);
  expect(store.getState().servers).toMatchObject([{ url: HOME, lastSeenAt: '2030-01-01T10:00:00.000Z' }]);
});
