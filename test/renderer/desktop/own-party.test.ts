import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { HostOptions } from '../../../electron/bridge.ts';
import { readSession, serverPrefix, sessionKey } from '../../../renderer/state/stored-session.ts';
import { ada, Backend, TOKEN } from '../support/backend.ts';
import { openWindow } from '../support/desktop-window.ts';

const OWN = 'http://127.0.0.1:8000';
const options: HostOptions = { name: 'Garden party', username: 'ada', port: 8000, access: 'invite' };
const session = { server: OWN, token: TOKEN, user: { ...ada, email: null }, chatId: 2 };
const ending: (() => void)[] = [];

function open() {
  const backend = new Backend();
  const window = openWindow({ [OWN]: backend }, { session });
  window.desktop.calls.length = 0;
  ending.push(() => window.visits.leave());
  return { ...window, backend };
}

async function hosting() {
  const window = open();
  await window.ownParty.start(options);
  return window;
}

const signIns = ({ desktop }: ReturnType<typeof open>) => desktop.calls.filter(([name]) => name === 'host.signIn');

beforeEach(() => history.replaceState(null, '', '/'));
afterEach(() => {
  for (const end of ending.splice(0)) end();
});

test('hosting enters the party’s chat, and shows how to invite people', async () => {
  const { app, store } = await hosting();
  expect(app.getState()).toMatchObject({ server: OWN, session: { kind: 'signed_in', user: { username: 'ada' } } });
  expect(store.getState()).toMatchObject({ place: 'server', current: OWN, dialog: 'party', servers: [] });
  expect(location.pathname).toBe('/chats/2');
});

test('what cannot be done is told and changes nothing', async () => {
  const { ownParty, store } = openWindow({}, { starts: [{ kind: 'port_in_use', port: 8000, nextPort: 8001 }] });
  expect(await ownParty.start(options)).toEqual({ kind: 'port_in_use', port: 8000, nextPort: 8001 });
  expect(store.getState()).toMatchObject({ place: 'start', current: null });
});

test('[START13] the host is signed in again by itself when the token has expired, where they were', async () => {
  const window = await hosting();
  window.sockets.newest().accept();
  window.sockets.newest().close(4001);
  await vi.waitFor(() => expect(signIns(window)).toHaveLength(1));
  await vi.waitFor(() => expect(window.app.getState().session.kind).toBe('signed_in'));
  expect(window.store.getState()).toMatchObject({ place: 'server', current: OWN });
  expect(location.pathname).toBe('/chats/2');
});

test('[START13] a token that is refused at once is not asked for again and again', async () => {
  const window = await hosting();
  window.backend.acceptsToken = false;
  window.sockets.newest().accept();
  window.sockets.newest().close(4001);
  await vi.waitFor(() => expect(window.store.getState().place).toBe('start'));
  expect(signIns(window)).toHaveLength(1);
});

test('who signs out of the own party comes back to it without a password', async () => {
  const window = await hosting();
  window.actions.signOut();
  expect(window.store.getState()).toMatchObject({ place: 'start', current: null });
  await window.ownParty.enter();
  expect(window.app.getState().session.kind).toBe('signed_in');
});

test('when the party is over, the window leaves it; another server stays as it is', async () => {
  const window = await hosting();
  window.desktop.tellHost({ kind: 'stopped' });
  expect(window.store.getState()).toMatchObject({ host: { kind: 'stopped' }, current: null, place: 'start' });

  const elsewhere = await hosting();
  elsewhere.visits.switchTo('https://chat.example.org');
  elsewhere.desktop.tellHost({ kind: 'stopped' });
  expect(elsewhere.store.getState()).toMatchObject({ current: 'https://chat.example.org', place: 'server' });
});

test('the host’s questions are asked whatever the window shows, with a fresh token where the kept one is refused', async () => {
  const window = await hosting();
  window.visits.switchTo('https://chat.example.org');
  const { storage } = window.environment;
  const key = sessionKey(serverPrefix(OWN, ''));
  storage.set(key, JSON.stringify({ token: 'expired', user: ada }));
  expect(await window.ownParty.ask(async (rest) => rest.chats())).toHaveLength(2);
  expect(readSession(storage.get(key))?.token).toBe(TOKEN);
});

test('while no party is held there is nobody to ask', async () => {
  const { ownParty } = open();
  await expect(ownParty.ask(async (rest) => rest.people())).rejects.toMatchObject({ kind: 'network' });
});
