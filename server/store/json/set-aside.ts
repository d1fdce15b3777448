import path from 'node:path';
import { hasCode, type Disk, type DiskFile } from './disk.ts';

const BLOCK = 1 << 20;

/**
 * Copies a part of a file to a new one beside it, which is never used again: `<file>.<why>-<time>`. Resolves to the new
 * file's path once it is on the disk.
 * @param from first byte; the copy runs to the end of the file.
 */
export async function setAside(
  disk: Disk,
  file: string,
  source: DiskFile,
  options: { why: 'torn' | 'damaged' | 'unreadable'; from: number; now: number },
): Promise<string> {
  const { name, target } = await openNew(disk, file, options.why, options.now);
  try {
    const block = Buffer.allocUnsafe(BLOCK);
    for (let done = 0; ;) {
      const length = await source.read(block, options.from + done);
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

async function openNew(
  disk: Disk,
  file: string,
  why: string,
  now: number,
): Promise<{ name: string; target: DiskFile }> {
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
