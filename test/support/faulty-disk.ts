import { hasCode, nodeDisk, type Disk, type DiskFile } from '../../server/store/json/disk.ts';
import { diskError } from './memory-disk.ts';

/** What a disk is asked for; `make` opens a file for writing. */
export type DiskOperation =
  'open' | 'make' | 'read' | 'write' | 'sync' | 'truncate' | 'rename' | 'remove' | 'list' | 'syncDirectory';

/** All but what only reads. */
const changes: ReadonlySet<DiskOperation> = new Set([
  'make',
  'write',
  'sync',
  'truncate',
  'rename',
  'remove',
  'syncDirectory',
]);

/** This computer's disk, which a test makes fail or wait. */
export interface FaultyDisk extends Disk {
  /** Runs before each operation; makes it fail by throwing, or wait. */
  before: (operation: DiskOperation, path: string) => void | Promise<void>;
  /** How much of a write that fails is written all the same, from 0 to 1. */
  torn: number;
  /** Makes it work again. */
  heal(): void;
}

/** The ways in which a disk fails, each as what `before` does. */
export const diskFaults: Record<string, (operation: DiskOperation, path: string) => void> = {
  'is full': (operation) => refuse(operation === 'write', 'ENOSPC'),
  'is read-only': (operation) => refuse(changes.has(operation), 'EROFS'),
  'fails to write': (operation) => refuse(operation === 'write', 'EIO'),
  'fails to sync': (operation) => refuse(operation === 'sync' || operation === 'syncDirectory', 'EIO'),
};

function refuse(isIt: boolean, code: string): void {
  if (isIt) throw diskError(code);
}

/** True for what changes a disk. */
export function isChange(operation: DiskOperation): boolean {
  return changes.has(operation);
}

export function createFaultyDisk(): FaultyDisk {
  const fileOf = (file: DiskFile, path: string): DiskFile => ({
    size: () => file.size(),
    async read(into, position) {
      await disk.before('read', path);
      return file.read(into, position);
    },
    async write(data, position) {
      try {
        await disk.before('write', path);
      } catch (error) {
        // One that is read-only takes nothing.
        const length = hasCode(error, 'EROFS') ? 0 : Math.floor(data.length * disk.torn);
        await file.write(data.subarray(0, length), position);
        throw error;
      }
      await file.write(data, position);
    },
    async sync() {
      await disk.before('sync', path);
      await file.sync();
    },
    async writeThrough(data, position) {
      await this.write(data, position);
      await this.sync();
    },
    async truncate(length) {
      await disk.before('truncate', path);
      await file.truncate(length);
    },
    close: () => file.close(),
  });
  const disk: FaultyDisk = {
    before: () => undefined,
    torn: 0,
    heal() {
      disk.before = () => undefined;
      disk.torn = 0;
    },
    async open(path, how) {
      await disk.before(how === 'read' ? 'open' : 'make', path);
      return fileOf(await nodeDisk.open(path, how), path);
    },
    async rename(from, to) {
      await disk.before('rename', to);
      await nodeDisk.rename(from, to);
    },
    async remove(path) {
      await disk.before('remove', path);
      await nodeDisk.remove(path);
    },
    async makeDirectory(path) {
      await disk.before('make', path);
      await nodeDisk.makeDirectory(path);
    },
    async list(path) {
      await disk.before('list', path);
      return nodeDisk.list(path);
    },
    async syncDirectory(path) {
      await disk.before('syncDirectory', path);
      await nodeDisk.syncDirectory(path);
    },
  };
  return disk;
}
