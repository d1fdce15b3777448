import { readFile } from 'node:fs/promises';
import { text } from '../../renderer/texts/text.ts';
import { startServed } from '../support/served.ts';
import { look, lookOnPhone } from './look.ts';
import { expect, test } from './stage.ts';

test('[ARCHIVE12] [ARCHIVE9] the host downloads everything, another server restores it, and whoever was there comes back to it', async ({
  person,
  expectOutage,
}, testInfo) => {
  // What the archive is of: another server, with a chat.
  const source = await startServed({ SERVER_NAME: 'Chess club' });
  const cleo = await source.client.person('cleo');
  const { body: chat } = await cleo.call('POST', '/api/chats', { name: 'Openings' });
  const socket = await cleo.connect();
  socket.send({ type: 'message', chat_id: chat.id, content: 'e4 is best' });
  await socket.next('message');
  socket.webSocket.close();
  const answer = await fetch(`${source.url}/api/archive`, { headers: { authorization: `Bearer ${cleo.token}` } });
  const archive = Buffer.from(await answer.arrayBuffer());
  await source.close();

  expectOutage();
  const ann = await person('ann');
  const bob = await person('bob');
  for (const one of [ann, bob]) one.complaints.expects(/401|422|503|ERR_CONNECTION/);
  await bob.page.goto('/');
  await ann.page.goto('/');
  await ann.page.getByRole('button', { name: /^Your account/ }).press('Enter');
  await ann.page.getByRole('menuitem', { name: text('user.admin') }).press('Enter');
  const window = ann.page.getByRole('dialog', { name: text('admin.title') });
  await window.getByRole('tab', { name: text('admin.data') }).click();
  await expect(window.getByText(text('archive.save.warning'))).toBeVisible();
  await look(ann, 'admin-data', 'wide-light');
  await lookOnPhone(ann, 'admin-data');

  const [download] = await Promise.all([
    ann.page.waitForEvent('download'),
    window.getByRole('button', { name: text('archive.save.submit') }).press('Enter'),
  ]);
  const saved = testInfo.outputPath('saved.zip');
  await download.saveAs(saved);
  expect((await readFile(saved)).subarray(0, 2).toString()).toBe('PK');
  await expect(window.getByText(/^Everything is downloaded/)).toBeVisible();

  const choose = async (name: string, buffer: Buffer) =>
    window.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/zip', buffer });
  await choose('holiday.zip', Buffer.from('these are pictures'));
  await expect(window.getByRole('alert')).toContainText('no zip archive');
  await choose('club.zip', archive);
  await expect(window.getByText('Chess club')).toBeVisible();
  await expect(window.getByText(text('archive.confirm.other', { host: 'cleo' }))).toBeVisible();
  await look(ann, 'admin-restore', 'wide-light');
  await window.getByRole('button', { name: text('archive.confirm.submit') }).press('Enter');

  // Nobody of before is known any more, and both pages find that out by themselves.
  for (const { page } of [ann, bob]) {
    await expect(page.getByRole('button', { name: text('signIn.submit'), exact: true })).toBeVisible({
      timeout: 15_000,
    });
  }
  await bob.page.getByLabel(/username/i).fill('cleo');
  await bob.page.getByLabel('Password', { exact: true }).fill('correct horse');
  await bob.page.getByRole('button', { name: text('signIn.submit'), exact: true }).press('Enter');
  await bob.page.getByText('Openings').first().click();
  await expect(bob.page.getByText('e4 is best').first()).toBeVisible();
});
