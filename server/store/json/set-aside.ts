import path from 'node:path';
import { hasCode, type Disk, type DiskFile } from './disk.ts';

const BLOCK = 1 << 20;

/** What is set aside, and why. */
interface Aside {
  why: 'torn' | 'damaged' | 'unreadable';
  /** First byte of the source; it runs to the end. */
  from: number;
  /** Milliseconds since 1970, for the name. */
  now: number;
}

/**
 * Copies a part of a file to a new one beside it, which is never used again: `<file>.<why>-<time>`. There is one copy of
 * each content, however often that is found. Resolves to the copy's path once it is on the disk.
 */
export async function setAside(disk: Disk, file: string, source: DiskFile, aside: Aside): Promise<string> {
  const former = await findCopy(disk, file, source, aside);
  if (former !== undefined) return former;
  const { name, target } = await openNew(disk, file, aside);
  try {
    const block = Buffer.allocUnsafe(BLOCK);
    for (let done = 0; ;) {
      const length = await source.read(block, aside.from + done);
      if (length === 0) break;
      await target.write(block.subarray(0, length), done);
      done += length;
    }
    await target.sync();
  } catch (error) {
    await disk.remove(name).catch(() => undefined);
    throw error;
  } finally {
    await target.close();
  }
  await disk.syncDirectory(path.dirname(file));
  return name;
}

async function findCopy(disk: Disk, file: string, source: DiskFile, aside: Aside): Promise<string | undefined> {
  const directory = path.dirname(file);
  const prefix = `${path.basename(file)}.${aside.why}-`;
  for (const name of await disk.list(directory)) {
    if (!name.startsWith(prefix)) continue;
    const copy = path.join(directory, name);
    const opened = await disk.open(copy, 'update');
    try {
      if (!(await isCopy(opened, source, aside.from))) continue;
      // Who made it may have died before it was on the disk.
      await opened.sync();
    } finally {
      await opened.close();
    }
    await disk.syncDirectory(directory);
    return copy;
  }
  return undefined;
}

async function isCopy(copy: DiskFile, source: DiskFile, from: number): Promise<boolean> {
  const size = (await source.size()) - from;
  if ((await copy.size()) !== size) return false;
  const [mine, theirs] = [Buffer.allocUnsafe(BLOCK), Buffer.allocUnsafe(BLOCK)];
  for (let done = 0; done < size;) {
    const length = await copy.read(mine, done);
    if (length === 0 || (await source.read(theirs, from + done)) !== length) return false;
    if (mine.compare(theirs, 0, length, 0, length) !== 0) return false;
    done += length;
  }
  return true;
}

async function openNew(disk: Disk, file: string, { why, now }: Aside): Promise<{ name: string; target: DiskFile }> {
  const time = new Date(now).toISOString().replaceAll(/[-:]/g, '');
  for (let attempt = 1; ; attempt++) {
    const name = `${file}.${why}-${time}${attempt === 1 ? '' : `-${attempt}`}`;
    try {
      return { name, target: await disk.open(name, 'create') };
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
  }
}
