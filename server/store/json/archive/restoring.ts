import { rm } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { hasCode, type Disk } from '../disk.ts';
import { DataDirectoryError, explain } from '../failures.ts';
import { writeWhole } from '../write-whole.ts';

/** What is to be done; while this file is there, it is not done. */
const JOURNAL = 'restore.json';
/** Folders in which an archive is looked at start with it. */
const STAGING = 'restoring-';
/** Folders with what was there before start with it. */
const REPLACED = 'replaced-';
/** Where archives are kept that are made by themselves, unless told otherwise. */
export const BACKUPS = 'backups';

const name = z
  .string()
  .regex(/^[^/\\]+$/)
  .refine((value) => value !== '.' && value !== '..');
const journalSchema = z.object({
  schema_version: z.literal(1),
  /** The folder with the new data, below the data directory. */
  from: z.string().regex(/^(restoring-[\w-]+\/data|replaced-[\w-]+)$/),
  /** The folder for the old data. */
  to: z.string().regex(/^replaced-[\w-]+$/),
  /** Names of what is old, and of what is new. */
  out: z.array(name),
  in: z.array(name),
});
type Journal = z.infer<typeof journalSchema>;

export const stagingName = (id: string): string => `${STAGING}${id}`;

/** What belongs to the data, rather than to how they are kept. */
function isData(entry: string): boolean {
  return (
    !/^(lock(\.|$)|restore\.json|restoring-|replaced-)/.test(entry) && entry !== BACKUPS && !entry.endsWith('.tmp')
  );
}

/**
 * Says that the data in `from` are to take the place of those that are there: with the next start, whatever happens until
 * then. They must be on the disk. Resolves to the folder in which the old ones will be.
 */
export async function planRestore(disk: Disk, directory: string, from: string, now: number): Promise<string> {
  const names = await disk.list(directory);
  const time = new Date(now).toISOString().replaceAll(/[-:]/g, '').replace(/\.\d+/, '');
  let to = `${REPLACED}${time}`;
  for (let more = 2; names.includes(to); more++) to = `${REPLACED}${time}-${more}`;
  await disk.makeDirectory(path.join(directory, to));
  await disk.syncDirectory(directory);
  const journal: Journal = {
    schema_version: 1,
    from,
    to,
    out: names.filter(isData),
    in: (await disk.list(path.join(directory, from))).filter(isData),
  };
  const bytes = Buffer.from(`${JSON.stringify(journal, null, 2)}\n`);
  await writeWhole(disk, path.join(directory, JOURNAL), (file) => file.write(bytes, 0));
  return to;
}

/**
 * Does what `planRestore` has said, or what a crash has left of it, and removes what nothing was planned for. To be called
 * by who holds the data directory, before anything in it is opened. Resolves to the folder with the old data, if this was
 * done now.
 * @throws DataDirectoryError
 */
export async function finishRestore(disk: Disk, directory: string): Promise<string | undefined> {
  try {
    const journal = await readJournal(disk, path.join(directory, JOURNAL));
    if (journal) {
      await exchange(disk, directory, journal);
      await disk.remove(path.join(directory, JOURNAL));
      await disk.syncDirectory(directory);
      await removeFolder(path.join(directory, journal.from));
    }
    for (const entry of await disk.list(directory)) {
      if (entry.startsWith(STAGING)) await removeFolder(path.join(directory, entry));
    }
    return journal?.to;
  } catch (error) {
    throw explain(error, `The restored data in ${directory}`);
  }
}

/** The newest folder with data that were replaced; undefined where none were. */
export async function newestReplaced(disk: Disk, directory: string): Promise<string | undefined> {
  const names = (await disk.list(directory)).filter((entry) => /^replaced-[\w-]+$/.test(entry)).toSorted();
  for (const entry of names.toReversed()) {
    if ((await disk.list(path.join(directory, entry))).includes('coop.json')) return entry;
  }
  return undefined;
}

/**
 * Everything old has gone before anything new comes. So whatever is not in its new place yet tells how far it is, and each
 * step may be taken again.
 */
async function exchange(disk: Disk, directory: string, { from, to, out, in: into }: Journal): Promise<void> {
  const [old, fresh] = [path.join(directory, to), path.join(directory, from)];
  const gone = new Set(await disk.list(old));
  await move(disk, { from: directory, to: old }, (entry) => out.includes(entry) && !gone.has(entry));
  await move(disk, { from: fresh, to: directory }, (entry) => into.includes(entry));
}

async function move(disk: Disk, way: { from: string; to: string }, isIt: (entry: string) => boolean): Promise<void> {
  for (const entry of (await disk.list(way.from)).filter(isIt)) {
    await disk.rename(path.join(way.from, entry), path.join(way.to, entry));
  }
  await disk.syncDirectory(way.to);
  await disk.syncDirectory(way.from);
}

async function readJournal(disk: Disk, file: string): Promise<Journal | undefined> {
  const opened = await disk.open(file, 'read').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  });
  if (!opened) return undefined;
  try {
    const bytes = Buffer.alloc(await opened.size());
    await opened.read(bytes, 0);
    return journalSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    if (hasCode(error, 'EIO', 'EACCES')) throw error;
    throw new DataDirectoryError(
      `${file} cannot be read, so that it is not known which data are to be restored. Nothing was changed. ` +
        `Remove it to go on with those that are there.`,
      { cause: error },
    );
  } finally {
    await opened.close();
  }
}

async function removeFolder(folder: string): Promise<void> {
  // What cannot be removed now is at the next start; nobody looks into it.
  await rm(path.basename(folder) === 'data' ? path.dirname(folder) : folder, { recursive: true, force: true }).catch(
    () => undefined,
  );
}
