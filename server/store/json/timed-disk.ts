import type { Disk, DiskFile } from './disk.ts';

/** The calls that are timed. Messages are written by `write_through`: that is what their senders wait for. */
export const timedOperations = ['write_through', 'write', 'sync', 'sync_directory'] as const;
export type TimedOperation = (typeof timedOperations)[number];

/** Told of each such call when it is over, and how many seconds it took. */
export type TimedCall = (operation: TimedOperation, seconds: number, isRefused: boolean) => void;

/** The same disk; `report` learns how long its writes take. */
export function timeDisk(disk: Disk, report: TimedCall): Disk {
  const timed = async (operation: TimedOperation, run: () => Promise<void>): Promise<void> => {
    const since = performance.now();
    let isRefused = true;
    try {
      await run();
      isRefused = false;
    } finally {
      report(operation, (performance.now() - since) / 1000, isRefused);
    }
  };
  const timedFile = (file: DiskFile): DiskFile => ({
    size: () => file.size(),
    read: (into, position) => file.read(into, position),
    write: (data, position) => timed('write', () => file.write(data, position)),
    writeThrough: (data, position) => timed('write_through', () => file.writeThrough(data, position)),
    sync: () => timed('sync', () => file.sync()),
    truncate: (length) => file.truncate(length),
    close: () => file.close(),
  });
  return {
    open: async (path, how) => timedFile(await disk.open(path, how)),
    rename: (from, to) => disk.rename(from, to),
    remove: (path) => disk.remove(path),
    makeDirectory: (path) => disk.makeDirectory(path),
    list: (path) => disk.list(path),
    ...(disk.freeBytes && { freeBytes: disk.freeBytes.bind(disk) }),
    syncDirectory: (path) => timed('sync_directory', () => disk.syncDirectory(path)),
  };
}
