import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, type NetworkInterfaceInfo } from 'node:os';
import path from 'node:path';
import type { HostOptions, HostState } from '../../electron/bridge.ts';
import type { Network } from '../../electron/host/addresses.ts';
import { Host, type HostParts } from '../../electron/host/host.ts';
import { createLog } from '../../server/index.ts';

/** A network that a test plugs in and out, looked at every few milliseconds. */
export interface TestNetwork extends Network {
  /** Address by name of its interface. */
  plugged: Record<string, string>;
}

export function createNetwork(plugged: Record<string, string> = {}): TestNetwork {
  const network: TestNetwork = {
    plugged,
    every: 5,
    interfaces: () =>
      Object.fromEntries(Object.entries(network.plugged).map(([name, address]) => [name, [ipv4(address)]])),
  };
  return network;
}

const ipv4 = (address: string): NetworkInterfaceInfo => ({
  address,
  family: 'IPv4',
  netmask: '255.255.255.0',
  mac: '02:00:00:00:00:01',
  internal: false,
  cidr: `${address}/24`,
});

/** The form as somebody leaves it, on a free port. */
export const hostForm: HostOptions = { name: 'Friday', username: 'ann', port: 0, access: 'open' };

/** A host on a machine without a network, in a folder that is deleted with it. */
export async function createTestHost(parts: Partial<HostParts> = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'gemini-coop-host-'));
  const dataDirectory = path.join(folder, 'some', 'where', 'party');
  const logLines: string[] = [];
  const remembered: HostOptions[] = [];
  const states: HostState[] = [];
  const host = new Host({
    loadServer: () => import('../../server/index.ts'),
    env: { RATE_LIMIT: '0' },
    dataDirectory,
    rendererDirectory: undefined,
    apiKey: () => undefined,
    log: createLog('info', { write: (line) => void logLines.push(line) }),
    network: createNetwork(),
    last: { read: () => remembered.at(-1), write: (options) => void remembered.push(options) },
    ...parts,
  });
  host.onState((state) => void states.push(state));
  return {
    host,
    folder,
    dataDirectory,
    logLines,
    remembered,
    /** Every state that was told of. */
    states,
    async close() {
      await host.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Listens on a TCP port of this machine like some other program. */
export async function occupyPort(port: number, host: string) {
  const server = createServer().listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, close: () => new Promise((resolve) => server.close(resolve)) };
}

/** A UDP port that nobody else uses, so that a test's multicast is heard by itself only. */
export async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4').bind(0);
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}
