import { afterEach, describe, expect, test } from 'vitest';
import { version } from '../../package.json' with { type: 'json' };
import { PROTOCOL } from '../../server/protocol/limits.ts';
import { startApp, type AppOnMachine } from '../support/app-on-machine.ts';
import { freeUdpPort } from '../support/hosted.ts';
import { lanAddresses } from '../../server/lan.ts';
import { createLan, noLan, type Lan } from '../support/lan.ts';

const quick = { first: 100, longest: 200, forgetAfter: 1000 };
const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});

async function start(options: Parameters<typeof startApp>[0]): Promise<AppOnMachine> {
  const app = await startApp(options);
  open.push(app);
  return app;
}

const hosting = (app: AppOnMachine) => {
  if (app.host?.kind !== 'hosting') throw new Error(`it is ${app.host?.kind}`);
  return app.host;
};
/** A process needs its time, and so does a look at the network. */
const patience = { timeout: 15_000 };

describe.skipIf(lanAddresses().length === 0)('two processes on one machine', () => {
  test('[FIND1] [FIND2] [FIND4] each finds the other’s party, not its own, until it is over', async () => {
    const mdnsPort = await freeUdpPort();
    const [one, two] = (await Promise.all(['One', 'Two'].map((name) => start({ name, mdnsPort })))) as [
      AppOnMachine,
      AppOnMachine,
    ];
    for (const app of [one, two]) {
      app.tell('watch');
      app.tell('host');
    }
    await expect.poll(() => one.names, patience).toEqual(['Two']);
    await expect.poll(() => two.names, patience).toEqual(['One']);
    expect(one.search).toEqual({
      kind: 'searching',
      parties: [
        {
          serverId: hosting(two).serverId,
          name: 'Two',
          host: 'ann',
          addresses: expect.arrayContaining(hosting(two).addresses),
          protocol: PROTOCOL,
          version,
          needsInvite: true,
        },
      ],
    });
    two.tell('stop');
    await expect.poll(() => one.names, patience).toEqual([]);
    expect(two.names).toEqual(['One']);
  });

  test('[FIND2] a party whose host has crashed is gone after a while', async () => {
    const mdnsPort = await freeUdpPort();
    const guest = await start({ name: 'Guest', mdnsPort, pace: quick });
    const host = await startApp({ name: 'Short', mdnsPort });
    guest.tell('watch');
    host.tell('host');
    await expect.poll(() => guest.names, patience).toEqual(['Short']);
    await host.kill();
    await expect.poll(() => guest.names, patience).toEqual([]);
  });
});

describe.skipIf(noLan !== undefined)(`two machines with a cable between them${noLan ? ` (${noLan})` : ''}`, () => {
  async function plug(): Promise<Lan> {
    const lan = await createLan();
    open.push(lan);
    return lan;
  }

  test('[FIND1] one finds the other’s party under an address that answers', async () => {
    const { machines } = await plug();
    const host = await start({ name: 'Cable. 10 m', command: machines[0].command });
    const guest = await start({ name: 'Guest', command: machines[1].command });
    host.tell('host');
    guest.tell('watch');
    await expect.poll(() => guest.names, patience).toEqual(['Cable. 10 m']);
    const { port } = hosting(host);
    expect(guest.search?.parties[0]?.addresses).toEqual([`http://${machines[0].address}:${port}`]);
    expect(hosting(host)).toMatchObject({ discoverable: true });
  });

  test('[FIND1] also where both prefer another network, as with a VPN', async () => {
    const { machines } = await plug();
    for (const machine of machines) await machine.addPreferredNetwork();
    const host = await start({ name: 'Beside the VPN', command: machines[0].command });
    const guest = await start({ name: 'Guest', command: machines[1].command });
    host.tell('host');
    guest.tell('watch');
    await expect.poll(() => guest.names, patience).toEqual(['Beside the VPN']);
    // The sender's comes first, whatever else it says.
    expect(guest.search?.parties[0]?.addresses[0]).toBe(`http://${machines[0].address}:${hosting(host).port}`);
  });

  test('[FIND6] [HOST6] a cable that is pulled and plugged in again: told, looked for and announced again', async () => {
    const { machines } = await plug();
    const host = await start({ name: 'Loose', command: machines[0].command });
    const guest = await start({ name: 'Guest', command: machines[1].command, pace: quick });
    guest.tell('watch');
    host.tell('host');
    await expect.poll(() => guest.names, patience).toEqual(['Loose']);

    // A veth without its peer has no carrier: both machines lose their only network.
    await machines[0].setPlugged(false);
    await expect.poll(() => hosting(host), patience).toMatchObject({ addresses: [], discoverable: false });
    await expect.poll(() => guest.search, patience).toEqual({ kind: 'failed', parties: [] });

    await machines[0].setPlugged(true);
    await expect.poll(() => hosting(host).addresses, patience).toHaveLength(1);
    await expect.poll(() => guest.search?.kind, patience).toBe('searching');
    await expect.poll(() => guest.names, patience).toEqual(['Loose']);
    expect(hosting(host).discoverable).toBe(true);
  });
});
