import type { LogSize } from '../../core/ports/store.ts';
import { hasCode, type Disk, type DiskFile } from './disk.ts';
import { asUnavailable } from './failures.ts';

/** Bytes of a log's end that are looked at first. */
const FIRST_LOOK = 16 * 1024;
/** Inside a text there is a backslash before each quote. */
const written = /,"created_at":"([^"\\]{1,40})"/g;

/** What a log takes on the disk, from its size and its end; an edit of an old message behind the newest is no newer message. */
export async function measureLog(disk: Disk, path: string): Promise<LogSize> {
  try {
    const file = await disk.open(path, 'read');
    try {
      const bytes = await file.size();
      return { bytes, newestAt: await newestIn(file, bytes) };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return { bytes: 0, newestAt: null };
    throw asUnavailable(error);
  }
}

async function newestIn(file: DiskFile, size: number): Promise<string | null> {
  for (let look = FIRST_LOOK; ; look *= 16) {
    const start = Math.max(0, size - look);
    const bytes = Buffer.alloc(size - start);
    const text = bytes.subarray(0, await file.read(bytes, start)).toString('latin1');
    let newest: string | null = null;
    for (const [, at = ''] of text.matchAll(written)) if (newest === null || at > newest) newest = at;
    if (newest !== null || start === 0) return newest;
  }
}
