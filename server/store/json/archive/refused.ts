import { AppError } from '../../../core/errors.ts';

/** An archive that cannot be restored, and why: a sentence that names the entry. */
export function refused(why: string, cause?: unknown): AppError {
  return new AppError('archive_invalid', `${why} Nothing was changed.`, { cause });
}

/** The name of an entry, however it came, for a sentence. */
export function shownPath(path: string): string {
  const clean = path.replaceAll(/[^\x20-\x7e]/g, '?');
  return `"${clean.length > 100 ? `${clean.slice(0, 100)}...` : clean}"`;
}
