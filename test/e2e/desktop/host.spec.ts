import { createServer, type AddressInfo } from 'node:net';
import { text } from '../../../renderer/texts/text.ts';
import { outage } from '../../support/complaints.ts';
import { reply } from '../../support/gemini-replies.ts';
import { fillHostForm, hostParty, joinAs, readInvite } from './hosting.ts';
import { expect, test } from './stage.ts';

test('from a click to a QR code; a guest opens its link, joins with a name, and both talk with the bot', async ({
  desktop,
  guest,
  gemini,
}) => {
  gemini.when(/rhyme/, reply('Party rhymes with **hearty**.'));
  const ann = await desktop({ env: { GEMINI_API_KEY: gemini.key } });
  await fillHostForm(ann, 'ann');
  await ann.button(text('host.submit')).click();
  const link = await readInvite(ann);
  await ann.page.keyboard.press('Escape');

  const bob = await guest(link);
  await joinAs(bob, 'Bob');
  await bob.say('Hello from the browser');
  await expect(ann.message('Hello from the browser')).toContainText('Bob');
  await ann.say('/bot what rhymes with party?');
  for (const { replies } of [ann, bob]) await expect(replies).toContainText('Party rhymes with hearty.');
  await bob.say('/bot another rhyme?');
  for (const { replies } of [ann, bob]) await expect(replies).toHaveCount(2);
  expect(gemini.requests.length).toBe(2);
});

test('a port that another program has is told, and the next free one is a click away', async ({ desktop }) => {
  const other = createServer();
  await new Promise<void>((resolve) => void other.listen(0, '0.0.0.0', resolve));
  const { port } = other.address() as AddressInfo;
  const ann = await desktop();
  await fillHostForm(ann, 'ann', port);
  await ann.button(text('host.submit')).click();
  await expect(ann.page.getByRole('alert')).toContainText(text('host.portInUse', { port: String(port) }));
  await ann.page.getByRole('button', { name: text('host.portInUse.next', { port: '' }) }).click();
  expect(Number(new URL(await readInvite(ann)).port)).toBeGreaterThan(port);
  other.close();
});

test('who stops hosting is asked first; guests are told, and the next party has the same chats', async ({
  desktop,
  guest,
}) => {
  const ann = await desktop();
  const bob = await guest(await hostParty(ann, 'ann'));
  await joinAs(bob, 'Bob');
  await ann.say('See you next time');
  await expect(bob.message('See you next time')).toBeVisible();

  bob.complaints.expects(outage);
  ann.complaints.expects(outage);
  await ann.page.getByRole('button', { name: text('rail.card', { name: '' }) }).click();
  await ann.button(text('party.stop')).click();
  const dialog = ann.page.getByRole('dialog', { name: text('stop.title', { name: '' }).replace(/\W+$/, '') });
  await expect(dialog).toContainText('1 other person is connected');
  await dialog.getByRole('button', { name: text('party.stop') }).click();
  await expect(ann.page.getByRole('heading', { name: text('start.title') })).toBeVisible();
  await expect(bob.page.getByText(text('connection.connected'), { exact: true })).toHaveCount(0);

  await hostParty(ann, null);
  await expect(ann.message('See you next time')).toBeVisible();
});
