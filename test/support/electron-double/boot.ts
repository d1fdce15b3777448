import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from './app.ts';
import { startChromium } from './chromium.ts';
import { electron } from './electron.ts';
import { environment } from './environment.ts';
import { provideElectron } from './provide-electron.ts';
import { runtime } from './runtime.ts';
import { adoptTargets } from './targets.ts';

/**
 * Makes this process look like Electron's main process, up to the point where the app's own code is loaded.
 * @returns the URL of the app's main module, and what is to be called when its top level has run, as in Electron.
 */
export function boot(): { main: string; start: () => Promise<void> } {
  const { place, main } = findApp();
  runtime.appPath = place;
  // Electron's `process.argv` begins with its own program; a packed app is not named by an argument.
  process.argv.splice(1, 1);
  if (environment.packaged) process.argv.splice(process.argv.findIndex(isAppArgument), 1);
  else Object.assign(process, { defaultApp: true });
  Object.assign(process, { type: 'browser', resourcesPath: path.dirname(place) });
  Object.defineProperty(process.versions, 'electron', { value: electronVersion, enumerable: true });
  provideElectron(electron);
  process.once('SIGTERM', () => app.quit());
  process.once('SIGINT', () => app.quit());
  return { main: pathToFileURL(main).href, start };
}

/** The version whose types and behaviour the double follows. */
const electronVersion = (
  JSON.parse(
    readFileSync(path.resolve(import.meta.dirname, '../../../node_modules/electron/package.json'), 'utf8'),
  ) as { version: string }
).version;

const isAppArgument = (argument: string, index: number) => index > 0 && !argument.startsWith('-');

/** The app that the command line names: a folder with a `package.json`, or its main module. */
function findApp(): { place: string; main: string } {
  const named = process.argv.slice(1).find(isAppArgument);
  const place = path.resolve(named ?? '.');
  if (statSync(place).isFile()) return { place: path.dirname(place), main: place };
  const { main = 'index.js' } = JSON.parse(readFileSync(path.join(place, 'package.json'), 'utf8')) as { main?: string };
  return { place, main: path.join(place, main) };
}

async function start(): Promise<void> {
  // An app that was told to quit at once, as a second instance is, opens nothing.
  if (runtime.phase !== 'starting') return;
  const chromium = await startChromium(path.join(app.getPath('userData'), 'chromium'));
  runtime.chromium = chromium;
  chromium.onGone(() => {
    if (runtime.phase !== 'gone') {
      process.stderr.write('electron double: Chromium went away\n');
      process.exit(1);
    }
  });
  Object.defineProperty(process.versions, 'chrome', { value: chromium.version, enumerable: true });
  await adoptTargets(chromium);
  // Playwright waits for this line.
  process.stderr.write(`\nDevTools listening on ${chromium.devtoolsUrl}\n`);
  app.becomeReady();
}
