import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FoundParty, HostState } from '../../../electron/bridge.ts';
import { App } from '../../../renderer/app.tsx';
import { Desktop } from '../../../renderer/desktop/desktop-app.tsx';
import { visits } from '../../../renderer/desktop/desktop.ts';
import { initialDesktop, useDesktop } from '../../../renderer/desktop/desktop-state.ts';
import { openDesktop } from '../../../renderer/desktop/open-desktop.ts';
import { environment } from '../../../renderer/state/actions.ts';
import { text } from '../../../renderer/texts/text.ts';
import { PROTOCOL } from '../../../server/protocol/limits.ts';
import { ada, anInvite, aPerson, Backend, TOKEN } from '../support/backend.ts';
import { Profile } from '../support/browser.ts';
import { networkOf } from '../support/desktop-window.ts';
import { installFakeBridge, type FakeControls, type FakeDesktop } from '../support/fake-bridge.ts';
import { linkedSockets } from '../support/linked-sockets.ts';

const OWN = 'http://127.0.0.1:8000';
const THERE = 'http://192.168.1.9:8000';
const session = { server: OWN, token: TOKEN, user: { ...ada, email: null }, chatId: 1 };
const hosted: HostState = {
  kind: 'hosting',
  name: 'Garden party',
  serverId: 'own',
  url: OWN,
  port: 8000,
  addresses: ['http://192.168.1.5:8000', 'http://10.8.0.2:8000'],
  startedAt: new Date().toISOString(),
  access: 'invite',
  bot: { kind: 'demo', model: 'demo' },
  discoverable: true,
};
const found: FoundParty = {
  serverId: 'there',
  name: 'Attic party',
  host: 'bob',
  addresses: [THERE],
  protocol: PROTOCOL,
  version: '0.1.0',
  needsInvite: true,
};

let end: () => void = () => {};

/** The app in a network with these servers. */
async function open(fake: FakeDesktop = {}, servers: Record<string, Backend> = {}): Promise<FakeControls> {
  const desktop = installFakeBridge(fake);
  Object.assign(environment, {
    fetch: networkOf(servers),
    WebSocket: linkedSockets().WebSocket,
    storage: new Profile().tab(),
  });
  end = await openDesktop();
  render(
    <App>
      <Desktop />
    </App>,
  );
  return desktop;
}

const button = (name: string | RegExp) => screen.findByRole('button', { name });
const click = async (name: string) => void fireEvent.click(await button(name));
/** A way in of the start page: its name begins with its title. */
const clickWay = (title: string) => fireEvent.click(screen.getByRole('button', { name: new RegExp(`^${title}`) }));
const callsOf = ({ calls }: FakeControls, name: string) => calls.filter(([called]) => called === name);

beforeEach(() => {
  history.replaceState(null, '', '/');
  useDesktop.setState(initialDesktop);
});
afterEach(() => {
  cleanup();
  visits.leave();
  end();
  delete window.coop;
});

test('the start page has two ways in, says so in its title, and has the focus', async () => {
  const desktop = await open();
  expect(document.activeElement?.textContent).toBe(text('start.title'));
  expect(document.title).toContain(text('start.title'));
  expect(callsOf(desktop, 'shell.ready')).toHaveLength(1);
  clickWay(text('start.host'));
  expect(document.activeElement).toBe(screen.getByLabelText(text('host.name')));
  fireEvent.keyDown(window, { key: 'Escape' });
  expect(document.activeElement?.textContent).toBe(text('start.title'));
});

test('one click hosts with what was used last', async () => {
  const desktop = await open({ session, defaults: { name: 'Attic', username: 'ada', port: 8123, access: 'invite' } });
  clickWay(text('start.host'));
  await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>(text('host.name')).value).toBe('Attic'));
  await click(text('host.submit'));
  await screen.findByRole('dialog');
  expect(callsOf(desktop, 'host.start')).toEqual([
    ['host.start', { name: 'Attic', username: 'ada', port: 8123, access: 'invite' }],
  ]);
});

test('what cannot be hosted is said next to its field, which gets the focus', async () => {
  const desktop = await open({ session });
  clickWay(text('start.host'));
  await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>(text('host.name')).value).not.toBe(''));
  fireEvent.change(screen.getByLabelText(text('host.username')), { target: { value: 'Gemini' } });
  await click(text('host.submit'));
  await screen.findByText(text('host.username.reserved'));
  expect(document.activeElement).toBe(screen.getByLabelText(text('host.username')));
  expect(callsOf(desktop, 'host.start')).toEqual([]);
});

test('[START15] what is typed before the defaults are known stays', async () => {
  const desktop = await open({ session, defaults: { name: 'Home', username: 'machine' } });
  clickWay(text('start.host'));
  fireEvent.change(screen.getByLabelText(text('host.username')), { target: { value: 'typed' } });
  await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>(text('host.name')).value).toBe('Home'));
  await click(text('host.submit'));
  await screen.findByRole('dialog');
  expect(callsOf(desktop, 'host.start')).toMatchObject([['host.start', { name: 'Home', username: 'typed' }]]);
});

test('[START8] a port in use offers the next one, and one click takes it', async () => {
  const desktop = await open({ session, starts: [{ kind: 'port_in_use', port: 8000, nextPort: 8001 }] });
  clickWay(text('start.host'));
  await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>(text('host.name')).value).not.toBe(''));
  await click(text('host.submit'));
  const next = await button(text('host.portInUse.next', { port: '8001' }));
  expect(document.activeElement).toBe(next);
  fireEvent.click(next);
  await screen.findByRole('dialog');
  expect(callsOf(desktop, 'host.start').map(([, options]) => (options as { port: number }).port)).toEqual([8000, 8001]);
});

test('another failure is shown as the sentence that it is', async () => {
  await open({ starts: [{ kind: 'failed', message: 'The folder is in use.' }] });
  clickWay(text('start.host'));
  await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>(text('host.name')).value).not.toBe(''));
  await click(text('host.submit'));
  expect((await screen.findByRole('alert')).textContent).toContain('The folder is in use.');
});

test.each([
  ['weak', 'key.consent.weak', 'key.consent.yes'],
  ['none', 'key.consent.none', 'key.consent.yes.none'],
] as const)('[START9] with %s protection a key is kept only after a question', async (protection, question, yes) => {
  const desktop = await open({ session, key: { protection } });
  clickWay(text('start.host'));
  await click(text('key.add'));
  fireEvent.change(screen.getByLabelText(text('key.label')), { target: { value: 'secret' } });
  await click(text('key.save'));
  await screen.findByText(text(question));
  fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: text('common.cancel') }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(callsOf(desktop, 'key.save')).toEqual([['key.save', 'secret', { allowWeak: false }]]);
  await click(text('key.save'));
  await click(text(yes));
  await screen.findByText(text('key.saved'));
  expect(callsOf(desktop, 'key.save').at(-1)).toEqual(['key.save', 'secret', { allowWeak: true }]);
  expect(screen.queryByLabelText(text('key.label'))).toBeNull();
});

test('with a keychain a key that was only typed is kept when the party starts', async () => {
  const desktop = await open({ session });
  clickWay(text('start.host'));
  await click(text('key.add'));
  fireEvent.change(screen.getByLabelText(text('key.label')), { target: { value: 'secret' } });
  await click(text('host.submit'));
  await screen.findByRole('dialog');
  expect(desktop.calls.map(([name]) => name).filter((name) => /^(key|host)\.s(ave|tart)/.test(name))).toEqual([
    'key.save',
    'host.start',
  ]);
});

/** The own party's server: one invite, and these people beside its host. */
function partyServer(...online: boolean[]): Backend {
  const backend = new Backend();
  backend.people = [
    aPerson(1, { username: 'ada', is_host: true, online: true }),
    ...online.map((isOnline, place) => aPerson(place + 2, { is_guest: true, online: isOnline })),
  ];
  backend.invites = [anInvite(1, { chat_id: 1 })];
  return backend;
}

test('[START10] the party card shows the invite by the best address in every form, and all addresses', async () => {
  const desktop = await open({ session, host: hosted }, { [OWN]: partyServer(true) });
  act(() => desktop.goTo('party'));
  const link = 'http://192.168.1.5:8000/join/token-1';
  await screen.findByRole('img', { name: text('party.qr', { link }) });
  const values = screen.getAllByRole<HTMLInputElement>('textbox').map(({ value }) => value);
  expect(values).toEqual([link, 'ABCD-1234', 'http://192.168.1.5:8000', 'http://10.8.0.2:8000']);
  expect(screen.getByText(text('party.people.online', { count: 2 }))).toBeTruthy();
});

test('[START10] on no network it says so, and shows neither QR code nor link', async () => {
  const desktop = await open({ session, host: { ...hosted, addresses: [] } }, { [OWN]: partyServer() });
  act(() => desktop.goTo('party'));
  await screen.findByText(text('party.offline.title'));
  await waitFor(() => expect(screen.getByRole<HTMLInputElement>('textbox').value).toBe('ABCD-1234'));
  expect(screen.queryByRole('img')).toBeNull();
  act(() => desktop.tellHost(hosted));
  await screen.findByRole('img');
});

test.each([
  [[true, true, false], text('stop.text', { count: 2 })],
  [[false], text('stop.nobody')],
])('[START11] stopping is confirmed, knowing who is connected: %j', async (online, sentence) => {
  const desktop = await open({ session, host: hosted }, { [OWN]: partyServer(...online) });
  act(() => desktop.goTo('party'));
  await click(text('party.stop'));
  await screen.findByText(sentence);
  expect(callsOf(desktop, 'host.stop')).toEqual([]);
  await click(text('party.stop'));
  await screen.findByRole('heading', { name: text('start.title') });
  expect(callsOf(desktop, 'host.stop')).toHaveLength(1);
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('[START14] looking for parties begins and ends with the join page', async () => {
  const desktop = await open({ search: { kind: 'searching', parties: [found] } });
  expect(callsOf(desktop, 'parties.watch')).toEqual([]);
  clickWay(text('start.join'));
  await screen.findByText('Attic party');
  expect(screen.getByText(text('join.found.count', { count: 1 }))).toBeTruthy();
  act(() => desktop.tellParties([]));
  expect(screen.queryByText('Attic party')).toBeNull();
  await click(text('page.back'));
  expect(callsOf(desktop, 'parties.unwatch')).toHaveLength(callsOf(desktop, 'parties.watch').length);
});

test('[START14] where looking cannot be done, an address joins all the same', async () => {
  await open({ search: { kind: 'failed', parties: [] } }, { [THERE]: new Backend() });
  clickWay(text('start.join'));
  await screen.findByText(text('join.failed'));
  fireEvent.change(screen.getByLabelText(text('join.address')), { target: { value: '192.168.1.9' } });
  await click(text('join.submit'));
  await waitFor(() => expect(useDesktop.getState()).toMatchObject({ place: 'server', current: THERE }));
});

test('the arrow keys go from party to party', async () => {
  const other = { ...found, serverId: 'other', name: 'Cellar party', addresses: ['http://192.168.1.10:8000'] };
  await open({ search: { kind: 'searching', parties: [found, other] } });
  clickWay(text('start.join'));
  const [first, second] = [await button(/Attic/), await button(/Cellar/)];
  first.focus();
  fireEvent.keyDown(first, { key: 'ArrowDown' });
  expect(document.activeElement).toBe(second);
  fireEvent.keyDown(second, { key: 'ArrowDown' });
  fireEvent.keyDown(second, { key: 'ArrowUp' });
  expect(document.activeElement).toBe(first);
});

test.each([
  ['', 'join.address.missing'],
  ['two words', 'join.address.invalid'],
  ['ftp://files.example.org', 'join.address.invalid'],
] as const)('“%s” is no address', async (typed, problem) => {
  await open();
  clickWay(text('start.join'));
  fireEvent.change(screen.getByLabelText(text('join.address')), { target: { value: typed } });
  await click(text('join.submit'));
  expect(await screen.findByText(text(problem))).toBeTruthy();
});

test('[START3] an address where nothing answers says what may be the reason, and can be tried again', async () => {
  const servers: Record<string, Backend> = {};
  await open({}, servers);
  clickWay(text('start.join'));
  fireEvent.change(screen.getByLabelText(text('join.address')), { target: { value: '192.168.1.9' } });
  await click(text('join.submit'));
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain(text('probe.silent.title', { host: '192.168.1.9:8000' }));
  expect(alert.textContent).toContain(text('probe.silent.hint.firewall'));
  servers[THERE] = new Backend();
  await click(text('common.retry'));
  await waitFor(() => expect(useDesktop.getState().current).toBe(THERE));
});

test('[START5] a link names the address and connects to nothing before somebody says so', async () => {
  const backend = new Backend();
  const desktop = await open({ link: { server: THERE, invite: 'token' } }, { [THERE]: backend });
  const dialog = await screen.findByRole('dialog');
  expect(dialog.textContent).toContain(THERE);
  expect(backend.calls).toEqual([]);
  fireEvent.click(within(dialog).getByRole('button', { name: text('common.cancel') }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(backend.calls).toEqual([]);
  act(() => desktop.openLink({ server: THERE, invite: 'token' }));
  await click(text('link.submit'));
  await waitFor(() => expect(useDesktop.getState()).toMatchObject({ place: 'server', current: THERE, link: null }));
  expect(backend.calls).toContain('POST /api/invites/check');
});

test('a server is one click away in the rail, and is forgotten only after a question', async () => {
  const backend = new Backend();
  backend.about = { name: 'Attic party', host: 'bob', protocol: PROTOCOL };
  await open({}, { [THERE]: backend });
  clickWay(text('start.join'));
  fireEvent.change(screen.getByLabelText(text('join.address')), { target: { value: '192.168.1.9' } });
  await click(text('join.submit'));
  const item = await button(text('rail.server', { name: 'Attic party', host: 'bob' }));
  expect(item.getAttribute('aria-current')).toBe('true');
  await click(text('rail.start'));
  expect(item.getAttribute('aria-current')).toBeNull();
  await click(text('start.forget', { name: 'Attic party' }));
  await click(text('common.cancel'));
  expect(useDesktop.getState().servers).toHaveLength(1);
  await click(text('start.forget', { name: 'Attic party' }));
  await click(text('forget.submit'));
  expect(useDesktop.getState().servers).toEqual([]);
});

test('settings take effect at once', async () => {
  const desktop = await open({ settings: { startAtLogin: { possible: false, on: false }, notifications: true } });
  act(() => desktop.goTo('settings'));
  const notifications = await screen.findByRole('switch', { name: text('settings.notifications') });
  await waitFor(() => expect(notifications.getAttribute('aria-checked')).toBe('true'));
  fireEvent.click(notifications);
  await waitFor(() => expect(notifications.getAttribute('aria-checked')).toBe('false'));
  expect(callsOf(desktop, 'settings.set')).toEqual([['settings.set', { notifications: false }]]);
  const login = screen.getByRole<HTMLButtonElement>('switch', { name: text('settings.startAtLogin') });
  expect(login.disabled).toBe(true);
  await click(text('settings.help.copy'));
  await screen.findByText(text('settings.help.copied'));
  expect(callsOf(desktop, 'shell.copyDiagnostics')).toHaveLength(1);
});

test('the menus lead to the start, to the party or the form for one, and to the windows of the chats', async () => {
  const desktop = await open({ session }, { [OWN]: partyServer() });
  act(() => desktop.goTo('party'));
  await screen.findByRole('heading', { name: text('host.title') });
  act(() => desktop.goTo('start'));
  await screen.findByRole('heading', { name: text('start.title') });
  act(() => desktop.tellHost(hosted));
  clickWay(text('start.hosting'));
  await waitFor(() => expect(useDesktop.getState()).toMatchObject({ place: 'server', current: OWN }));
  act(() => desktop.goTo('new_chat'));
  await screen.findByRole('heading', { name: text('create.title') });
});

test('a clicked notification opens its chat, also from another page', async () => {
  const desktop = await open({ session, host: hosted }, { [OWN]: partyServer() });
  act(() => desktop.openChat({ server: OWN, chatId: 2, messageId: 9 }));
  await waitFor(() => expect(location.pathname).toBe('/chats/2'));
  expect(useDesktop.getState()).toMatchObject({ place: 'server', current: OWN });
});
