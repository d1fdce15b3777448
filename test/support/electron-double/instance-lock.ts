import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What a second instance tells the first one. */
export interface SecondInstance {
  argv: string[];
  cwd: string;
  data: Record<string, unknown>;
}

export interface InstanceLock {
  release: () => void;
}

/**
 * The lock of the one instance per directory: a file that names its process. Who does not get it leaves a letter for
 * the owner.
 * @param heard is told of every later instance.
 * @returns undefined where another instance is running.
 */
export function takeInstanceLock(
  directory: string,
  data: Record<string, unknown>,
  heard: (second: SecondInstance) => void,
): InstanceLock | undefined {
  const lock = path.join(directory, 'instance.lock');
  const letters = path.join(directory, 'instance.letters');
  mkdirSync(letters, { recursive: true });
  if (!writeLock(lock)) {
    const letter = path.join(letters, randomUUID());
    writeFileSync(letter, JSON.stringify({ argv: process.argv, cwd: process.cwd(), data } satisfies SecondInstance));
    renameSync(letter, `${letter}.json`);
    return undefined;
  }
  const read = (): void => {
    for (const name of readdirSync(letters).filter((file) => file.endsWith('.json'))) {
      const letter = path.join(letters, name);
      const second = JSON.parse(readFileSync(letter, 'utf8')) as SecondInstance;
      rmSync(letter);
      heard(second);
    }
  };
  const watcher = watch(letters, read);
  watcher.unref();
  return {
    release() {
      watcher.close();
      rmSync(lock, { force: true });
    },
  };
}

/** False where a living process has it. */
function writeLock(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  if (isAlive(Number(readFileSync(lock, 'utf8')))) return false;
  writeFileSync(lock, String(process.pid));
  return true;
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
}
