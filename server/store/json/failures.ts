import { AppError } from '../../core/errors.ts';
import { hasCode } from './disk.ts';

/** The data directory cannot be used. The message says which one, why, and what helps. */
export class DataDirectoryError extends Error {
  override name = 'DataDirectoryError';
}

/** Another process, or this one, has the data directory open. */
export class DirectoryInUseError extends DataDirectoryError {
  override name = 'DirectoryInUseError';
  readonly directory: string;
  readonly pid: number;

  constructor(directory: string, pid: number) {
    super(
      `The data directory ${directory} is in use by process ${pid}. Stop that one first, or choose another directory.`,
    );
    this.directory = directory;
    this.pid = pid;
  }
}

/**
 * A file system's refusal as a DataDirectoryError; anything else stays what it is.
 * @param place what cannot be used, at the start of a sentence, with its path.
 */
export function explain(error: unknown, place: string): unknown {
  if (error instanceof DataDirectoryError || !(error instanceof Error) || !('code' in error)) return error;
  return new DataDirectoryError(`${place} cannot be used: ${reasonOf(error)}`, { cause: error });
}

function reasonOf(error: Error): string {
  if (hasCode(error, 'ENOENT')) return 'the folder that it should be in does not exist.';
  if (hasCode(error, 'ENOTDIR')) return 'that is a file, or lies in one, not a folder.';
  if (hasCode(error, 'EISDIR')) return 'that is a folder, not a file. Move it away, or put back a backup.';
  if (hasCode(error, 'EACCES', 'EPERM')) return 'this user may not write there.';
  if (hasCode(error, 'EROFS')) return 'its disk is read-only.';
  if (hasCode(error, 'ENOSPC', 'EDQUOT')) return 'its disk is full.';
  return `the system says "${error.message}".`;
}

/** A file system's refusal as callers see it; bugs stay what they are. */
export function asUnavailable(error: unknown): unknown {
  const fromSystem = error instanceof Error && !(error instanceof AppError) && 'code' in error;
  return fromSystem ? new AppError('storage_unavailable', undefined, { cause: error }) : error;
}
