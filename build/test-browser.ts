import { ensureBuilt } from './ensure-built.ts';
import { findChromium, findHeadlessShell } from './find-chromium.ts';
import { findElectron } from './find-electron.ts';
import { installChromium } from './install-chromium.ts';
import { ended, startTool } from './run.ts';

// The browser tests, against the built server. Arguments are Playwright's: names of files, `-g WORDS`, `--headed`.
try {
  await ensureBuilt();
  if (findChromium() === null) await installChromium();
  const browser = findChromium();
  if (browser === null) throw new Error('Chromium was installed, but cannot be found. Name it with CHROMIUM.');
  const ofPages = (process.argv.includes('--headed') ? null : findHeadlessShell()) ?? browser;
  process.stdout.write(`Browser tests run in ${ofPages.program} (${ofPages.reason}).\n`);
  process.stdout.write(`Desktop tests run in ${describeDesktop()}\n`);
  const args = ['test', '--config', 'test/e2e/playwright.config.ts', ...process.argv.slice(2)];
  // The double needs one that knows of windows.
  const env = { ...process.env, CHROMIUM: browser.program, CHROMIUM_OF_PAGES: ofPages.program };
  process.exitCode = await ended(startTool('@playwright/test/cli.js', args, env));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

function describeDesktop(): string {
  const electron = findElectron();
  if (electron) return `Electron ${electron.version ?? ''} at ${electron.program} (${electron.reason}).`;
  return [
    'a double of Electron, since Electron itself is not here: the real main process and preload, with Chromium for the',
    'windows. What that cannot show: native windows, menus, tray and notifications, the keychain, links from other',
    'programs, start at login, fuses and packages.',
  ].join('\n  ');
}
