import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { type Disk, type DiskFile } from './disk.ts';

const leftover = /\.[0-9a-f-]{36}\.tmp$/;

/**
 * Replaces (or makes) a file as a whole: a reader, and a crash at any moment, finds the old content or the new. Resolves
 * once the new one is on the disk.
 * @param fill writes the content into an empty file.
 */
export async function writeWhole(
  disk: Disk,
  file: string,
  fill: (temporary: DiskFile) => Promise<void>,
): Promise<void> {
  await withTemporary(disk, file, async (temporary, name) => {
    await fill(temporary);
    await temporary.sync();
    await disk.rename(name, file);
  });
  await disk.syncDirectory(path.dirname(file));
}

/** Makes a file beside `file` under a name of its own; it is removed where `use` fails to rename it. */
export async function withTemporary(
  disk: Disk,
  file: string,
  use: (temporary: DiskFile, name: string) => Promise<void>,
): Promise<void> {
  const name = `${file}.${randomUUID()}.tmp`;
  const temporary = await disk.open(name, 'create');
  try {
    await use(temporary, name);
  } catch (error) {
    await disk.remove(name).catch(() => undefined);
    throw error;
  } finally {
    await temporary.close();
  }
}

/** Removes what a crash in the middle of `writeWhole` left in a directory. */
export async function removeLeftovers(disk: Disk, directory: string): Promise<void> {
  const names = await disk.list(directory);
  await Promise.all(names.filter((name) => leftover.test(name)).map((name) => disk.remove(path.join(directory, name))));
}
