import { text } from '../../../renderer/texts/text.ts';
import { findDesktopEngine } from '../../support/desktop-engine.ts';
import { filesHolding } from '../../support/files-holding.ts';
import { hostParty } from './hosting.ts';
import { expect, test, type DesktopVisitor } from './stage.ts';

const engine = findDesktopEngine();
const isRealLinux = engine.kind === 'electron' && process.platform === 'linux';

/** Types a Gemini key into the form of the host, and asks to keep it. */
async function saveKey({ page, button }: DesktopVisitor, key: string): Promise<void> {
  await page.getByRole('button', { name: text('start.host') }).click();
  await button(text('key.add')).click();
  await page.getByLabel(text('key.label'), { exact: true }).fill(key);
  await button(text('key.save')).click();
}

const keyStatus = ({ page }: DesktopVisitor) => page.evaluate(() => window.coop!.host.key.status());
const vaultOf = ({ page }: DesktopVisitor) => page.evaluate(() => window.coop!.vault.read());

/** All that a page can get hold of: what it shows and keeps, and every answer of the desktop that changes nothing. */
const reachOf = ({ page }: DesktopVisitor) =>
  page.evaluate(async () => {
    const { host, vault, settings } = window.coop!;
    const answers = [host.state(), host.defaults(), host.key.status(), host.signIn(), vault.read(), settings.read()];
    const fields = Array.from(document.querySelectorAll('input'), ({ value }) => value);
    const kept = [localStorage, sessionStorage].map((storage) => JSON.stringify(storage));
    return JSON.stringify([await Promise.all(answers), fields, kept, document.documentElement.outerHTML]);
  });

test('the Gemini key and a sign-in are nowhere readable on disk, and are there again after a restart', async ({
  desktop,
  gemini,
}) => {
  test.skip(isRealLinux, 'a keychain is there only on a desktop that somebody is signed in to');
  const ann = await desktop();
  await saveKey(ann, gemini.key);
  await expect(ann.page.getByText(text('key.saved'))).toBeVisible();
  await ann.page.getByRole('button', { name: text('page.back') }).click();
  await hostParty(ann, 'ann');
  await ann.say('/bot hello');
  await expect(ann.replies).toHaveCount(1);
  await expect.poll(async () => Object.values((await vaultOf(ann)).entries)).toHaveLength(1);
  const { protection, entries } = await vaultOf(ann);
  expect(protection).toBe('keychain');
  const token = /eyJ[\w.-]+/.exec(Object.values(entries).join())![0];
  expect(gemini.requests.map(({ key }) => key)).toEqual([gemini.key]);
  expect(await reachOf(ann)).toContain(token);
  expect(await reachOf(ann)).not.toContain(gemini.key);

  await ann.desktop.quit();
  const { userData, home } = ann.desktop;
  expect(await filesHolding(userData, ['/bot hello'])).not.toEqual([]);
  expect(await filesHolding(userData, [gemini.key, token])).toEqual([]);

  const again = await desktop({ home });
  expect(await keyStatus(again)).toEqual({ saved: true, fromEnvironment: false, protection: 'keychain' });
  expect((await vaultOf(again)).entries).toEqual(entries);
});

test('without a keychain, who types a key is asked before it is kept', async ({ desktop, gemini }) => {
  test.skip(engine.kind === 'electron' && !isRealLinux, 'this system always has a keychain');
  const ann = await desktop({ keyring: 'basic_text' });
  const consent = ann.page.getByRole('dialog', { name: text('key.consent.title') });
  await saveKey(ann, gemini.key);
  await expect(consent).toContainText(text('key.consent.weak'));
  await consent.getByRole('button', { name: text('common.cancel') }).click();
  expect(await keyStatus(ann)).toEqual({ saved: false, fromEnvironment: false, protection: 'weak' });

  await ann.button(text('key.save')).click();
  await consent.getByRole('button', { name: text('key.consent.yes') }).click();
  await expect(ann.page.getByText(text('key.saved'))).toBeVisible();
  await ann.desktop.quit();
  const again = await desktop({ home: ann.desktop.home, keyring: 'basic_text' });
  expect(await keyStatus(again)).toMatchObject({ saved: true });
});

test('where nothing can be kept, a key is used until the app is quit', async ({ desktop, gemini }) => {
  test.skip(engine.kind === 'electron', 'no system refuses on demand');
  const ann = await desktop({ keyring: 'none' });
  await saveKey(ann, gemini.key);
  const consent = ann.page.getByRole('dialog', { name: text('key.consent.title') });
  await expect(consent).toContainText(text('key.consent.none'));
  await consent.getByRole('button', { name: text('key.consent.yes.none') }).click();
  await expect(ann.page.getByText(text('key.saved'))).toBeVisible();
  await ann.desktop.quit();
  expect(await filesHolding(ann.desktop.userData, [gemini.key])).toEqual([]);
  const again = await desktop({ home: ann.desktop.home, keyring: 'none' });
  expect(await keyStatus(again)).toEqual({ saved: false, fromEnvironment: false, protection: 'none' });
});
