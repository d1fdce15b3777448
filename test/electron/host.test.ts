import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { HostStart } from '../../electron/bridge.ts';
import { isPortFree } from '../../electron/host/free-port.ts';
import type { HostParts } from '../../electron/host/host.ts';
import { en } from '../../electron/texts/en.ts';
import { clientOf } from '../support/client.ts';
import { createTestHost, hostForm, occupyPort } from '../support/hosted.ts';

/** The machine may be busy. */
const patience = { timeout: 10_000 };

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});

async function createHost(parts: Partial<HostParts> = {}) {
  const created = await createTestHost(parts);
  open.push(created);
  return created;
}

async function occupy(port: number, address: string) {
  const occupied = await occupyPort(port, address);
  open.push(occupied);
  return occupied;
}

function sessionOf(start: HostStart) {
  if (start.kind !== 'started') throw new Error(JSON.stringify(start));
  return start.session;
}

/** A promise, and how it is fulfilled. */
function gate() {
  let pass = () => {};
  const passed = new Promise<void>((resolve) => (pass = resolve));
  return { pass, passed };
}

test('[HOST1] one call holds a party: its host is signed in, and everything about it is in the state', async () => {
  const { host, states } = await createHost();
  expect(host.state).toEqual({ kind: 'stopped' });

  const session = sessionOf(await host.start({ ...hostForm, access: 'invite' }));

  expect(states.map(({ kind }) => kind)).toEqual(['starting', 'hosting']);
  expect(host.state).toMatchObject({
    kind: 'hosting',
    name: 'Friday',
    url: session.server,
    access: 'invite',
    bot: { kind: 'demo' },
    addresses: [],
    discoverable: false,
  });
  expect(session.user.username).toBe('ann');
  const { call } = clientOf(session.server);
  const health = (await call('GET', '/health')).body;
  expect(health).toMatchObject({ name: 'Friday', host: 'ann', registration: 'invite' });
  expect(host.state).toMatchObject({ serverId: health.server_id, startedAt: health.started_at });
  const chats = await call('GET', '/api/chats', undefined, session.token);
  expect(chats.body).toMatchObject([{ id: session.chatId, name: 'Friday' }]);
});

test('[HOST1] nothing is loaded, made or open before', async () => {
  let loaded = 0;
  const { host, folder } = await createHost({
    loadServer: () => {
      loaded++;
      return import('../../server/index.ts');
    },
  });
  expect(await host.signIn()).toBeNull();
  await host.stop();
  expect(loaded).toBe(0);
  expect(await readdir(folder)).toEqual([]);
  await host.start(hostForm);
  expect(loaded).toBe(1);
});

test('[HOST1] the host can sign in again at any time', async () => {
  const { host } = await createHost();
  const first = sessionOf(await host.start(hostForm));
  const again = await host.signIn();
  expect(again).toMatchObject({ server: first.server, user: first.user, chatId: first.chatId });
  const chats = await clientOf(first.server).call('GET', '/api/chats', undefined, again!.token);
  expect(chats.status).toBe(200);
  await host.stop();
  expect(await host.signIn()).toBeNull();
});

test.each(['127.0.0.1', '0.0.0.0'])('[HOST2] a port in use on %s is named, with a free one', async (address) => {
  const { host, states } = await createHost();
  const { port } = await occupy(0, address);
  const start = await host.start({ ...hostForm, port });
  expect(start).toMatchObject({ kind: 'port_in_use', port });
  expect(states.map(({ kind }) => kind)).toEqual(['starting', 'stopped']);
  const { nextPort } = start as Extract<HostStart, { kind: 'port_in_use' }>;
  expect(sessionOf(await host.start({ ...hostForm, port: nextPort })).server).toBe(`http://127.0.0.1:${nextPort}`);
});

test('[HOST2] a port that is taken at the last moment is found all the same, and the next one passed over', async () => {
  const free = await freePortPair();
  const { host } = await createHost({
    loadServer: async () => {
      await occupy(free, '0.0.0.0');
      await occupy(free + 1, '0.0.0.0');
      return import('../../server/index.ts');
    },
  });
  const start = await host.start({ ...hostForm, port: free });
  expect(start).toMatchObject({ kind: 'port_in_use', port: free });
  const { nextPort } = start as Extract<HostStart, { kind: 'port_in_use' }>;
  expect([free, free + 1]).not.toContain(nextPort);
  expect(await isPortFree(nextPort)).toBe(true);
});

async function freePortPair(): Promise<number> {
  for (let port = 20_000 + Math.floor(Math.random() * 10_000); ; port++) {
    if ((await isPortFree(port)) && (await isPortFree(port + 1))) return port;
  }
}

test('[HOST3] a folder that is in use is told in a sentence', async () => {
  const first = await createHost();
  await first.host.start(hostForm);
  const second = await createHost({ dataDirectory: first.dataDirectory });
  const start = await second.host.start(hostForm);
  expect(start).toMatchObject({ kind: 'failed', message: expect.stringContaining('data directory') });
  expect(second.host.state).toEqual({ kind: 'stopped' });
});

test('[HOST3] a malformed setting of the environment is named; those that are not for parties do not matter', async () => {
  const env: NodeJS.ProcessEnv = { RATE_LIMIT: 'many', PORT: 'x', HOST: '203.0.113.1' };
  const { host } = await createHost({ env });
  const start = await host.start(hostForm);
  expect(start).toMatchObject({ kind: 'failed', message: expect.stringContaining('RATE_LIMIT must be a number') });
  env.RATE_LIMIT = '0';
  expect(await host.start(hostForm)).toMatchObject({ kind: 'started' });
});

test('[HOST3] after a failure of any kind nothing is left, and a party can be held', async () => {
  let failures = 1;
  const { host, folder, logLines } = await createHost({
    loadServer: async () => {
      if (failures-- > 0) throw new Error('half a bundle');
      return import('../../server/index.ts');
    },
  });
  expect(await host.start(hostForm)).toEqual({ kind: 'failed', message: en.hosting.unexpected });
  expect(host.state).toEqual({ kind: 'stopped' });
  expect(logLines.join('')).toContain('half a bundle');

  await writeFile(path.join(folder, 'some'), 'a file where a folder should be');
  expect(await host.start(hostForm)).toEqual({ kind: 'failed', message: en.hosting.unexpected });
  await rm(path.join(folder, 'some'));
  await mkdir(path.join(folder, 'some'));
  expect(await host.start(hostForm)).toMatchObject({ kind: 'started' });
});

test('[HOST4] a second start while one runs gets the same answer; one while a party is held is refused', async () => {
  const { host, states } = await createHost();
  const [first, second] = await Promise.all([host.start(hostForm), host.start({ ...hostForm, name: 'Other' })]);
  expect(second).toEqual(first);
  expect(await host.start(hostForm)).toEqual({ kind: 'failed', message: en.hosting.running });
  expect(states.map(({ kind }) => kind)).toEqual(['starting', 'hosting']);
});

test('[HOST4] a stop while it starts ends it: the start says so, and nothing is left', async () => {
  const loading = gate();
  const { host, states } = await createHost({
    loadServer: async () => {
      await loading.passed;
      return import('../../server/index.ts');
    },
  });
  const port = await freePortPair();
  const starting = host.start({ ...hostForm, port });
  const stopping = host.stop();
  expect(host.state).toEqual({ kind: 'stopping' });
  loading.pass();
  expect(await starting).toEqual({ kind: 'failed', message: en.hosting.stopped });
  await stopping;
  expect(states.map(({ kind }) => kind)).toEqual(['starting', 'stopping', 'stopped']);
  expect(await isPortFree(port)).toBe(true);
  expect(await host.start(hostForm)).toMatchObject({ kind: 'started' });
});

test('[HOST4] a stop at the very last moment of a start ends it, too', async () => {
  const remembering = gate();
  const { host } = await createHost({ last: { read: () => undefined, write: () => remembering.passed } });
  const port = await freePortPair();
  const starting = host.start({ ...hostForm, port });
  await expect.poll(() => isPortFree(port), patience).toBe(false);
  const stopping = host.stop();
  remembering.pass();
  expect(await starting).toEqual({ kind: 'failed', message: en.hosting.stopped });
  await stopping;
  expect(host.state).toEqual({ kind: 'stopped' });
  expect(await isPortFree(port)).toBe(true);
});

test('[HOST4] a start while a party is being stopped waits for that; two stops are one', async () => {
  const { host, states } = await createHost();
  const port = await freePortPair();
  await host.start({ ...hostForm, port });
  const stops = [host.stop(), host.stop()];
  const start = await host.start({ ...hostForm, port });
  expect(sessionOf(start).server).toBe(`http://127.0.0.1:${port}`);
  await Promise.all(stops);
  expect(states.map(({ kind }) => kind)).toEqual(['starting', 'hosting', 'stopping', 'stopped', 'starting', 'hosting']);
});

test('[HOST4] after close no party can be started, and nobody is told any more', async () => {
  const { host, states } = await createHost();
  await host.start(hostForm);
  await Promise.all([host.close(), host.close()]);
  expect(host.state).toEqual({ kind: 'stopped' });
  const told = states.length;
  expect(await host.start(hostForm)).toEqual({ kind: 'failed', message: en.hosting.quitting });
  expect(states).toHaveLength(told);
});

test('[HOST4] a start that waits for a stop is not carried out where the app was closed meanwhile', async () => {
  const { host } = await createHost();
  await host.start(hostForm);
  const stopping = host.stop();
  const starting = host.start(hostForm);
  await host.close();
  await stopping;
  expect(await starting).toEqual({ kind: 'failed', message: en.hosting.quitting });
  expect(host.state).toEqual({ kind: 'stopped' });
});

test('[HOST5] stopping tells who is connected, and frees the port and the folder', async () => {
  const { host } = await createHost();
  const session = sessionOf(await host.start(hostForm));
  const guest = await clientOf(session.server).person('bob');
  const { closed } = await guest.connect();
  await host.stop();
  expect((await closed).code).toBe(1001);
  await expect(fetch(`${session.server}/health`)).rejects.toThrow('fetch failed');
});

test('[HOST5] a party that is held again has its chats and its host', async () => {
  const { host, remembered } = await createHost();
  const first = sessionOf(await host.start(hostForm));
  await host.stop();
  const second = sessionOf(await host.start({ ...hostForm, name: 'Saturday' }));
  expect(second.user).toEqual(first.user);
  expect(second.chatId).toBe(first.chatId);
  expect(remembered.map(({ name }) => name)).toEqual(['Friday', 'Saturday']);
});

test('options that cannot be remembered do not keep a party from being held', async () => {
  const { host, logLines } = await createHost({
    last: { read: () => undefined, write: () => Promise.reject(new Error('read-only')) },
  });
  expect(await host.start(hostForm)).toMatchObject({ kind: 'started' });
  expect(logLines.join('')).toContain('could not be remembered');
});
