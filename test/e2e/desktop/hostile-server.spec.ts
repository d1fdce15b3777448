import { text } from '../../../renderer/texts/text.ts';
import { startHostileServer } from '../../support/hostile-server.ts';
import { saysHealth, startStranger } from '../../support/strangers.ts';
import { joinAs } from './hosting.ts';
import { addressField, railButton, typeAddress } from './joining.ts';
import { expect, test, type DesktopVisitor } from './stage.ts';

const MEGABYTE = 2 ** 20;
const markup = '<img src="http://192.0.2.1/pixel" onerror="globalThis.hacked = 1"><script>hacked = 1</script>';

/** Nothing of a stranger's was run in the page. */
async function expectUnharmed({ page }: DesktopVisitor): Promise<void> {
  expect(await page.evaluate(() => 'hacked' in globalThis)).toBe(false);
  await expect(page.locator('script:not([src]), img[src^="http"]')).toHaveCount(0);
}

const isCurrent = (visitor: DesktopVisitor, name: string) =>
  expect(railButton(visitor, name)).toHaveAttribute('aria-current', 'true');

test('a joined server cannot run code, whatever it is called and says', async ({ desktop, serve }) => {
  const real = await serve();
  const ann = await real.client.person('ann');
  const { body: chat } = await ann.call('POST', '/api/chats', { name: 'Lobby', is_group: true });
  const { body: invite } = await ann.call('POST', '/api/invites', { chat_id: chat.id });
  const hostile = await startHostileServer(real.url, { name: markup.slice(0, 60), host: markup });
  const bob = await desktop();
  await bob.page.getByRole('button', { name: text('start.join') }).click();
  await typeAddress(bob, `${hostile.url}/join/${String(invite.token)}`);
  await joinAs(bob, 'Bob');
  await isCurrent(bob, markup.slice(0, 60));
  await expectUnharmed(bob);

  const said = { chat_id: chat.id as number, user_id: 999, created_at: new Date().toISOString(), is_bot: false };
  const frames: (string | Uint8Array)[] = [
    'no JSON',
    '[]',
    '['.repeat(MEGABYTE),
    JSON.stringify({ type: markup }),
    JSON.stringify({ type: 'message', chat_id: 'x' }),
    JSON.stringify({ type: 'message', ...said, message_id: -1, username: markup, content: markup }),
    JSON.stringify({ type: 'message', ...said, message_id: 9001, username: markup, content: 'x'.repeat(MEGABYTE) }),
    JSON.stringify({ type: 'message', ...said, message_id: 9002, username: markup, content: `${markup} the end` }),
    new Uint8Array(MEGABYTE),
  ];
  for (const frame of frames) hostile.say(frame);
  // To lay out a megabyte takes the browser seconds, on a busy machine ten.
  await expect(bob.message('the end')).toContainText(markup, { timeout: 30_000 });
  await expectUnharmed(bob);

  // Where nobody has said megabytes, all goes on as usual.
  await ann.call('POST', '/api/chats', { name: 'Quiet', is_group: true, participant_usernames: ['Bob'] });
  await bob.chats.getByRole('link', { name: 'Quiet' }).click();
  await bob.say('Still here');
  await expect(bob.message('Still here')).toBeVisible();
  await railButton(bob, text('rail.start')).click();
  await expect(bob.page.getByRole('heading', { name: text('start.title') })).toBeVisible();
  await expectUnharmed(bob);
  await bob.desktop.quit();
  await hostile.close();
});

test('a server that tells megabytes of itself is none of ours', async ({ desktop }) => {
  const visitor = await desktop();
  visitor.complaints.expects(/net::ERR_|CORS policy|foreign request: https:/);
  await visitor.page.getByRole('button', { name: text('start.join') }).click();
  const honest = {
    status: 'healthy',
    version: '1.0.0',
    bot: { kind: 'demo', model: 'demo' },
    store: 'sqlite',
    protocol: 1,
    server_id: 'x',
    host: null,
    name: null,
  };
  const long = 'x'.repeat(MEGABYTE);
  const lies: object[] = [
    { name: long },
    { host: long },
    { version: long },
    { version: long, protocol: 2 },
    { server_id: long },
  ];
  for (const lie of lies) {
    const { address, close } = await startStranger(saysHealth({ ...honest, ...lie }));
    await typeAddress(visitor, address);
    await expect(visitor.page.getByRole('alert')).toContainText(text('probe.foreign.title', { host: address }));
    await expect(addressField(visitor)).toHaveValue(address);
    close();
  }
});
