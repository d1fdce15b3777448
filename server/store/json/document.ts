import { Low, type Adapter } from 'lowdb';
import { AppError } from '../../core/errors.ts';
import type { Log } from '../../core/ports/log.ts';
import type { DocumentData } from './document-schema.ts';
import { asUnavailable } from './failures.ts';

/** Makes the document's next state, or throws to leave it as it is. Must not change the one it is given. */
export type Change<T, Data = DocumentData> = (data: Data) => { data: Data; result: T };

interface Waiting<Data> {
  /** Applies the change; returns the next state and what to tell the caller once that is durable. */
  apply(data: Data): { data: Data; settle: () => void };
  reject(error: unknown): void;
}

export interface DocumentOptions<Data> {
  /** The file's name, for the log. */
  name: string;
  /** What there is where there is no file yet. */
  empty: Data;
  log: Log;
  /** Least milliseconds from the start of one write to the start of the next. */
  pace: number;
  /** Mends what was read before it is used. */
  prepared?: (data: Data) => Data;
  /** Something could be written, or could not. */
  written?: (isSaved: boolean) => void;
}

/**
 * The one owner of a JSON file that is replaced as a whole. Changes wait for the write under way and leave together in the next; what a write
 * refuses is as if it had never been asked for.
 */
export class Document<Data = DocumentData> {
  readonly #db: Low<Data>;
  readonly #name: string;
  readonly #log: Log;
  readonly #written: (isSaved: boolean) => void;
  #pace: number;
  #durable: Data;
  #waiting: Waiting<Data>[] = [];
  #running: Promise<void> | undefined;
  #lastStart = -Infinity;
  #wake: (() => void) | undefined;
  #closed = false;
  /** True while the file may hold what callers were told is not saved. */
  #uncertain = false;

  private constructor(db: Low<Data>, { name, log, pace, prepared, written }: DocumentOptions<Data>) {
    this.#db = db;
    this.#name = name;
    this.#log = log;
    this.#written = written ?? (() => undefined);
    this.#pace = pace;
    this.#durable = prepared ? prepared(db.data) : db.data;
  }

  /** @throws DataDirectoryError where the file does not parse or comes from a newer version. */
  static async open<Data>(file: Adapter<Data>, options: DocumentOptions<Data>): Promise<Document<Data>> {
    const db = new Low<Data>(file, options.empty);
    await db.read();
    return new Document(db, options);
  }

  /** What is on the disk. */
  get data(): Data {
    return this.#durable;
  }

  /** Resolves to the change's result once it is on the disk; rejects with what it threw, or `storage_unavailable`. */
  update<T>(change: Change<T, Data>): Promise<T> {
    if (this.#closed) return Promise.reject(new AppError('not_ready'));
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        apply(data) {
          try {
            const next = change(data);
            return { data: next.data, settle: () => resolve(next.result) };
          } catch (error) {
            return { data, settle: () => reject(error) };
          }
        },
        reject,
      });
      this.#running ??= this.#run();
    });
  }

  /** From now on no write waits for its time. */
  hurry(): void {
    this.#pace = 0;
    this.#wake?.();
  }

  /** Waits for what was asked for before. */
  async close(): Promise<void> {
    this.#closed = true;
    this.hurry();
    await this.#running;
    if (this.#uncertain) await this.#write(this.#durable).catch(() => undefined);
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#turn();
      const batch = this.#waiting;
      this.#waiting = [];
      await this.#commit(batch);
    }
    this.#running = undefined;
  }

  async #commit(batch: Waiting<Data>[]): Promise<void> {
    let next = this.#durable;
    const settlements: (() => void)[] = [];
    for (const waiting of batch) {
      const applied = waiting.apply(next);
      next = applied.data;
      settlements.push(applied.settle);
    }
    try {
      if (next !== this.#durable) await this.#write(next);
    } catch (error) {
      this.#written(false);
      this.#log.error({ err: error }, `${this.#name} could not be written; its changes were refused`);
      // Also those that failed on their own: they may have failed on a neighbour that is refused now.
      for (const waiting of batch) waiting.reject(asUnavailable(error));
      return;
    }
    this.#durable = next;
    for (const settle of settlements) settle();
  }

  async #write(data: Data): Promise<void> {
    this.#lastStart = performance.now();
    this.#uncertain = true;
    this.#db.data = data;
    await this.#db.write();
    this.#written(true);
    this.#uncertain = false;
  }

  /** Resolves when the next write may start; without a wait where the last one is long ago. */
  async #turn(): Promise<void> {
    const wait = this.#lastStart + this.#pace - performance.now();
    if (wait <= 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, wait);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }
}
