import { desktopObstacle } from './desktop-obstacle.ts';
import { downloadElectron } from './download-electron.ts';
import { ensureBuilt } from './ensure-built.ts';
import { findElectron } from './find-electron.ts';
import { runDesktop } from './run-desktop.ts';

// `npm start`: the desktop app. Where that cannot be, or with `--browser` or any option of the server, it is the server
// for the whole network, and the browser.

/** Resolves to why the desktop app has not run, as half a sentence, or to undefined. */
async function tryDesktop(): Promise<string | undefined> {
  const obstacle = desktopObstacle({ platform: process.platform, uid: process.getuid?.(), env: process.env });
  if (obstacle !== undefined) return obstacle;
  const missing = findElectron() === undefined ? await downloadElectron() : undefined;
  if (missing !== undefined) return missing;
  const electron = findElectron();
  if (electron === undefined) return 'Electron was downloaded, but cannot be found';
  await ensureBuilt();
  const end = await runDesktop(electron.program);
  if (end === 'not started') return 'the desktop app could not start';
  process.exitCode = end;
}

async function goOnInBrowser(options: string[]): Promise<void> {
  process.argv.splice(2, Infinity, '--host', '0.0.0.0', '--log-level', 'warn', '--open', ...options);
  await import('./launch.ts');
}

try {
  const args = process.argv.slice(2);
  if (args.length > 0) {
    await goOnInBrowser(args.filter((arg) => arg !== '--browser'));
  } else {
    const reason = await tryDesktop();
    if (reason !== undefined) {
      const sentence = `${reason}, so Gemini Coop goes on in your browser.`;
      process.stderr.write(`${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}\n`);
      await goOnInBrowser([]);
    }
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
