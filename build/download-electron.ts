import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { createRequire } from 'node:module';
import { ended } from './run.ts';

/** How long to wait, in milliseconds. */
export interface Patience {
  /** For the first answer of the server that has Electron. */
  answer: number;
  /** For the whole download, of some 120 MB. */
  download: number;
}

const patience: Patience = { answer: 8000, download: 10 * 60_000 };

/**
 * Downloads Electron to where its npm package looks for it, from where its mirror settings say.
 * @returns undefined where it is there now, else why not, as half a sentence.
 */
export async function downloadElectron({ answer, download } = patience): Promise<string | undefined> {
  const source = new URL(mirror());
  const unreachable = await whyUnreachable(source, answer);
  if (unreachable !== undefined) return `Electron cannot be downloaded from ${source.host} (${unreachable})`;
  process.stderr.write('Downloading Electron, once, about 120 MB ...\n');
  const installer = createRequire(import.meta.url).resolve('electron/install.js');
  const child = spawn(process.execPath, [installer], {
    stdio: ['ignore', 'inherit', 'pipe'],
    timeout: download,
  });
  const [code, complaint] = await Promise.all([ended(child), text(child.stderr)]);
  if (code === 0) return undefined;
  if (child.killed) return `the download of Electron took longer than ${download / 60_000} minutes`;
  return `Electron could not be downloaded (${firstLine(complaint)})`;
}

/** As `@electron/get` reads it. */
function mirror(): string {
  const { npm_config_electron_mirror, NPM_CONFIG_ELECTRON_MIRROR, ELECTRON_MIRROR } = process.env;
  const set = npm_config_electron_mirror || NPM_CONFIG_ELECTRON_MIRROR || ELECTRON_MIRROR;
  return set || 'https://github.com/electron/electron/releases/download/';
}

/** Asks before a download that would wait for minutes on a network that swallows packets. */
async function whyUnreachable(source: URL, within: number): Promise<string | undefined> {
  try {
    await fetch(source, { method: 'HEAD', signal: AbortSignal.timeout(within) });
    return undefined;
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') return `no answer within ${within / 1000} s`;
    const { cause = error } = error as Error;
    return cause instanceof Error ? firstLine(cause.message) : String(cause);
  }
}

const firstLine = (lines: string) => lines.trim().split('\n')[0] ?? '';
