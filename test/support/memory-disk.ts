import path from 'node:path';
import type { Disk, DiskFile, OpenFor } from '../../server/store/json/disk.ts';

interface Inode {
  content: Buffer;
  /** What would be left of the content if the power failed now. */
  synced: Buffer;
}

type Operation = 'open' | 'read' | 'write' | 'sync' | 'truncate' | 'rename' | 'remove' | 'list' | 'syncDirectory';

/** A disk in memory that forgets in a crash what was not synced, as the worst real one does. */
export interface MemoryDisk extends Disk {
  /** Runs before each operation; makes it fail by throwing, or wait. */
  before: (operation: Operation, path: string) => void | Promise<void>;
  /** So many bytes still fit. */
  free: number;
  /** The same disk after a power failure: only what was synced is left. */
  crashed(): MemoryDisk;
  /** A file's content, for the test to look at; undefined where there is none. */
  content(path: string): string | undefined;
  /** The same, byte by byte. */
  bytes(path: string): Buffer | undefined;
  /** Puts a file there, synced. */
  put(path: string, content: string | Buffer): void;
  /** The paths of all files. */
  readonly paths: string[];
  /** How many files are open. */
  readonly openFiles: number;
}

/** Something to wait at until it is opened. */
export function createGate(): { readonly passed: Promise<void>; open(): void } {
  let open!: () => void;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

/** A file system's error, as `node:fs` throws it. */
export function diskError(code: string): Error {
  return Object.assign(new Error(`${code}: refused by the test`), { code });
}

export function createMemoryDisk(names = new Map<string, Inode>()): MemoryDisk {
  const durableNames = new Map(names);
  let openFiles = 0;

  const find = (file: string): Inode => {
    const inode = names.get(file);
    if (!inode) throw diskError('ENOENT');
    return inode;
  };

  const openInode = (file: string, how: OpenFor): Inode => {
    if (how === 'read') return find(file);
    if (how === 'create' && names.has(file)) throw diskError('EEXIST');
    const inode = names.get(file) ?? { content: Buffer.alloc(0), synced: Buffer.alloc(0) };
    names.set(file, inode);
    return inode;
  };

  const fileOf = (inode: Inode, file: string): DiskFile => ({
    size: () => Promise.resolve(inode.content.length),

    async read(into, position) {
      await disk.before('read', file);
      return inode.content.subarray(position).copy(into);
    },

    async write(data, position) {
      await disk.before('write', file);
      const fits = Math.min(data.length, Math.max(0, disk.free + inode.content.length - position));
      const grown = Buffer.alloc(Math.max(inode.content.length, position + fits));
      inode.content.copy(grown);
      Buffer.from(data).copy(grown, position, 0, fits);
      disk.free -= grown.length - inode.content.length;
      inode.content = grown;
      if (fits < data.length) throw diskError('ENOSPC');
    },

    async sync() {
      await disk.before('sync', file);
      inode.synced = inode.content;
    },

    async writeThrough(data, position) {
      await this.write(data, position);
      await this.sync();
    },

    async truncate(length) {
      await disk.before('truncate', file);
      disk.free += inode.content.length - length;
      inode.content = Buffer.from(inode.content.subarray(0, length));
    },

    close() {
      openFiles--;
      return Promise.resolve();
    },
  });

  const disk: MemoryDisk = {
    before: () => undefined,
    free: Infinity,

    async open(file, how) {
      await disk.before('open', file);
      const opened = fileOf(openInode(file, how), file);
      openFiles++;
      return opened;
    },

    async rename(from, to) {
      await disk.before('rename', to);
      names.set(to, find(from));
      names.delete(from);
    },

    async remove(file) {
      await disk.before('remove', file);
      disk.free += find(file).content.length;
      names.delete(file);
    },

    makeDirectory: () => Promise.resolve(),

    async list(directory) {
      await disk.before('list', directory);
      return [...names.keys()].filter((file) => path.dirname(file) === directory).map((file) => path.basename(file));
    },

    async syncDirectory(directory) {
      await disk.before('syncDirectory', directory);
      for (const file of durableNames.keys()) {
        if (path.dirname(file) === directory && !names.has(file)) durableNames.delete(file);
      }
      for (const [file, inode] of names) if (path.dirname(file) === directory) durableNames.set(file, inode);
    },

    crashed() {
      const left = [...durableNames].map(([file, { synced }]) => [file, { content: synced, synced }] as const);
      return createMemoryDisk(new Map(left));
    },

    content: (file) => names.get(file)?.content.toString(),
    bytes: (file) => names.get(file)?.content,

    put(file, content) {
      const bytes = Buffer.from(content);
      const inode = { content: bytes, synced: bytes };
      names.set(file, inode);
      durableNames.set(file, inode);
    },

    get paths() {
      return [...names.keys()];
    },

    get openFiles() {
      return openFiles;
    },
  };
  return disk;
}
