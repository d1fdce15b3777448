import { randomUUID } from 'node:crypto';
import { deepLink, inviteLink } from '../../../server/protocol/join-target.ts';
import { formatJoinCode, type Invite } from '../../../server/protocol/invites.ts';
import { text } from '../../../renderer/texts/text.ts';
import { outage } from '../../support/complaints.ts';
import { filesHolding } from '../../support/files-holding.ts';
import { isOnNetwork } from '../../support/on-network.ts';
import type { Served } from '../../support/served.ts';
import { freePort } from '../../support/free-port.ts';
import { fillHostForm, joinAs, readInvite } from './hosting.ts';
import { railButton, typeAddress } from './joining.ts';
import { expect, test, type DesktopVisitor } from './stage.ts';

/** A chat with something in it, whose owner is ann, and an invite to it. */
async function chatWithInvite({ client }: Served, name: string): Promise<Invite> {
  const ann = await client.person('ann');
  const { body: chat } = await ann.call('POST', '/api/chats', { name, is_group: true });
  const { body: invite } = await ann.call('POST', '/api/invites', { chat_id: chat.id });
  return invite as Invite;
}

const linkDialog = ({ page }: DesktopVisitor, { url }: Served) =>
  page.getByRole('dialog', { name: text('link.title', { host: new URL(url).host }) });

test('finds a party by its name; is told when its host is gone or stops, and comes back by itself', async ({
  desktop,
}) => {
  test.skip(!isOnNetwork, 'this machine is on no network, so that nothing can be found on it');
  const party = `Party ${randomUUID().slice(0, 8)}`;
  const ann = await desktop();
  await fillHostForm(ann, 'ann', await freePort());
  await ann.page.getByLabel(text('host.name'), { exact: true }).fill(party);
  await ann.button(text('host.submit')).click();
  await readInvite(ann);
  await ann.page.keyboard.press('Escape');

  const bob = await desktop();
  await bob.page.getByRole('button', { name: text('start.join') }).click();
  const found = bob.page.getByRole('button', { name: party });
  await expect(found).toContainText(text('join.host', { host: 'ann' }));
  await found.click();
  await joinAs(bob, 'Bob');
  await bob.say('Found you');
  await expect(ann.message('Found you')).toContainText('Bob');

  bob.complaints.expects(outage);
  await ann.desktop.app.evaluate(({ app }) => void setTimeout(() => app.exit(1)));
  await ann.desktop.ended;
  const gone = text('lost.host', { name: party, host: 'ann', time: '' }).replace(/\W+$/, '');
  await expect(bob.page.getByRole('status').filter({ hasText: gone })).toBeAttached();

  const again = await desktop({ home: ann.desktop.home });
  await again.page.getByRole('button', { name: text('start.host') }).click();
  await expect(again.page.getByLabel(text('host.name'), { exact: true })).toHaveValue(party);
  await again.button(text('host.submit')).click();
  await readInvite(again);
  await bob.expectConnected();
  await bob.say('There you are');

  await again.button(text('party.stop')).click();
  await again.page
    .getByRole('dialog')
    .getByRole('button', { name: text('party.stop'), exact: true })
    .click();
  const stopped = text('lost.stopped.host', { name: party, host: 'ann', time: '' }).replace(/\W+$/, '');
  await expect(bob.page.getByRole('status').filter({ hasText: stopped })).toBeAttached();
});

test('joins by the link that starts it, and by one that is opened while it runs, once somebody has agreed', async ({
  desktop,
  serve,
}) => {
  const [garden, cellar] = [await serve({ SERVER_NAME: 'Garden' }), await serve({ SERVER_NAME: 'Cellar' })];
  const [toGarden, toCellar] = [await chatWithInvite(garden, 'Roses'), await chatWithInvite(cellar, 'Wine')];
  const bob = await desktop({ args: [deepLink({ server: garden.url, invite: toGarden.token })] });

  await linkDialog(bob, garden)
    .getByRole('button', { name: text('link.submit') })
    .click();
  await joinAs(bob, 'Bob');
  await expect(bob.page.getByRole('heading', { name: 'Roses' })).toBeVisible();

  const openLink = () => bob.desktop.second(deepLink({ server: cellar.url, invite: toCellar.token }));
  expect((await openLink()).code).toBe(0);
  await linkDialog(bob, cellar)
    .getByRole('button', { name: text('common.cancel') })
    .click();
  await expect(bob.composer).toBeVisible();
  await expect(railButton(bob, 'Cellar')).toHaveCount(0);

  await openLink();
  await linkDialog(bob, cellar)
    .getByRole('button', { name: text('link.submit') })
    .click();
  await joinAs(bob, 'Bob');
  await expect(bob.page.getByRole('heading', { name: 'Wine' })).toBeVisible();
  await expect(railButton(bob, 'Cellar')).toHaveAttribute('aria-current', 'true');
});

test('joins by a pasted link and by a code; drafts and sign-ins are kept apart, encrypted, and over a restart', async ({
  desktop,
  serve,
}) => {
  const garden = await serve({ SERVER_NAME: 'Garden' });
  const cellar = await serve({ SERVER_NAME: 'Cellar' });
  const [toGarden, toCellar] = [await chatWithInvite(garden, 'Roses'), await chatWithInvite(cellar, 'Wine')];
  await cellar.stop();
  await cellar.start({ SERVER_NAME: 'Cellar', REGISTRATION: 'invite' });
  const bob = await desktop();

  await bob.page.getByRole('button', { name: text('start.join') }).click();
  await typeAddress(bob, inviteLink({ server: garden.url, invite: toGarden.token }));
  await joinAs(bob, 'Bob');
  await bob.composer.fill('half a thought about roses');

  await railButton(bob, text('rail.add')).click();
  await typeAddress(bob, cellar.url);
  await bob.page.getByLabel(text('entry.code')).fill(formatJoinCode(toCellar.code));
  await bob.button(text('entry.code.submit')).click();
  await joinAs(bob, 'Robert');
  await bob.composer.fill('half a thought about wine');

  const expectThoughts = async ({ composer }: DesktopVisitor, about: 'roses' | 'wine') =>
    expect(composer).toHaveValue(`half a thought about ${about}`);
  await railButton(bob, 'Garden').click();
  await expectThoughts(bob, 'roses');
  await expect(bob.page.getByRole('button', { name: text('user.menu', { username: 'Bob' }) })).toBeVisible();
  await railButton(bob, 'Cellar').click();
  await expectThoughts(bob, 'wine');
  await expect(bob.page.getByRole('button', { name: text('user.menu', { username: 'Robert' }) })).toBeVisible();

  const { entries } = await bob.page.evaluate(() => window.coop!.vault.read());
  const secrets = Object.values(entries).flatMap((entry) => {
    const { token, guest_password } = JSON.parse(entry) as { token: string; guest_password: string };
    return [token, guest_password];
  });
  expect(secrets).toHaveLength(4);
  await bob.desktop.quit();
  expect(await filesHolding(bob.desktop.userData, secrets)).toEqual([]);

  const again = await desktop({ home: bob.desktop.home });
  await expectThoughts(again, 'wine');
  await railButton(again, 'Garden').click();
  await expectThoughts(again, 'roses');
  await again.say('back without a password');
  await expect(again.message('back without a password')).toContainText('Bob');
});
