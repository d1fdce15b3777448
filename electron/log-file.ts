import { existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import pino, { type Logger } from 'pino';

/** Bytes from which on a start begins a new file. */
const ROTATE_AT = 1_000_000;

/** Older files that are kept, as `main.1.log` (the newest of them) and so on. */
const KEPT = 3;

/** The log of this machine's app: one JSON line per entry in `main.log`. What looks like a credential is never written. */
export function openLogFile(directory: string): Logger {
  mkdirSync(directory, { recursive: true });
  rotate(directory);
  const names = ['token', 'password', 'apiKey', 'key', 'authorization', 'secret', 'secretKey', 'invite', 'text'];
  const paths = names.flatMap((name) => [name, `*.${name}`]);
  return pino(
    { level: 'info', base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: { paths, censor: '[redacted]' } },
    // At once: the lines before a crash are the ones that matter.
    pino.destination({ dest: current(directory), sync: true, mode: 0o600 }),
  );
}

/** The newest lines of the log, the oldest of them first. */
export function readLogTail(directory: string, lines: number): string[] {
  const file = current(directory);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines);
}

function rotate(directory: string): void {
  const size = statSync(current(directory), { throwIfNoEntry: false })?.size ?? 0;
  if (size < ROTATE_AT) return;
  const old = (age: number) => path.join(directory, `main.${age}.log`);
  for (let age = KEPT - 1; age >= 1; age--) if (existsSync(old(age))) renameSync(old(age), old(age + 1));
  renameSync(current(directory), old(1));
}

function current(directory: string): string {
  return path.join(directory, 'main.log');
}
