import { type Disk, type DiskFile } from './disk.ts';

/** The right to use an open file until `release` is called. */
export interface Lease {
  readonly file: DiskFile;
  release(): void;
}

type How = 'read' | 'update';

interface Entry {
  opening: Promise<DiskFile>;
  uses: number;
  /** False once the next use is to open the file anew. */
  current: boolean;
}

/** Keeps files open between uses, and closes those that were used longest ago when there are more than `limit`. */
export class OpenFiles {
  readonly #disk: Disk;
  readonly #limit: number;
  /** Least recently used first. */
  readonly #entries = new Map<string, Entry>();
  readonly #closing = new Set<Promise<void>>();
  /** Paths that somebody wants for himself; resolves when he is done. */
  readonly #taken = new Map<string, Promise<void>>();
  #onRelease: (() => void)[] = [];

  constructor(disk: Disk, limit: number) {
    this.#disk = disk;
    this.#limit = limit;
  }

  /** Rejects as `Disk.open` does. */
  async acquire(path: string, how: How): Promise<Lease> {
    for (let taken = this.#taken.get(path); taken; taken = this.#taken.get(path)) await taken;
    const key = keyOf(path, how);
    const entry = this.#entries.get(key) ?? { opening: this.#disk.open(path, how), uses: 0, current: true };
    entry.uses++;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    this.#shrink();
    try {
      return { file: await entry.opening, release: () => this.#release(entry) };
    } catch (error) {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
      entry.current = false;
      entry.uses--;
      this.#released();
      throw error;
    }
  }

  /** Runs `run` with the file; where anything fails, the next use opens it anew. Rejects as `Disk.open` and `run` do. */
  async use<T>(path: string, how: How, run: (file: DiskFile) => Promise<T>): Promise<T> {
    const lease = await this.acquire(path, how);
    try {
      return await run(lease.file);
    } catch (error) {
      // After a failed sync the system may take the pages for clean, and what is open may be there no more.
      this.forget(path, how);
      throw error;
    } finally {
      lease.release();
    }
  }

  /** The next use opens the file anew; uses under way keep what they have. */
  forget(path: string, how: How): void {
    const key = keyOf(path, how);
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    entry.current = false;
    if (entry.uses === 0) this.#close(entry);
  }

  /**
   * Runs `run` while nobody has the file of that path open, so that another can take its place on every system; who
   * wants it waits that long. The caller must not hold it.
   */
  async alone(path: string, run: () => Promise<void>): Promise<void> {
    const running = this.#runAlone(path, run);
    this.#taken.set(
      path,
      running.catch(() => undefined),
    );
    try {
      await running;
    } finally {
      this.#taken.delete(path);
    }
  }

  async #runAlone(path: string, run: () => Promise<void>): Promise<void> {
    for (const how of ['read', 'update'] as const) {
      while (this.#uses(path, how) > 0) await new Promise<void>((resolve) => this.#onRelease.push(resolve));
      this.forget(path, how);
    }
    await Promise.all(this.#closing);
    await run();
  }

  #uses(path: string, how: How): number {
    return this.#entries.get(keyOf(path, how))?.uses ?? 0;
  }

  /** To be called when nothing is in use any more. */
  async close(): Promise<void> {
    for (const entry of this.#entries.values()) this.#close(entry);
    this.#entries.clear();
    await Promise.all(this.#closing);
  }

  #release(entry: Entry): void {
    entry.uses--;
    if (!entry.current && entry.uses === 0) this.#close(entry);
    else this.#shrink();
    this.#released();
  }

  #released(): void {
    const waiting = this.#onRelease;
    this.#onRelease = [];
    for (const resume of waiting) resume();
  }

  #shrink(): void {
    for (const [key, entry] of this.#entries) {
      if (this.#entries.size <= this.#limit) return;
      if (entry.uses > 0) continue;
      this.#entries.delete(key);
      this.#close(entry);
    }
  }

  #close(entry: Entry): void {
    // What was written is synced by its writer, so that nothing is lost where closing fails.
    const closing: Promise<void> = entry.opening
      .then((file) => file.close())
      .catch(() => undefined)
      .finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }
}

function keyOf(path: string, how: How): string {
  return `${how} ${path}`;
}
