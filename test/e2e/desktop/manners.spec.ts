import { readFileSync } from 'node:fs';
import path from 'node:path';
import { WebSocket } from 'ws';
import type { HostStart } from '../../../electron/bridge.ts';
import { text } from '../../../renderer/texts/text.ts';
import type { Desktop } from '../../support/desktop.ts';
import { expect, test } from './stage.ts';

const startParty = ({ page }: Desktop): Promise<HostStart> =>
  page.evaluate(() => window.coop!.host.start({ name: 'Friday', username: 'ann', port: 0, access: 'open' }));

const isVisible = ({ app }: Desktop) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());

const closeWindow = ({ app }: Desktop) =>
  app.evaluate(({ BrowserWindow }) => void setTimeout(() => BrowserWindow.getAllWindows()[0]?.close()));

const isKeptAwake = ({ app }: Desktop) =>
  app.evaluate(({ powerSaveBlocker }) => [0, 1, 2, 3].some((id) => powerSaveBlocker.isStarted(id)));

test('[SHELL4] [SHELL3] the window opens where it was, and settings are as they were', async ({ desktop }) => {
  const { desktop: first, page } = await desktop();
  const bounds = { x: 120, y: 90, width: 910, height: 620 };
  await first.app.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setBounds(to), bounds);
  await page.evaluate(() => window.coop!.settings.set({ notifications: false }));
  await first.quit();
  const { desktop: again, page: newPage } = await desktop({ home: first.home });
  expect(await again.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())).toEqual(
    bounds,
  );
  expect((await newPage.evaluate(() => window.coop!.settings.read())).notifications).toBe(false);
});

test('[VAULT1] [VAULT2] the page finds its secrets after a restart; the Gemini key it never gets', async ({
  desktop,
}) => {
  const { desktop: first, page } = await desktop({ keyring: 'gnome_libsecret' });
  const saved = await page.evaluate(async () => {
    await window.coop!.vault.set('http://a', 'token-of-a');
    return window.coop!.host.key.save('AIza-a-key', { allowWeak: true });
  });
  expect(saved).toBe('saved');
  await first.quit();
  const file = readFileSync(path.join(first.userData, 'vault.json'), 'utf8');
  expect(file).not.toMatch(/token-of-a|AIza/);
  const { page: again } = await desktop({ home: first.home, keyring: 'gnome_libsecret' });
  const { vault, key } = await again.evaluate(async () => ({
    vault: await window.coop!.vault.read(),
    key: await window.coop!.host.key.status(),
  }));
  expect(vault.entries).toEqual({ 'http://a': 'token-of-a' });
  expect(key.saved).toBe(true);
});

test('[VAULT6] a Linux without a keychain says that its protection is weak, and asks before it keeps a key', async ({
  desktop,
}) => {
  test.skip(process.platform !== 'linux', 'the other systems have a keychain');
  const { page } = await desktop({ keyring: 'basic_text' });
  const answers = await page.evaluate(async () => {
    const { key } = window.coop!.host;
    return [
      (await key.status()).protection,
      await key.save('AIza-a-key', { allowWeak: false }),
      (await key.status()).saved,
      await key.save('AIza-a-key', { allowWeak: true }),
      (await key.status()).saved,
    ];
  });
  expect(answers).toEqual(['weak', 'needs_consent', false, 'saved', true]);
});

test('[SHELL13] closing the window while hosting asks, and the party goes on in the tray', async ({ desktop }) => {
  const { desktop: running } = await desktop();
  const started = await startParty(running);
  if (started.kind !== 'started') throw new Error(JSON.stringify(started));
  await running.answerDialogs(2);
  await closeWindow(running);
  await expect.poll(async () => (await running.kept()).asked).toEqual([expect.stringContaining('“Friday”')]);
  expect(await isVisible(running)).toBe(true);
  await running.answerDialogs(0);
  await closeWindow(running);
  await expect.poll(() => isVisible(running)).toBe(false);
  expect((await fetch(`${started.session.server}/health`)).status).toBe(200);
  expect(await isKeptAwake(running)).toBe(true);
  // A second start finds the window.
  expect((await running.second()).code).toBe(0);
  await expect.poll(() => isVisible(running)).toBe(true);
});

test('[SHELL13] a choice that is remembered is not asked for again', async ({ desktop }) => {
  const { desktop: running } = await desktop();
  await startParty(running);
  await running.app.evaluate(({ dialog }) => {
    dialog.showMessageBox = async () => {
      dialog.showMessageBox = () => Promise.reject(new Error('asked again'));
      return { response: 0, checkboxChecked: true };
    };
  });
  for (let times = 0; times < 2; times++) {
    await closeWindow(running);
    await expect.poll(() => isVisible(running)).toBe(false);
    await running.second();
    await expect.poll(() => isVisible(running)).toBe(true);
  }
});

test('[SHELL13] closing the window without a party quits', async ({ desktop }) => {
  const { desktop: running } = await desktop();
  const program = running.app.process();
  const gone = new Promise((resolve) => program.once('exit', resolve));
  await closeWindow(running);
  expect(await gone).toBe(0);
});

test('[SHELL14] quitting ends the party first: guests are told', async ({ desktop }) => {
  const { desktop: running } = await desktop();
  const started = await startParty(running);
  if (started.kind !== 'started') throw new Error(JSON.stringify(started));
  const { server, token } = started.session;
  const socket = new WebSocket(`${server.replace('http', 'ws')}/ws?token=${token}`);
  await new Promise((resolve) => socket.once('open', resolve));
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  await running.quit();
  expect(await closed).toBe(1001);
  await expect(fetch(`${server}/health`)).rejects.toThrow();
});

test('[SHELL15] the machine is kept awake exactly while a party is held', async ({ desktop }) => {
  const { desktop: running, page } = await desktop();
  expect(await isKeptAwake(running)).toBe(false);
  await startParty(running);
  expect(await isKeptAwake(running)).toBe(true);
  await page.evaluate(() => window.coop!.host.stop());
  expect(await isKeptAwake(running)).toBe(false);
});

test('[SHELL16] notifications are shown only while the window is not in front, and not where they are off', async ({
  desktop,
}) => {
  const { desktop: running, page } = await desktop();
  const notify = (title: string) =>
    page.evaluate((named) => {
      window.coop!.shell.notify({ title: named, body: 'b', server: 'http://127.0.0.1:9', chatId: 3, messageId: 4 });
      // It has no answer itself; what is asked after it is answered after it.
      return window.coop!.settings.read();
    }, title);
  // Whether a window is in front is up to the desktop, and a machine for tests may have none.
  await running.app.evaluate(({ BrowserWindow, Notification }) => {
    const window = BrowserWindow.getAllWindows()[0]!;
    window.isFocused = () => window.isVisible();
    Notification.prototype.show = new Proxy(Reflect.get(Notification.prototype, 'show'), {
      apply: (show, shown) => Reflect.apply(show, Object.assign(globalThis, { shown }).shown, []),
    });
  });
  await expect.poll(() => isVisible(running)).toBe(true);
  await notify('in front');
  await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  await notify('away');
  await page.evaluate(() => window.coop!.settings.set({ notifications: false }));
  await notify('switched off');
  expect((await running.kept()).notified).toEqual([{ title: 'away', body: 'b' }]);

  const opened = page.evaluate(() => new Promise((resolve) => window.coop!.shell.onOpenChat(resolve)));
  await page.evaluate(() => window.coop!.settings.read());
  await running.app.evaluate(() => {
    const { shown } = globalThis as unknown as { shown: NodeJS.EventEmitter };
    shown.emit('click', {});
  });
  expect(await opened).toEqual({ server: 'http://127.0.0.1:9', chatId: 3, messageId: 4 });
  expect(await isVisible(running)).toBe(true);
});

test('[SHELL10] [SHELL18] the menu leads to the settings, and is in the language that is chosen in the page', async ({
  desktop,
}) => {
  const { desktop: running, page } = await desktop();
  const label = () => running.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('settings')?.label);
  expect(await label()).toBe('Settings…');
  await page.getByLabel(text('language.label')).selectOption('Deutsch');
  await expect.poll(label).toBe('Einstellungen …');
  await page.getByLabel('Sprache').selectOption('English');
  await expect.poll(label).toBe('Settings…');
  await running.choose('settings');
  await expect(page.getByRole('dialog')).toContainText(text('settings.title'));
});

test('[SHELL7] diagnostics are in the clipboard, without the name of anybody', async ({ desktop }) => {
  const { desktop: running, page } = await desktop();
  await startParty(running);
  await page.evaluate(() => window.coop!.shell.copyDiagnostics());
  const diagnostics = await running.app.evaluate(({ clipboard }) => clipboard.readText());
  expect(diagnostics).toContain('hosting: hosting');
  expect(diagnostics).not.toMatch(/Friday|ann\b|127\.0\.0\.1|bearer/);
});
