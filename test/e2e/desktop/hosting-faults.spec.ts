import { isPortFree } from '../../../electron/host/free-port.ts';
import { text } from '../../../renderer/texts/text.ts';
import { outage } from '../../support/complaints.ts';
import { freePort } from '../../support/free-port.ts';
import { byHand } from '../../support/gemini-replies.ts';

import { isOnNetwork } from '../../support/on-network.ts';
import { socketsBeyondLoopback } from '../../support/open-sockets.ts';
import { fillHostForm, hostParty, joinAs, readInvite } from './hosting.ts';
import { expect, test, type DesktopVisitor } from './stage.ts';

/** Lets the app find itself on these networks: addresses by the name of their interface. */
async function plug({ desktop: { app } }: DesktopVisitor, addresses: Record<string, string>): Promise<void> {
  await app.evaluate((_electron, plugged) => {
    const interfaces = Object.entries(plugged).map(([name, address]) => [
      name,
      [{ address, family: 'IPv4', netmask: '255.255.255.0', mac: '02:00:00:00:00:01', internal: false }],
    ]);
    Object.assign(process.getBuiltinModule('node:os'), { networkInterfaces: () => Object.fromEntries(interfaces) });
    process.getBuiltinModule('node:module').syncBuiltinESMExports();
  }, addresses);
}

const addressesOn = ({ page }: DesktopVisitor) =>
  page
    .getByRole('dialog')
    .getByRole('textbox')
    .evaluateAll((fields: HTMLInputElement[]) =>
      fields.flatMap(({ value }) => /^http:\/\/([\d.]+):\d+$/.exec(value)?.[1] ?? []),
    );

test('nothing listens beyond this computer before a party is hosted, nor after it', async ({ desktop }) => {
  test.skip(process.platform !== 'linux', 'only Linux tells a program about its sockets');
  const ann = await desktop();
  const open = () => socketsBeyondLoopback(ann.desktop.app.process().pid!);
  const none = { listening: [], receiving: [] };
  await fillHostForm(ann, 'ann');
  expect(open()).toEqual(none);

  // Who looks for parties has to hear of them, for as long as they look.
  await ann.button(text('rail.add')).click();
  await expect(ann.page.getByText(text('join.found'))).toBeVisible();
  if (isOnNetwork) await expect.poll(open).toEqual({ listening: [], receiving: ['0.0.0.0:5353'] });
  await ann.button(text('rail.start')).click();
  await expect.poll(open).toEqual(none);

  const { port } = new URL(await hostParty(ann, 'ann'));
  expect(open().listening).toEqual([`0.0.0.0:${port}`]);
  await ann.page.getByRole('button', { name: text('rail.card', { name: '' }) }).click();
  await ann.button(text('party.stop')).click();
  await ann.button(text('party.stop')).click();
  await expect(ann.page.getByRole('heading', { name: text('start.title') })).toBeVisible();
  await expect.poll(open).toEqual(none);
});

test('the card follows the networks of this computer, also to none and back', async ({ desktop }) => {
  const ann = await desktop();
  // What is plugged in here has no cable.
  ann.expects(/parties cannot be announced or found here/);
  await plug(ann, { docker0: '172.17.0.1', eth0: '10.66.0.7' });
  await fillHostForm(ann, 'ann');
  await ann.button(text('host.submit')).click();
  const code = (address: string) => ann.page.getByRole('img', { name: `http://${address}:` });
  await expect(code('10.66.0.7')).toBeVisible();
  expect(await addressesOn(ann)).toEqual(['10.66.0.7', '172.17.0.1']);

  await plug(ann, {});
  await expect(ann.page.getByText(text('party.offline.title'))).toBeVisible();
  await expect(ann.page.getByText(text('party.hidden'))).toBeVisible();
  expect(await addressesOn(ann)).toEqual([]);
  await expect(code('')).toHaveCount(0);

  await plug(ann, { wlan0: '192.168.66.8' });
  await expect(code('192.168.66.8')).toBeVisible();
  expect(await addressesOn(ann)).toEqual(['192.168.66.8']);
});

test('who quits while a reply is written tells the guests, keeps what was said, and leaves nothing running', async ({
  desktop,
  guest,
  gemini,
}) => {
  const hand = byHand();
  gemini.when(/story/, hand.behaviour);
  const port = await freePort();
  const ann = await desktop({ env: { GEMINI_API_KEY: gemini.key } });
  await fillHostForm(ann, 'ann', port);
  await ann.page.getByLabel(text('host.name'), { exact: true }).fill('Friday');
  await ann.button(text('host.submit')).click();
  const bob = await guest(await readInvite(ann));
  await ann.page.keyboard.press('Escape');
  await joinAs(bob, 'Bob');
  await bob.say('/bot a long story');
  hand.send('Once upon a time');
  for (const { replies } of [ann, bob]) await expect(replies).toContainText('Once upon a time');

  bob.complaints.expects(/WebSocket|ERR_/);
  await ann.desktop.choose('quit');
  await ann.desktop.ended;
  await hand.aborted;
  const stopped = text('lost.stopped.host', { name: 'Friday', host: 'ann', time: '' }).replace(/\W+$/, '');
  await expect(bob.page.getByRole('status').filter({ hasText: stopped })).toBeAttached();
  expect(await isPortFree(port)).toBe(true);

  const again = await desktop({ home: ann.desktop.home });
  await hostParty(again, null);
  await expect(again.replies).toContainText('Once upon a time');
  await expect(again.replies).toContainText('The server was stopped while this answer was being written.');
});

test('the tray tells that a party is held, and ends it', async ({ desktop }) => {
  const ann = await desktop();
  test.skip(ann.desktop.engine.kind === 'electron', 'a real tray does not tell what is in it');
  const tray = () =>
    ann.desktop.app.evaluate((electron) => {
      const [icon] = Reflect.get(electron, '__double').trays as Set<{ toolTip: string }>;
      return icon?.toolTip;
    });
  expect(await tray()).toBe('Gemini Coop');
  await hostParty(ann, 'ann');
  await expect.poll(tray).toContain('Hosting “');
  // The page may be connecting just then.
  ann.complaints.expects(outage);
  await ann.desktop.app.evaluate((electron) => {
    type Icon = { menu: { getMenuItemById: (id: string) => { click: () => void } | null } };
    const [icon] = Reflect.get(electron, '__double').trays as Set<Icon>;
    icon?.menu.getMenuItemById('stop')?.click();
  });
  await expect(ann.page.getByRole('heading', { name: text('start.title') })).toBeVisible();
  await expect.poll(tray).toBe('Gemini Coop');
});
