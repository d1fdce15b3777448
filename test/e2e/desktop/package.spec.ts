import { text } from '../../../renderer/texts/text.ts';
import { clientOf } from '../../support/client.ts';
import { findDesktopEngine } from '../../support/desktop-engine.ts';
import { packApp, type PackedApp } from '../../support/packed-app.ts';
import { expect, test } from './stage.ts';

let packed: PackedApp;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  packed = await packApp();
});
test.afterAll(() => packed.close());

test('[PACK7] what is packed is the whole app: it hosts a party, and a guest talks with its host and the bot', async ({
  desktop,
}) => {
  // Electron reads from the archive, in threads as well; its double cannot.
  const app = findDesktopEngine().kind === 'electron' ? packed.archive : packed.directory;
  const host = await desktop({ app, env: { ELECTRON_DOUBLE_PACKAGED: '1' } });
  await host.page.getByRole('button', { name: text('start.host') }).click();
  await host.page.getByLabel(text('host.username'), { exact: true }).fill('hanna');
  await host.page.getByText(text('host.advanced')).click();
  await host.page.getByLabel(text('host.port'), { exact: true }).fill('0');
  await host.button(text('host.submit')).click();
  await expect(host.page.getByText(text('party.scan'))).toBeVisible();

  const state = await host.page.evaluate(() => window.coop!.host.state());
  if (state.kind !== 'hosting') throw new Error(`the app is ${state.kind}`);
  const guest = await clientOf(state.url).person('gus');
  const { body: chats } = await guest.call('GET', '/api/chats');
  const socket = await guest.connect();
  socket.send({ type: 'message', chat_id: chats[0].id, content: '/bot hello' });

  await host.page.keyboard.press('Escape');
  await expect(host.message('hello').first()).toContainText('gus');
  await expect(host.replies).toContainText('demo');
});
