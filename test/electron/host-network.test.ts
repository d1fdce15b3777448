import { afterEach, expect, test } from 'vitest';
import { AddressWatch } from '../../electron/host/addresses.ts';
import { createNetwork, createTestHost, hostForm } from '../support/hosted.ts';

/** The machine may be busy. */
const patience = { timeout: 10_000 };

const open: { close(): Promise<unknown> | void }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

test('[HOST6] the state follows the network: an interface lost, back, and another one beside it', async () => {
  // Addresses that no machine has: what cannot be announced there does not matter to the state.
  const network = createNetwork({ wlan0: '198.51.100.7' });
  const created = await createTestHost({ network });
  open.push(created);
  const { host, states } = created;
  const start = await host.start(hostForm);
  expect(start).toMatchObject({ kind: 'started' });
  const port = host.state.kind === 'hosting' ? host.state.port : 0;
  const addresses = () => (host.state.kind === 'hosting' ? host.state.addresses : undefined);
  const told = () => states.flatMap((state) => (state.kind === 'hosting' ? [state.addresses] : [])).at(-1);

  expect(addresses()).toEqual([`http://198.51.100.7:${port}`]);
  network.plugged = {};
  await expect.poll(told, patience).toEqual([]);
  network.plugged = { docker0: '172.17.0.1', wlan0: '192.168.1.5' };
  await expect.poll(told, patience).toEqual([`http://192.168.1.5:${port}`, `http://172.17.0.1:${port}`]);
  expect(addresses()).toEqual(told());

  const { length } = states;
  await host.stop();
  network.plugged = {};
  expect(states.slice(length).map(({ kind }) => kind)).toEqual(['stopping', 'stopped']);
});

test('[HOST6] who watches is called when addresses have changed, and not when they are the same', async () => {
  const network = createNetwork({ eth0: '192.168.1.5' });
  let looks = 0;
  const { interfaces } = network;
  network.interfaces = () => {
    looks++;
    return interfaces();
  };
  const changes: (readonly string[])[] = [];
  const watch = new AddressWatch((addresses) => void changes.push(addresses), network);
  open.push(watch);
  expect(watch.addresses).toEqual(['192.168.1.5']);
  await expect.poll(() => looks, patience).toBeGreaterThan(3);
  expect(changes).toEqual([]);
  network.plugged = { eth0: '192.168.1.6' };
  await expect.poll(() => changes, patience).toEqual([['192.168.1.6']]);
});
