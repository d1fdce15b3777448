import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Log } from '../server/index.ts';

/**
 * Reads a small JSON file. Undefined where there is none. One that cannot be read as JSON is set aside as `*.broken`,
 * so that a person can still look at it, and counts as none.
 */
export function readJsonFile(file: string, log: Log): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    log.error({ file: path.basename(file), err: error }, 'a file could not be read, and is set aside');
    setAside(file, log);
    return undefined;
  }
}

/**
 * Replaces a small JSON file as a whole; who reads it finds the old content or the new. It is for its owner only. At
 * once, so that a quit needs no waiting: such files are a few kilobytes and seldom written.
 */
export function writeJsonFile(file: string, value: unknown): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.tmp`;
  const handle = openSync(temporary, 'w', 0o600);
  try {
    writeSync(handle, `${JSON.stringify(value, null, 2)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(temporary, file);
}

function setAside(file: string, log: Log): void {
  try {
    renameSync(file, `${file}.broken`);
  } catch (error) {
    log.error({ file: path.basename(file), err: error }, 'a broken file could not be set aside');
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
