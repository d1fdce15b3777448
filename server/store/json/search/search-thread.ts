import { Worker } from 'node:worker_threads';
import type { Query } from './chat-texts.js';
import type { Found, Request } from './search-worker.js';

/** Megabytes of heap that the thread may have; what it knows of the messages lies outside of it. */
const HEAP_MAX = 256;

interface Answer {
  call: number;
  result: unknown;
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** The thread that knows the texts of messages. Where it fails, all calls reject, and another has to be started. */
export class SearchThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #lastCall = 0;
  #failure: Error | undefined;

  /** @param sizeMax bytes of memory that one chat may take in it. */
  constructor(sizeMax: number) {
    this.#worker = new Worker(new URL('./search-worker.js', import.meta.url), {
      workerData: { sizeMax },
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MAX },
      // What this process was started with, such as loaders of its sources, is of no use to it.
      execArgv: [],
      env: {},
    });
    this.#worker.on('message', ({ call, result }: Answer) => {
      this.#waiting.get(call)?.resolve(result);
      this.#waiting.delete(call);
      // Nobody waits for it who does not wait for an answer.
      if (this.#waiting.size === 0) this.#worker.unref();
    });
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('messageerror', (error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('the search thread has ended')));
  }

  /** Gives it more of a chat's log, from the start of the log where `isFresh`; the bytes are gone from here. Resolves to what the chat takes of its memory. */
  take(chatId: number, isFresh: boolean, bytes: Uint8Array<ArrayBuffer>): Promise<number> {
    return this.#ask({ type: 'take', chatId, isFresh, bytes }, [bytes.buffer]) as Promise<number>;
  }

  /** The newest `query.limit` messages that are wanted. @param chatIds those with the newest messages first. */
  find(chatIds: number[], query: Query): Promise<Found[]> {
    return this.#ask({ type: 'find', chatIds, query }) as Promise<Found[]>;
  }

  async forget(chatId: number): Promise<void> {
    await this.#ask({ type: 'forget', chatId });
  }

  /** Ends it; what is under way rejects. */
  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #ask(request: Request, transfer: ArrayBuffer[] = []): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure);
      const call = ++this.#lastCall;
      this.#waiting.set(call, { resolve, reject });
      this.#worker.ref();
      this.#worker.postMessage({ call, request }, transfer);
    });
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const waiting of this.#waiting.values()) waiting.reject(this.#failure);
    this.#waiting.clear();
    void this.#worker.terminate();
  }
}
