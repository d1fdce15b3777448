import { text } from '../../../renderer/texts/text.ts';
import type { Visitor } from '../../support/visitor.ts';
import { expect, type DesktopVisitor } from './stage.ts';

/** Fills in who the host is, where that is not known from the last party, and a port; 0 for a free one. */
export async function fillHostForm({ page }: DesktopVisitor, username: string | null, port = 0): Promise<void> {
  await page.getByRole('button', { name: text('start.host') }).click();
  if (username !== null) await page.getByLabel(text('host.username'), { exact: true }).fill(username);
  await page.getByText(text('host.advanced')).click();
  await page.getByLabel(text('host.port'), { exact: true }).fill(String(port));
}

/** Waits for the card with the QR code. @returns the invite link of a browser on this very machine. */
export async function readInvite(host: DesktopVisitor): Promise<string> {
  const code = host.page.getByRole('img', { name: text('party.qr', { link: '' }) });
  await expect(code).toBeVisible();
  const link = /http:\S+/.exec((await code.getAttribute('aria-label')) ?? '')?.[0];
  const url = new URL(link ?? '');
  const state = await host.page.evaluate(() => window.coop!.host.state());
  expect(state).toMatchObject({ kind: 'hosting', port: Number(url.port) });
  // The tests' browsers reach nothing but this machine.
  url.hostname = '127.0.0.1';
  return url.href;
}

/** Hosts a party from a click to the card; the card is closed then. */
export async function hostParty(host: DesktopVisitor, username: string | null): Promise<string> {
  await fillHostForm(host, username);
  await host.button(text('host.submit')).click();
  const link = await readInvite(host);
  await host.page.keyboard.press('Escape');
  return link;
}

/** Takes the invite under a name of one's own. */
export async function joinAs({ page, button, composer }: Visitor, name: string): Promise<void> {
  await page.getByLabel(text('entry.name'), { exact: true }).fill(name);
  await button(text('entry.submit')).click();
  await expect(composer).toBeVisible();
}
