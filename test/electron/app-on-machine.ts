import { createInterface } from 'node:readline';
import { Host } from '../../electron/host/host.ts';
import type { Pace } from '../../electron/parties/looking.ts';
import { Search } from '../../electron/parties/search.ts';
import { createLog } from '../../server/index.ts';

// The part of the app that hosts and finds parties, without a window. It does what the lines of its input say, and
// prints every state as a line of JSON.
const { name, dataDirectory, mdnsPort, pace } = JSON.parse(process.argv[2] ?? '') as {
  name: string;
  dataDirectory: string;
  mdnsPort?: number;
  pace?: Pace;
};
const shared = { log: createLog('silent'), ...(mdnsPort !== undefined && { mdnsPort }) };
const print = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

const host = new Host({
  ...shared,
  loadServer: () => import('../../server/index.ts'),
  env: {},
  dataDirectory,
  rendererDirectory: undefined,
  apiKey: () => undefined,
  last: { read: () => undefined, write: () => undefined },
});
host.onState((state) => print({ host: state }));
const search = new Search({
  ...shared,
  ...(pace && { pace }),
  ownServerId: () => (host.state.kind === 'hosting' ? host.state.serverId : undefined),
});

const orders: Record<string, () => unknown> = {
  host: () => host.start({ name, username: 'ann', port: 0, access: 'invite' }),
  stop: () => host.stop(),
  watch: () => search.watch((result) => print({ search: result })),
};
print({ ready: true });
for await (const order of createInterface({ input: process.stdin })) await orders[order]?.();
await host.close();
await search.close();
