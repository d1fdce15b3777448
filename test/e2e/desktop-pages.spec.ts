import type { FoundParty } from '../../electron/bridge.ts';
import { text } from '../../renderer/texts/text.ts';
import { installFakeBridge, type FakeDesktop } from '../renderer/support/fake-bridge.ts';
import type { TestPerson } from '../support/client.ts';
import type { Visitor } from '../support/visitor.ts';
import { look, deskViews } from './look.ts';
import { expect, test } from './stage.ts';

/** Nothing is at these addresses; the page's own policy keeps it from asking them here. */
const parties: FoundParty[] = [
  {
    serverId: 'garden',
    name: 'Garden party',
    host: 'bob',
    addresses: ['http://192.168.1.9:8000'],
    protocol: 1,
    version: '0.1.0',
    needsInvite: true,
  },
  {
    serverId: 'old',
    name: 'A party from long ago with a rather long name',
    host: 'carla',
    addresses: ['http://192.168.1.10:8000'],
    protocol: 0,
    version: '0.0.9',
    needsInvite: false,
  },
];

/** The page as the desktop app shows it, with a desktop that only remembers what it is told. */
async function openDesktop({ page }: Visitor, fake: FakeDesktop = {}): Promise<void> {
  await page.addInitScript(installFakeBridge, fake);
  await page.goto('/');
}

async function sessionOf(account: TestPerson, server: string) {
  const { body: user } = await account.call('GET', '/api/auth/me');
  const { body: chat } = await account.call('POST', '/api/chats', { name: 'Ann’s party', is_group: true });
  return { server, token: account.token, user, chatId: chat.id as number };
}

test('[START1] in a browser nothing of the desktop is shown or loaded', async ({ visitor }) => {
  const scriptsOf = async ({ page }: Visitor, go: () => Promise<unknown>) => {
    const scripts: string[] = [];
    page.on('request', (request) => request.resourceType() === 'script' && scripts.push(request.url()));
    await go();
    await page.waitForLoadState('networkidle');
    return scripts.filter((url) => /desktop/.test(url)).length;
  };
  const guest = await visitor();
  expect(await scriptsOf(guest, () => guest.page.goto('/'))).toBe(0);
  await expect(guest.page.getByRole('main')).toBeVisible();
  await expect(guest.page.getByRole('navigation', { name: text('rail.label') })).toHaveCount(0);
  const ann = await visitor();
  expect(await scriptsOf(ann, () => openDesktop(ann))).toBeGreaterThan(0);
  await expect(ann.page.getByRole('navigation', { name: text('rail.label') })).toBeVisible();
});

for (const { looks, options } of deskViews) {
  test(`axe finds nothing on the desktop’s start, host and settings pages, ${looks}`, async ({ visitor }) => {
    const ann = await visitor(options);
    await openDesktop(ann, {
      key: { protection: 'weak' },
      starts: [{ kind: 'port_in_use', port: 8000, nextPort: 8001 }],
    });
    await expect(ann.page.getByRole('heading', { name: text('start.title') })).toBeFocused();
    await look(ann, 'desktop-start', looks);

    await ann.page.getByRole('button', { name: text('start.host') }).click();
    await expect(ann.page.getByLabel(text('host.name'))).toBeFocused();
    await ann.button(text('key.add')).click();
    await ann.page.getByLabel(text('key.label')).fill('secret');
    await ann.button(text('key.save')).click();
    await expect(ann.page.getByRole('dialog')).toBeVisible();
    await look(ann, 'desktop-key-consent', looks);
    await ann.button(text('key.consent.yes')).click();
    await expect(ann.page.getByText(text('key.saved'))).toBeVisible();
    await ann.button(text('host.submit')).click();
    await expect(ann.page.getByRole('alert')).toContainText('8000');
    await look(ann, 'desktop-port-in-use', looks);

    await ann.button(text('rail.settings')).click();
    await expect(ann.page.getByRole('switch', { name: text('settings.notifications') })).toBeEnabled();
    await look(ann, 'desktop-settings', looks);
  });

  test(`axe finds nothing on the desktop’s join pages, ${looks}`, async ({ visitor, server }) => {
    const ann = await visitor(options);
    ann.complaints.expects(/Content Security Policy|Failed to load resource/);
    await openDesktop(ann, { search: { kind: 'searching', parties } });
    await ann.page.getByRole('button', { name: text('start.join') }).click();
    await expect(ann.page.getByText('Garden party')).toBeVisible();
    await look(ann, 'desktop-join', looks);
    await ann.page.getByLabel(text('join.address')).fill('192.168.1.77');
    await ann.button(text('join.submit')).click();
    await expect(ann.page.getByRole('alert')).toContainText('192.168.1.77');
    await ann.page.evaluate(() => window.fakeDesktop.tellParties([], 'failed'));
    await expect(ann.page.getByText(text('join.failed'))).toBeVisible();
    await look(ann, 'desktop-join-no-search', looks);
    await ann.page.evaluate(() => window.fakeDesktop.openLink({ server: 'http://192.168.1.9:8000', invite: 'x' }));
    await expect(ann.page.getByRole('dialog')).toBeVisible();
    await look(ann, 'desktop-link', looks);
    await ann.page.keyboard.press('Escape');
    await ann.page.getByLabel(text('join.address')).fill(server.url);
    await ann.button(text('join.submit')).click();
    await expect(ann.button(text('rail.start'))).toBeVisible();
    await expect(ann.page.getByRole('navigation', { name: text('rail.label') }).getByRole('button')).toHaveCount(4);
    await ann.button(text('rail.start')).click();
    await expect(ann.page.getByText(text('start.recent'))).toBeVisible();
    await look(ann, 'desktop-recent', looks);
  });

  test(`axe finds nothing on the party card, ${looks}`, async ({ visitor, server }) => {
    const ann = await visitor(options);
    const host = await server.client.person('ann');
    const session = await sessionOf(host, server.url);
    await openDesktop(ann, { session });
    await ann.page.getByRole('button', { name: text('start.host') }).click();
    await ann.button(text('host.submit')).click();
    await expect(ann.page.getByRole('dialog').getByRole('img')).toBeVisible();
    await server.client.person('bob');
    await expect(ann.page.getByRole('dialog').getByText('bob')).toBeVisible();
    await look(ann, 'desktop-party', looks);
    await ann.button(text('party.renew')).click();
    await ann.button(text('party.stop')).click();
    await expect(ann.page.getByText(text('stop.nobody'))).toBeVisible();
    await look(ann, 'desktop-stop', looks);
    await ann.button(text('stop.keep')).click();
    await expect(ann.page.getByRole('dialog')).toHaveCount(0);
    await look(ann, 'desktop-chat', looks);
    await ann.page.evaluate(() =>
      window.fakeDesktop.tellHost({
        kind: 'hosting',
        name: 'Ann’s party',
        serverId: 'own-server',
        url: location.origin,
        port: 8000,
        addresses: [],
        startedAt: new Date(Date.now() - 5_000_000).toISOString(),
        access: 'invite',
        bot: { kind: 'gemini', model: 'gemini-flash-latest' },
        discoverable: false,
      }),
    );
    await ann.button(text('rail.card', { name: 'Ann’s party' })).click();
    await expect(ann.page.getByText(text('party.offline.title'))).toBeVisible();
    await expect(ann.page.getByText(text('party.code'))).toBeVisible();
    await look(ann, 'desktop-party-offline', looks);
  });
}
