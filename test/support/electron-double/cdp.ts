import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { Protocol } from '../../../node_modules/playwright-core/types/protocol.d.ts';

export type { Protocol };
export type Commands = Protocol.CommandParameters;
export type Results = Protocol.CommandReturnValues;
export type Events = Protocol.Events;

interface Incoming {
  id?: number;
  sessionId?: string;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { message: string };
}

interface Waiting {
  method: string;
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

/** The Chrome DevTools Protocol, as JSON texts ended by a zero byte on a pair of pipes. */
export class Connection {
  readonly #input: Writable;
  readonly #waiting = new Map<number, Waiting>();
  readonly #sessions = new Map<string, Session>();
  #lastId = 0;
  #isOpen = true;

  constructor(input: Writable, output: Readable) {
    this.#input = input;
    let rest = '';
    output.setEncoding('utf8').on('data', (text: string) => {
      const texts = (rest + text).split('\0');
      rest = texts.pop()!;
      for (const one of texts) this.#receive(JSON.parse(one) as Incoming);
    });
    output.once('close', () => this.#end());
    // What was written too late is told to its caller by `#end`.
    input.on('error', () => this.#end());
  }

  /** The session of a target; without an id the browser's own. */
  session(id = ''): Session {
    const known = this.#sessions.get(id);
    if (known) return known;
    const session = new Session((method, params) => this.#send(id, method, params));
    this.#sessions.set(id, session);
    return session;
  }

  #send(sessionId: string, method: string, params: object): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (!this.#isOpen) throw new Gone(method);
      this.#lastId += 1;
      this.#waiting.set(this.#lastId, { method, resolve, reject });
      const message = { id: this.#lastId, method, params, ...(sessionId && { sessionId }) };
      this.#input.write(`${JSON.stringify(message)}\0`);
    });
  }

  #receive({ id, sessionId = '', method, params, result, error }: Incoming): void {
    if (id === undefined) {
      this.#sessions.get(sessionId)?.emit(method!, params);
      return;
    }
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.reject(new Error(`${waiting.method}: ${error.message}`));
    else waiting?.resolve(result);
  }

  #end(): void {
    this.#isOpen = false;
    for (const { method, reject } of this.#waiting.values()) reject(new Gone(method));
    this.#waiting.clear();
  }
}

/** Why nothing was answered: the browser has ended. */
export class Gone extends Error {
  constructor(method: string) {
    super(`${method}: the browser has ended`);
  }
}

/** One target of the browser: commands to it, and its events. */
export class Session {
  readonly #events = new EventEmitter().setMaxListeners(0);
  readonly #send: (method: string, params: object) => Promise<unknown>;

  constructor(send: (method: string, params: object) => Promise<unknown>) {
    this.#send = send;
  }

  /** @throws what the browser answers; `Gone` where it has ended. */
  send<M extends keyof Commands & keyof Results>(method: M, params?: Commands[M]): Promise<Results[M]> {
    return this.#send(method, params ?? {}) as Promise<Results[M]>;
  }

  on<E extends keyof Events>(event: E, listener: (params: Events[E]) => void): void {
    this.#events.on(event, listener);
  }

  emit(event: string, params: unknown): void {
    this.#events.emit(event, params);
  }
}
