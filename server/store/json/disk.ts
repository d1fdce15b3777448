import { constants, write } from 'node:fs';
import { mkdir, open, readdir, rename, statfs, unlink, type FileHandle } from 'node:fs/promises';

/** `read`: must exist. `update`: read and write, made where missing. `create`: write, must not exist yet. */
export type OpenFor = 'read' | 'update' | 'create';

/** An open file. Positions and lengths are bytes. */
export interface DiskFile {
  size(): Promise<number>;
  /** Fills `into` from `position` on; returns how many bytes there were, fewer than asked only at the end of the file. */
  read(into: Uint8Array, position: number): Promise<number>;
  /** Writes all of `data`, or rejects, with any part of it written. */
  write(data: Uint8Array, position: number): Promise<void>;
  /** Puts the content (and the size) on the disk. */
  sync(): Promise<void>;
  /** `write` and `sync` in one, for files that were opened for `update`. */
  writeThrough(data: Uint8Array, position: number): Promise<void>;
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

/** All that the store asks of a file system; rejects as `node:fs/promises` does. Tests put a failing one in its place. */
export interface Disk {
  /** Files that are made are readable by their owner only. */
  open(path: string, how: OpenFor): Promise<DiskFile>;
  /** Replaces `to`. */
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Makes one directory, for its owner only; nothing happens where it exists. Its parent must exist. */
  makeDirectory(path: string): Promise<void>;
  /** The names in a directory. */
  list(path: string): Promise<string[]>;
  /** Puts the names in a directory on the disk. */
  syncDirectory(path: string): Promise<void>;
  /** Bytes that still fit there; not every disk can tell. */
  freeBytes?(path: string): Promise<number>;
}

/** Linux can make a write return when it is on the disk: one call, and one trip to another thread, instead of two. */
const WRITE_THROUGH = process.platform === 'linux' ? constants.O_DSYNC : 0;

const flags = {
  read: constants.O_RDONLY,
  update: constants.O_RDWR | constants.O_CREAT | WRITE_THROUGH,
  create: constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL,
};

class NodeFile implements DiskFile {
  readonly #handle: FileHandle;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  async size(): Promise<number> {
    return (await this.#handle.stat()).size;
  }

  async read(into: Uint8Array, position: number): Promise<number> {
    let done = 0;
    while (done < into.length) {
      const { bytesRead } = await this.#handle.read(into, done, into.length - done, position + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return done;
  }

  async write(data: Uint8Array, position: number): Promise<void> {
    let done = 0;
    while (done < data.length) done += await this.#writeSome(data, done, position);
  }

  async writeThrough(data: Uint8Array, position: number): Promise<void> {
    await this.write(data, position);
    if (WRITE_THROUGH === 0) await this.sync();
  }

  sync(): Promise<void> {
    return this.#handle.datasync();
  }

  truncate(length: number): Promise<void> {
    return this.#handle.truncate(length);
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  /** Takes half of the processor time of the handle's own `write`. */
  #writeSome(data: Uint8Array, done: number, position: number): Promise<number> {
    return new Promise((resolve, reject) => {
      write(this.#handle.fd, data, done, data.length - done, position + done, (error, written) => {
        if (error) reject(error);
        else resolve(written);
      });
    });
  }
}

/** The file system of this computer. */
export const nodeDisk: Disk = {
  open: async (path, how) => new NodeFile(await open(path, flags[how], 0o600)),
  rename,

  remove: unlink,
  list: (path) => readdir(path),

  async makeDirectory(path) {
    try {
      await mkdir(path, 0o700);
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
  },

  async freeBytes(path) {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  },

  async syncDirectory(path) {
    // Windows cannot sync a directory; its file systems journal names.
    if (process.platform === 'win32') return;
    const handle = await open(path, constants.O_RDONLY);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
};

/** True for a file system's error with one of these codes, such as `ENOENT`. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
