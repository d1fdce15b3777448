import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import { findChromium } from '../../build/find-chromium.ts';
import { serverPrefix, sessionKey } from '../../renderer/state/stored-session.ts';
import type { Guest } from './party.ts';

export async function launchBrowser(): Promise<Browser> {
  const found = findChromium();
  if (found === null) throw new Error('There is no Chromium here. Name one with CHROMIUM.');
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: found.program, args });
}

/** The real page with the chat open, in a browser in which the guest is signed in, with the probe in it. */
export async function openChat(browser: Browser, url: string, { token }: Guest, chatId: number): Promise<Page> {
  const answer = await fetch(`${url}/api/auth/me`, { headers: { authorization: `Bearer ${token}` } });
  const session = JSON.stringify({ token, user: await answer.json() });
  const localStorage = [{ name: sessionKey(serverPrefix('', url)), value: session }];
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    storageState: { cookies: [], origins: [{ origin: url, localStorage }] },
  });
  await context.addInitScript({ path: path.join(import.meta.dirname, 'page-probe.js') });
  const page = await context.newPage();
  await page.goto(`${url}/chats/${chatId}`);
  await page.getByRole('log').getByRole('article').first().waitFor();
  return page;
}

/** Types a letter about every `everyMs` until `until` is settled; what was typed stays short. */
export async function typeUntil(page: Page, everyMs: number, until: Promise<unknown>): Promise<void> {
  const typing = { over: false };
  void until.finally(() => (typing.over = true));
  for (let i = 1; !typing.over; i++) {
    await page.keyboard.press(i % 40 === 0 ? 'Control+A' : 'abcdefgh '[i % 9]!);
    await page.waitForTimeout(everyMs);
  }
}
