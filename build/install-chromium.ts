import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ended, startTool } from './run.ts';

const SHELL = 'chromium-headless-shell';

/** True where a package of the system is the better choice: it brings the libraries that a browser needs. */
const isDebianRoot = () => process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

async function runApt(...args: string[]): Promise<boolean> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return (await ended(spawn('apt-get', args, { stdio: 'inherit', env }))) === 0;
}

/**
 * Installs a Chromium, and its build without windows where the system has one: the Debian packages where
 * this is root on such a system, else Playwright's own download.
 */
export async function installChromium(): Promise<void> {
  if (isDebianRoot()) {
    process.stdout.write('No Chromium found; installing the package chromium ...\n');
    const install = (...names: string[]) => runApt('install', '--yes', '--no-install-recommends', ...names);
    // Not every release has the second one.
    const isThere = (await runApt('update')) && ((await install('chromium', SHELL)) || (await install('chromium')));
    if (isThere) return;
  }
  process.stdout.write("No Chromium found; installing Playwright's own ...\n");
  const code = await ended(startTool('playwright/cli.js', ['install', 'chromium']));
  if (code !== 0) throw new Error('No Chromium could be installed. Install one, or name one with CHROMIUM.');
}
