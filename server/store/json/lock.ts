import { readFileSync } from 'node:fs';
import { link, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { hasCode } from './disk.ts';
import { DirectoryInUseError, explain } from './failures.ts';

const ownerSchema = z.object({
  pid: z.int().positive(),
  /** Tells this process from another one with the same pid, before or after; null where the system does not say. */
  started: z.nullable(z.string()),
  /** Tells this directory from a copy of it. */
  place: z.string(),
});
type Owner = z.infer<typeof ownerSchema>;

/** Directories that this process has locked. */
const held = new Set<string>();

/**
 * Makes this process the only one to use a data directory; returns the function that ends that. A lock whose process
 * is gone, also by SIGKILL or with its container, is taken over.
 * @throws DirectoryInUseError where a process that is alive has it.
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const { dev, ino } = await stat(directory, { bigint: true });
  const place = `${dev}:${ino}`;
  if (held.has(place)) throw new DirectoryInUseError(directory, process.pid);
  held.add(place);
  const lock = path.join(directory, 'lock');
  const mine = `${lock}.${process.pid}.tmp`;
  try {
    await remove(mine);
    await writeFile(mine, JSON.stringify({ pid: process.pid, started: startOf(process.pid), place } satisfies Owner), {
      flag: 'wx',
      mode: 0o600,
    });
    await claim(lock, mine, { directory, place });
  } catch (error) {
    held.delete(place);
    throw error;
  } finally {
    await remove(mine);
  }
  return async () => {
    // Where the disk does not let go of it, it is no lock any more as soon as this process is gone.
    await remove(lock).catch(() => undefined);
    held.delete(place);
  };
}

/**
 * Links `mine` as `file`. Whoever wants to replace a stale one must first hold `<file>.next`, which is claimed in the
 * same way: so only one at a time may judge and replace it, and a death in between leaves nothing that needs a hand.
 */
async function claim(file: string, mine: string, whose: { directory: string; place: string }): Promise<void> {
  const refuseIfHeld = async (): Promise<'absent' | 'stale'> => {
    const owner = await ownerOf(file, whose.place);
    if (typeof owner === 'object') throw new DirectoryInUseError(whose.directory, owner.pid);
    return owner;
  };
  while (!(await tryLink(mine, file))) {
    if ((await refuseIfHeld()) === 'absent') continue;
    const next = `${file}.next`;
    await claim(next, mine, whose);
    try {
      // Only now nobody else can replace it: a stale one stays as it is, an absent one is anybody's.
      if ((await refuseIfHeld()) === 'stale') {
        await rename(next, file);
        return;
      }
    } catch (error) {
      await remove(next);
      throw error;
    }
    await remove(next);
  }
}

async function tryLink(mine: string, file: string): Promise<boolean> {
  try {
    await link(mine, file);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    if (!hasCode(error, 'EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK', 'EINVAL')) throw error;
  }
  // A file system without links, such as FAT: for a moment the file is there without its content.
  try {
    await writeFile(file, await readFile(mine), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Who holds the lock; `stale` where that process is gone. */
async function ownerOf(file: string, place: string): Promise<Owner | 'absent' | 'stale'> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 'absent';
    throw explain(error, `The file ${file}`);
  }
  const owner = parseOwner(text);
  // Our own pid: from before a restart of this container, as `held` does not know of it.
  if (!owner || owner.place !== place || owner.pid === process.pid || !isAlive(owner.pid)) return 'stale';
  return owner.started === null || owner.started === startOf(owner.pid) ? owner : 'stale';
}

function parseOwner(text: string): Owner | undefined {
  try {
    return ownerSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

/** When a process started, in a form that no other process with its pid has; null where the system does not tell. */
function startOf(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    // The name in parentheses may hold anything; the 20th field behind it is the start, the first one the state.
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? null : `${boot}:${fields[19]}`;
  } catch {
    return null;
  }
}

async function remove(file: string): Promise<void> {
  try {
    await unlink(file);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
}
