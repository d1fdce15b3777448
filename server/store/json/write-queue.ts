/** At most this many calls go out in one write. */
const BATCH = 1024;

/**
 * What is to be written, in the order of the calls: whatever came while one batch was written goes out in the next.
 * There is no timer; a batch grows by itself where the disk is slow.
 */
export class WriteQueue<Call> {
  readonly #commit: (calls: readonly Call[]) => Promise<number>;
  #calls: Call[] = [];
  #exclusive: (() => Promise<void>)[] = [];
  #running: Promise<void> | undefined;

  /** @param commit writes a batch; resolves to how many calls it dealt with, the others come again. Never rejects. */
  constructor(commit: (calls: readonly Call[]) => Promise<number>) {
    this.#commit = commit;
  }

  push(call: Call): void {
    this.#calls.push(call);
    this.#running ??= this.#run();
  }

  /** Runs `run` between two batches. */
  exclusively(run: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#exclusive.push(() => run().then(resolve, reject));
      this.#running ??= this.#run();
    });
  }

  /** Settles when nothing is left to do; undefined where nothing is. */
  get running(): Promise<void> | undefined {
    return this.#running;
  }

  async #run(): Promise<void> {
    // What came in one turn of the event loop goes out together: calls that came in one packet reach this queue apart.
    await new Promise((resolve) => void setImmediate(resolve));
    for (;;) {
      const next = this.#exclusive.shift();
      if (next) {
        await next();
      } else if (this.#calls.length > 0) {
        const batch = this.#calls.splice(0, BATCH);
        const done = await this.#commit(batch);
        if (done < batch.length) this.#calls.unshift(...batch.slice(done));
      } else {
        break;
      }
    }
    this.#running = undefined;
  }
}
