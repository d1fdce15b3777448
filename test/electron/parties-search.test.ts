import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import Bonjour from 'bonjour-service';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PartySearch } from '../../electron/bridge.ts';
import { thisNetwork } from '../../electron/host/addresses.ts';
import { Announcement, type AnnouncedParty } from '../../electron/parties/announcement.ts';
import { Search } from '../../electron/parties/search.ts';
import { lanAddresses } from '../../server/lan.ts';
import { createNetwork, createTestHost, freeUdpPort, hostForm } from '../support/hosted.ts';
import { createRecordedLog } from '../support/records.ts';

const [address = ''] = lanAddresses();
const quick = { first: 50, longest: 100, forgetAfter: 1000 };
const network = { ...thisNetwork, every: 10 };

/** The machine may be busy. */
const patience = { timeout: 10_000 };

const open: { close(): Promise<unknown> }[] = [];
let mdnsPort = 0;
beforeEach(async () => {
  mdnsPort = await freeUdpPort();
});
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});

function search(more: Partial<ConstructorParameters<typeof Search>[0]> = {}) {
  const log = createRecordedLog();
  const created = new Search({ ownServerId: () => undefined, log, network, mdnsPort, pace: quick, ...more });
  open.push(created);
  const told: PartySearch[] = [];
  return { search: created, log, told, listener: (result: PartySearch) => void told.push(result) };
}

const friday: AnnouncedParty = {
  serverId: '0f0e0d0c-1',
  name: 'Friday',
  host: 'ann',
  port: 8000,
  protocol: 1,
  version: '0.1.0',
  needsInvite: false,
};

function announce(party: Partial<AnnouncedParty> = {}, more: { network?: typeof network } = {}) {
  const log = createRecordedLog();
  const parts = { network, port: mdnsPort, log, onChange: () => undefined, ...more };
  const announcement = new Announcement({ ...friday, ...party }, parts);
  open.push(announcement);
  return announcement;
}

const names = (told: PartySearch[]) => told.at(-1)?.parties.map(({ name }) => name);

/** Binds as a program does that shares its port with nobody; undefined where somebody has it. */
async function bindAlone(): Promise<Socket | undefined> {
  const socket = createSocket({ type: 'udp4', reuseAddr: false });
  socket.bind(mdnsPort, '0.0.0.0');
  try {
    await once(socket, 'listening');
    return socket;
  } catch {
    return undefined;
  }
}

async function isOpen(): Promise<boolean> {
  const socket = await bindAlone();
  if (socket === undefined) return true;
  const closed = once(socket, 'close');
  socket.close();
  await closed;
  return false;
}

describe.skipIf(address === '')('with a network', () => {
  test('[FIND5] a socket is open only while somebody looks', async () => {
    const { search: looking, told, listener } = search();
    expect(await isOpen()).toBe(false);
    const end = looking.watch(listener);
    const endOther = looking.watch(listener);
    expect(told).toEqual(Array.from({ length: 2 }, () => ({ kind: 'searching', parties: [] })));
    await expect.poll(isOpen, patience).toBe(true);
    end();
    end();
    expect(await isOpen()).toBe(true);
    endOther();
    await expect.poll(isOpen, patience).toBe(false);
    looking.watch(listener);
    await expect.poll(isOpen, patience).toBe(true);
    await looking.close();
    expect(await isOpen()).toBe(false);
  });

  test('[FIND5] a socket is open only while somebody hosts', async () => {
    const created = await createTestHost({ network, mdnsPort });
    open.push(created);
    const { host } = created;
    expect(await isOpen()).toBe(false);
    await host.start(hostForm);
    await expect.poll(() => host.state, patience).toMatchObject({ discoverable: true });
    expect(await isOpen()).toBe(true);
    await host.stop();
    expect(await isOpen()).toBe(false);
  });

  test('[FIND1] a name may be long, have dots, and be that of another party', async () => {
    const { search: looking, told, listener } = search();
    looking.watch(listener);
    const long = '👩\u200d👧 v1.5.2 …'.repeat(4).slice(0, 60);
    announce({ name: long, serverId: 'aaaaaaaa' });
    announce({ name: long, serverId: 'bbbbbbbb' });
    await expect.poll(() => names(told), patience).toEqual([long.trim(), long.trim()]);
  });

  test('[FIND1] who starts to look later is told all at once', async () => {
    announce();
    const { search: looking, told, listener } = search();
    looking.watch(listener);
    await expect.poll(() => names(told), patience).toEqual(['Friday']);
    const later: PartySearch[] = [];
    looking.watch((result) => void later.push(result));
    expect(names(later)).toEqual(['Friday']);
  });

  test('[FIND2] a party that lives stays, round after round', async () => {
    let rounds = 0;
    const ear = createSocket({ type: 'udp4', reuseAddr: true }).bind(mdnsPort, '0.0.0.0');
    open.push({ close: async () => void ear.close() });
    await once(ear, 'listening');
    ear.addMembership('224.0.0.251', address);
    // Queries have the bit of a response unset; one of them asks nothing.
    ear.on('message', (packet) => (rounds += packet.length > 12 && (packet[2]! & 0x80) === 0 ? 1 : 0));
    announce();
    const { search: looking, told, listener } = search({ pace: { first: 20, longest: 20, forgetAfter: 200 } });
    looking.watch(listener);
    await expect.poll(() => rounds, patience).toBeGreaterThan(30);
    expect(told.slice(1).map(({ parties }) => parties.length)).toEqual([1]);
  });

  test('[FIND7] where a network comes, the party is announced anew without having been gone', async () => {
    const plugged = createNetwork({ eth0: address });
    const { search: looking, told, listener } = search();
    looking.watch(listener);
    const announcement = announce({}, { network: plugged });
    await expect.poll(() => names(told), patience).toEqual(['Friday']);
    plugged.plugged = {};
    await expect.poll(() => announcement.discoverable, patience).toBe(false);
    plugged.plugged = { eth0: address };
    await expect.poll(() => announcement.discoverable, patience).toBe(true);
    expect(told.slice(1).map(({ parties }) => parties.length)).toEqual([1]);
    await announcement.close();
    await expect.poll(() => names(told), patience).toEqual([]);
  });

  test('[FIND3] strangers’ announcements and garbage are passed over, and ours is found between them', async () => {
    const { search: looking, told, listener } = search();
    looking.watch(listener);
    await expect.poll(isOpen, patience).toBe(true);
    const options = { type: 'udp4', port: mdnsPort, interface: address, bind: '0.0.0.0' };
    const stranger = new Bonjour(options);
    open.push({ close: () => new Promise((resolve) => stranger.destroy(resolve)) });
    const type = 'gemini-coop';
    const txt = { id: 'x', v: 1, ver: '1', host: 'eve', invite: 0 };
    stranger.publish({ type, port: 1, name: 'without anything', probe: false });
    stranger.publish({
      type,
      port: 2,
      name: '__proto__',
      probe: false,
      txt: { ...txt, name: '\u202e', __proto__: '1' },
    });
    stranger.publish({
      type,
      port: 3,
      name: 'evil',
      probe: false,
      txt: { ...txt, name: 'Ev\u202eil\u0007', host: 'x y' },
    });
    const socket = createSocket('udp4').bind(0, address);
    open.push({ close: async () => void socket.close() });
    await once(socket, 'listening');
    socket.setMulticastInterface(address);
    for (let n = 0; n < 200; n++) {
      const garbage = randomBytes(n);
      // As a response, so that it is looked into.
      if (n > 3) garbage.set([0x84, 0], 2);
      socket.send(garbage, mdnsPort, '224.0.0.251');
    }
    announce();
    await expect.poll(() => names(told)?.toSorted(), patience).toEqual(['Evil', 'Friday']);
  });

  // Windows lets a program that shares its ports have one that another has not locked.
  test.skipIf(process.platform === 'win32')(
    '[FIND6] a port that another program keeps for itself: hosting works, searching says so, both recover',
    async () => {
      const other = await bindAlone();
      const created = await createTestHost({ network, mdnsPort });
      open.push(created);
      const { search: looking, log, told, listener } = search();
      looking.watch(listener);
      expect(await created.host.start(hostForm)).toMatchObject({ kind: 'started' });
      await expect.poll(() => told.at(-1), patience).toEqual({ kind: 'failed', parties: [] });
      expect(created.host.state).toMatchObject({ kind: 'hosting', discoverable: false });
      other?.close();
      await expect.poll(() => names(told), patience).toEqual(['Friday']);
      expect(created.host.state).toMatchObject({ kind: 'hosting', discoverable: true });
      expect(log.entries).toHaveLength(1);
      expect(log.entries[0]?.fields).toMatchObject({ complaint: expect.stringContaining('EADDRINUSE') });
    },
  );
});

test('[FIND6] without a network hosting works and searching says so', async () => {
  const created = await createTestHost({ network: createNetwork(), mdnsPort });
  open.push(created);
  const { search: looking, told, listener } = search({ network: createNetwork() });
  looking.watch(listener);
  expect(await created.host.start(hostForm)).toMatchObject({ kind: 'started' });
  await expect.poll(() => told.at(-1), patience).toEqual({ kind: 'failed', parties: [] });
  expect(created.host.state).toMatchObject({ kind: 'hosting', discoverable: false });
  await created.host.stop();
  expect(await isOpen()).toBe(false);
});
