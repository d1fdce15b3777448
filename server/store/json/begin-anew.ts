import type { Log } from '../../core/ports/log.ts';
import type { Disk } from './disk.ts';
import { DataDirectoryError } from './failures.ts';

/** A file that the server can do without. */
interface Dispensable {
  disk: Disk;
  path: string;
  log: Log;
  /** Its name, and what is lost with it, for the log. */
  name: string;
  lost: string;
}

/**
 * Makes room for a new one where a file cannot be understood; what it holds was set aside by then.
 * @param error why it could not be opened; thrown again where it is not that
 */
export async function beginAnew(error: unknown, { disk, path, log, name, lost }: Dispensable): Promise<void> {
  // What the system refuses to read is not damaged.
  if (!(error instanceof DataDirectoryError) || error.cause !== undefined) throw error;
  log.warn({ err: error }, `${name} begins anew: ${lost}`);
  await disk.remove(path);
}
