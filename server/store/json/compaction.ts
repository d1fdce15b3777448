import { compactLog } from './compact-log.ts';
import type { LogSurroundings, OpenLog } from './open-log.ts';
import { setAside } from './set-aside.ts';
import type { WriteQueue } from './write-queue.ts';

/** A log with less superseded bytes than this is left alone. */
const COMPACT_FROM = 1 << 20;

/** When one log is rewritten without its superseded and damaged lines, and what that takes. */
export class Compaction {
  readonly #path: string;
  readonly #around: LogSurroundings;
  readonly #queue: Pick<WriteQueue<never>, 'exclusively'>;
  #running: Promise<void> | undefined;
  #hasDamage = false;
  /** None before this many superseded bytes: it would fail again, or was not worth it. */
  #from = COMPACT_FROM;
  #stopped = false;

  constructor(path: string, around: LogSurroundings, queue: Pick<WriteQueue<never>, 'exclusively'>) {
    this.#path = path;
    this.#around = around;
    this.#queue = queue;
  }

  /** Settles with the one that runs, never rejects; undefined where none does. */
  get running(): Promise<void> | undefined {
    return this.#running;
  }

  /** The log has lines that nobody can read: it is worth it, whatever its size. */
  require(): void {
    this.#hasDamage = true;
  }

  /** No more of them; one that runs ends early, with the log as it was. */
  stop(): void {
    this.#stopped = true;
  }

  startWhereWorthIt(opened: OpenLog): void {
    const { index, tail } = opened;
    const superseded = tail.end - index.liveBytes;
    const worthIt = superseded > this.#from && superseded > index.liveBytes;
    if (this.#running || this.#stopped || this.#around.rewriting.isHeld || (!worthIt && !this.#hasDamage)) return;
    this.#running = this.#compact(opened)
      .catch((error: unknown) => {
        this.#from = superseded + COMPACT_FROM;
        if (!this.#stopped) this.#around.log.warn({ err: error, file: this.#path }, 'a message log was not compacted');
      })
      .finally(() => {
        this.#running = undefined;
      });
  }

  async #compact({ index, tail }: OpenLog): Promise<void> {
    const { disk, files, now, log } = this.#around;
    const hasDamage = this.#hasDamage;
    // So that a failure here is not repeated with each message.
    this.#hasDamage = false;
    const lease = await files.acquire(this.#path, 'read');
    let release = (): void => {
      release = () => undefined;
      lease.release();
    };
    try {
      if (hasDamage) {
        const copy = await setAside(disk, this.#path, lease.file, { why: 'damaged', from: 0, now: now() });
        log.warn({ file: this.#path, copy }, 'the damaged message log was set aside');
      }
      let compaction = Promise.resolve();
      // Starts between two writes, where index and file agree.
      await this.#queue.exclusively(() => {
        compaction = compactLog(
          disk,
          {
            path: this.#path,
            index,
            end: () => tail.end,
            checkpoint: () => {
              if (this.#stopped) throw new Error('closing');
            },
            exclusively: (run) => this.#queue.exclusively(run),
            alone: (swap) => {
              release();
              return files.alone(this.#path, swap);
            },
            replaced: (end) => {
              tail.replaced(end);
              this.#from = COMPACT_FROM;
            },
          },
          lease.file,
        );
        return Promise.resolve();
      });
      await compaction;
    } finally {
      release();
    }
  }
}
