import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../core/errors.ts';
import type { Log } from '../../../core/ports/log.ts';
import type { ArchiveContents } from '../../../protocol/archive.ts';
import { hasCode, nodeDisk, type Disk } from '../disk.ts';
import { documentForm } from '../document-form.ts';
import type { DocumentData } from '../document-schema.ts';
import { DataDirectoryError, explain } from '../failures.ts';
import { lockDirectory } from '../lock.ts';
import { checkData } from './check-data.ts';
import { freeBytes } from './incoming.ts';
import { PEOPLE } from './manifest.ts';
import { prepareData } from './prepare-data.ts';
import { finishRestore, newestReplaced, planRestore, stagingName } from './restoring.ts';
import { unpack } from './unpack.ts';

interface OfflineOptions {
  log: Log;
  disk?: Disk;
  now?: () => number;
}

/** What was put in place, and the folder with what was there before; null where nothing was. */
export interface Imported {
  contents: ArchiveContents;
  replaced: string | null;
}

/**
 * Puts what is in an archive in the place of everything in a data directory that nobody uses; made where it is missing.
 * @throws AppError `archive_invalid`, `no_room`; DataDirectoryError, DirectoryInUseError
 */
export function importArchive(
  directory: string,
  file: string,
  { log, disk = nodeDisk, now = Date.now }: OfflineOptions,
): Promise<Imported> {
  return holding(directory, disk, async () => {
    const staging = path.join(directory, stagingName(randomUUID()));
    const data = path.join(staging, 'data');
    try {
      await disk.makeDirectory(staging);
      await disk.makeDirectory(data);
      const limits = { bytesMax: await freeBytes(directory), checkpoint: () => undefined };
      const manifest = await unpack(disk, file, data, limits);
      const document = await readDocument(disk, path.join(directory, PEOPLE));
      const checked = await checkData(disk, data, manifest, document?.settings.server_id ?? null);
      const former = document && { directory, document };
      await prepareData(disk, data, checked, { former, by: null, now: now(), log });
      await disk.syncDirectory(staging);
      const replaced = await planRestore(disk, directory, `${path.basename(staging)}/data`, now());
      await finishRestore(disk, directory);
      const isEmpty = (await disk.list(path.join(directory, replaced))).length === 0;
      if (isEmpty) await rm(path.join(directory, replaced), { recursive: true, force: true });
      return { contents: checked.contents, replaced: isEmpty ? null : path.join(directory, replaced) };
    } catch (error) {
      // What is planned is done at the next start.
      if (!(await isPlanned(disk, directory))) await rm(staging, { recursive: true, force: true });
      throw error;
    }
  });
}

/**
 * Puts back what the newest import has replaced; what takes its place now is kept in the same way, in the folder that
 * this resolves to.
 * @throws DataDirectoryError, DirectoryInUseError
 */
export function undoImport(
  directory: string,
  { disk = nodeDisk, now = Date.now }: Omit<OfflineOptions, 'log'> = {},
): Promise<string> {
  return holding(directory, disk, async () => {
    const from = await newestReplaced(disk, directory);
    if (from === undefined) throw new DataDirectoryError(`Nothing in ${directory} was replaced by an import.`);
    const to = await planRestore(disk, directory, from, now());
    await finishRestore(disk, directory);
    return path.join(directory, to);
  });
}

async function holding<T>(directory: string, disk: Disk, run: () => Promise<T>): Promise<T> {
  try {
    await disk.makeDirectory(directory);
    const unlock = await lockDirectory(directory);
    try {
      await finishRestore(disk, directory);
      return await run();
    } finally {
      await unlock();
    }
  } catch (error) {
    throw error instanceof AppError ? error : explain(error, `The data directory ${directory}`);
  }
}

/** Undefined where there is none, or none that can be read: the archive may be there to mend just that. */
async function readDocument(disk: Disk, file: string): Promise<DocumentData | undefined> {
  const opened = await disk.open(file, 'read').catch((error: unknown) => {
    if (!hasCode(error, 'ENOENT')) throw error;
    return undefined;
  });
  if (!opened) return undefined;
  try {
    const bytes = Buffer.alloc(await opened.size());
    await opened.read(bytes, 0);
    const read = documentForm.read(JSON.parse(bytes.toString('utf8')));
    return 'data' in read ? read.data : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  } finally {
    await opened.close();
  }
}

async function isPlanned(disk: Disk, directory: string): Promise<boolean> {
  return (await disk.list(directory)).includes('restore.json');
}
