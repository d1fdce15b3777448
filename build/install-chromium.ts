import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Shell } from './find-chromium.ts';
import { ended, startTool } from './run.ts';

/** True where a package of the system is the better choice: it brings the libraries that a browser needs. */
const isDebianRoot = () => process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

async function runApt(...args: string[]): Promise<boolean> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return (await ended(spawn('apt-get', args, { stdio: 'inherit', env }))) === 0;
}

/**
 * Installs a Chromium: the Debian package where this is root on such a system, else Playwright's own download.
 * @param shell whether the package of the build without windows will do
 */
export async function installChromium(shell: Shell): Promise<void> {
  if (isDebianRoot()) {
    const packages = [...(shell === 'first' ? ['chromium-headless-shell'] : []), 'chromium'];
    process.stdout.write(`No Chromium found; installing the package ${packages[0]} ...\n`);
    if (await runApt('update')) {
      for (const name of packages) {
        // Not every release has each of them.
        if (await runApt('install', '--yes', '--no-install-recommends', name)) return;
      }
    }
  }
  process.stdout.write("No Chromium found; installing Playwright's own ...\n");
  const code = await ended(startTool('playwright/cli.js', ['install', 'chromium']));
  if (code !== 0) throw new Error('No Chromium could be installed. Install one, or name one with CHROMIUM.');
}
