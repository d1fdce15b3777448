import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { OutgoingArchive } from './core/ports/archives.ts';
import { nodeDisk } from './store/json/disk.ts';

/** Writes an archive to a file, which has its name once it is whole and on the disk. Resolves to its bytes. */
export async function saveArchive(outgoing: OutgoingArchive, file: string): Promise<number> {
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    const handle = await open(temporary, 'wx', 0o600);
    let bytes = 0;
    try {
      for await (const piece of outgoing.pieces()) {
        await handle.writeFile(piece);
        bytes += piece.length;
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
    await nodeDisk.syncDirectory(path.dirname(file));
    return bytes;
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    outgoing.close();
  }
}
