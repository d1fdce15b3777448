import { existsSync } from 'node:fs';
import path from 'node:path';
import { version } from '../package.json' with { type: 'json' };
import type { ArchiveCommand, ServerConfig } from './config.ts';
import { AppError } from './core/errors.ts';
import { createLog } from './log.ts';
import { saveArchive } from './save-archive.ts';
import { StartError } from './start-error.ts';
import { JsonArchives } from './store/json/archive/json-archives.ts';
import { importArchive, undoImport } from './store/json/archive/offline.ts';
import { nodeDisk, hasCode } from './store/json/disk.ts';
import { DataDirectoryError } from './store/json/failures.ts';
import { openJsonStore } from './store/json/json-store.ts';

/** An archive was refused, or could not be written; in one line for who asked. Nothing was changed. */
export class ArchiveCommandError extends Error {
  override name = 'ArchiveCommandError';
}

/** @throws StartError where the data directory cannot be used, ArchiveCommandError */
export async function runArchiveCommand(command: ArchiveCommand, config: ServerConfig): Promise<string> {
  try {
    switch (command.kind) {
      case 'export':
        return await exportTo(command.file, config);
      case 'import':
        return await importFrom(command.file, config);
      case 'undo-import': {
        const kept = await undoImport(config.dataDirectory);
        return `The data from before the import are back. Those that were imported are in ${kept}`;
      }
    }
  } catch (error) {
    if (error instanceof DataDirectoryError) throw new StartError('data_directory', error.message, { cause: error });
    if (error instanceof AppError) throw new ArchiveCommandError(error.message, { cause: error });
    throw error;
  }
}

async function exportTo(file: string, config: ServerConfig): Promise<string> {
  const { dataDirectory: directory } = config;
  if (!existsSync(path.join(directory, 'coop.json'))) {
    throw new DataDirectoryError(`There is nothing of a server in ${directory}. Choose its directory with --data.`);
  }
  if (existsSync(file)) throw new ArchiveCommandError(`${file} is there already. Choose another name.`);
  const log = createLog('warn');
  const store = await openJsonStore(directory, { log });
  try {
    const archives = new JsonArchives({
      directory,
      disk: nodeDisk,
      log,
      now: Date.now,
      appVersion: version,
      serverName: () => config.name ?? null,
      current: store,
    });
    const bytes = await saveArchive(await archives.export(), file).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error)) throw error;
      throw new ArchiveCommandError(`${file} cannot be written: ${error.message}`, { cause: error });
    });
    return (
      `Everything is in ${file} (${megabytes(bytes)}). It holds all private messages and the passwords' hashes: ` +
      `keep it where only you can read it.`
    );
  } finally {
    await store.close();
  }
}

async function importFrom(file: string, { dataDirectory }: ServerConfig): Promise<string> {
  if (!existsSync(file)) throw new ArchiveCommandError(`There is no file ${file}.`);
  const { contents, replaced } = await importArchive(dataDirectory, file, { log: createLog('warn') }).catch(
    (error: unknown) => {
      if (hasCode(error, 'EISDIR')) throw new ArchiveCommandError(`${file} is a folder.`, { cause: error });
      throw error;
    },
  );
  const { people, chats, messages, files, created_at, host } = contents;
  const what = `${people} accounts, ${chats} chats, ${messages} messages and ${files} files as of ${created_at}`;
  const kept = replaced === null ? '' : ` What was there before is in ${replaced}; --undo-import puts it back.`;
  return `Imported ${what} into ${dataDirectory}. The host is ${host}.${kept}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MB`;
}
