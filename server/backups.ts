import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Archives } from './core/ports/archives.ts';
import type { Clock } from './core/ports/clock.ts';
import type { Log } from './core/ports/log.ts';
import { saveArchive } from './save-archive.ts';

/** So many are kept. */
const KEPT = 7;
const HOUR = 60 * 60 * 1000;
/** One that failed is tried again after so long, or sooner where they are made more often. */
const AGAIN_AFTER = HOUR;

const backupName = /^gemini-coop-(\d{4}-\d{2}-\d{2})T(\d{2})(\d{2})(\d{2})Z\.zip$/;
const leftover = /^gemini-coop-.*\.zip\.[0-9a-f-]{36}\.tmp$/;

export interface BackupsConfig {
  /** Hours from one to the next. */
  hours: number;
  /** Absolute; made where it is missing. */
  directory: string;
}

interface BackupsParts extends BackupsConfig {
  archives: Archives;
  clock: Clock;
  log: Log;
}

/** Archives that are made by themselves, also over restarts; the newest seven are kept. */
export class Backups {
  readonly #parts: BackupsParts;
  #cancel: (() => void) | undefined;
  #running: Promise<void> | undefined;
  #isClosed = false;

  constructor(parts: BackupsParts) {
    this.#parts = parts;
  }

  /** Begins with the first when the newest is old enough, which may be at once. */
  start(): void {
    this.#next(0);
  }

  /** None begins any more; waits for the one that is being made, which ends with the archives. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancel?.();
    await this.#running;
  }

  #next(wait: number): void {
    if (this.#isClosed) return;
    this.#cancel = this.#parts.clock.after(wait, () => {
      this.#running = this.#run();
    });
  }

  async #run(): Promise<void> {
    const { hours, log } = this.#parts;
    try {
      this.#next(await this.#runWhereDue());
    } catch (error) {
      if (this.#isClosed) return;
      log.error({ err: error, directory: this.#parts.directory }, 'no backup could be made');
      this.#next(Math.min(hours * HOUR, AGAIN_AFTER));
    }
  }

  /** Resolves to how many milliseconds there are until the next. */
  async #runWhereDue(): Promise<number> {
    const { archives, clock, directory, hours, log } = this.#parts;
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const names = await readdir(directory);
    for (const name of names.filter((one) => leftover.test(one))) await rm(path.join(directory, name));
    const newest = Math.max(...names.map(timeOf).filter((time) => time <= clock.now()));
    const left = newest + hours * HOUR - clock.now();
    if (left > 0) return left;
    const outgoing = await archives.export();
    const file = path.join(directory, `gemini-coop-${outgoing.createdAt.slice(0, 19).replaceAll(':', '')}Z.zip`);
    const bytes = await saveArchive(outgoing, file);
    log.info({ file, bytes }, 'a backup was made');
    const all = [...new Set([...names, path.basename(file)])].filter((name) => backupName.test(name)).toSorted();
    for (const name of all.slice(0, -KEPT)) await rm(path.join(directory, name));
    return hours * HOUR;
  }
}

/** When a backup was made, in milliseconds since 1970; of any other file, before all time. */
function timeOf(name: string): number {
  const [, day, ...time] = backupName.exec(name) ?? [];
  return day === undefined ? -Infinity : Date.parse(`${day}T${time.join(':')}Z`);
}
