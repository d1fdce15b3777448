import { AppError } from '../../core/errors.ts';

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

/** A file system's refusal as callers see it; bugs stay what they are. */
export function asUnavailable(error: unknown): unknown {
  const fromSystem = error instanceof Error && !(error instanceof AppError) && 'code' in error;
  return fromSystem ? new AppError('storage_unavailable', undefined, { cause: error }) : error;
}
