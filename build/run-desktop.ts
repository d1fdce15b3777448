import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { root } from './root.ts';

/** Milliseconds; an app that ends before, and not in order, has not started: a library or its sandbox is missing. */
const STARTED_AFTER = 10_000;

/**
 * Runs the desktop app to its end.
 * @param electron path of the program.
 * @returns its exit code; `not started` where it failed at once, having said why itself.
 */
export async function runDesktop(electron: string): Promise<number | 'not started'> {
  const child = spawn(electron, [root], { stdio: 'inherit', env: { ...readEnvFile(), ...process.env } });
  let isToldToEnd = false;
  // A terminal sends Ctrl+C to both; the app ends in order then, and so does this.
  const onInterrupt = () => {
    isToldToEnd = true;
  };
  const onTerminate = () => {
    isToldToEnd = true;
    child.kill('SIGTERM');
  };
  process.on('SIGINT', onInterrupt).on('SIGTERM', onTerminate);
  const since = Date.now();
  try {
    const code = await new Promise<number | null>((resolve) => {
      child.once('error', () => resolve(null));
      child.once('close', resolve);
    });
    if (isToldToEnd || code === 0) return 0;
    return Date.now() - since < STARTED_AFTER ? 'not started' : (code ?? 1);
  } finally {
    process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate);
  }
}

/** The settings that a server would read from there; the app knows some of them. */
function readEnvFile(): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(path.join(root, '.env'), 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
}
