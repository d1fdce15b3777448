/** A value on its way to the other world. Functions and promises stay where they are; only their number travels. */
export type Passed =
  | { kind: 'data'; data: unknown }
  | { kind: 'error'; name: string; message: string }
  | { kind: 'array'; items: Passed[] }
  | { kind: 'object'; entries: [string, Passed][] }
  | { kind: 'function'; id: number }
  | { kind: 'promise'; id: number };

/** How a call or a promise ended. */
interface Outcome {
  ok: boolean;
  value: Passed;
}

type Message =
  | { kind: 'expose'; name: string; value: Passed }
  | { kind: 'call'; id: number; ticket: number; args: Passed[] }
  | ({ kind: 'returned'; ticket: number } & Outcome)
  | ({ kind: 'settled'; id: number } & Outcome);

/** One world's end of the bridge. */
export interface WorldPort {
  expose: (name: string, value: unknown) => void;
  onExpose: (listener: (name: string, value: unknown) => void) => void;
}

/** What two worlds share: one carries texts and data to the other, at once, while `dispatch` runs. */
export interface Carrier {
  dispatch: (channel: string, message: unknown) => void;
  listen: (channel: string, listener: (message: unknown) => void) => void;
}

/**
 * The context bridge: two JavaScript worlds of one page, which share no objects, call each other's functions. As in
 * Electron, all else is copied, prototypes are lost and symbols refused. It is evaluated from its own source in both
 * worlds, so it refers to nothing outside.
 * @param own the channel that this world listens on, and `other` the one of the other world.
 */
export function createWorldPort(carrier: Carrier, own: string, other: string): WorldPort {
  type Callable = (...args: unknown[]) => unknown;
  const functions = new Map<number, Callable>();
  const returned = new Map<number, Outcome>();
  const promises = new Map<number, { resolve: (value: unknown) => void; reject: (reason: unknown) => void }>();
  let lastId = 0;
  let exposed: (name: string, value: unknown) => void = () => {};

  const nextId = (): number => (lastId += 1);
  const send = (message: Message): void => carrier.dispatch(other, message);

  function isPlain(object: object): boolean {
    const prototype = Object.getPrototypeOf(object) as { constructor?: unknown } | null;
    if (prototype === null || prototype === Object.prototype) return true;
    // An instance of a class of the page's own is copied like a literal; one of the browser's is cloned.
    return !/\{\s*\[native code\]\s*\}/.test(Function.prototype.toString.call(prototype.constructor ?? Object));
  }

  function pass(value: unknown, depth = 0): Passed {
    if (depth > 1000)
      throw new TypeError(
        'Electron contextBridge recursion depth exceeded.  Nested objects deeper than 1000 are not supported.',
      );
    if (typeof value === 'symbol') throw new TypeError('An object could not be cloned.');
    if (typeof value === 'function') {
      const id = nextId();
      functions.set(id, value as Callable);
      return { kind: 'function', id };
    }
    if (typeof value !== 'object' || value === null) return { kind: 'data', data: value };
    if (value instanceof Error) return { kind: 'error', name: value.name, message: value.message };
    if (value instanceof Promise) {
      const id = nextId();
      value.then(
        (result: unknown) => send({ kind: 'settled', id, ok: true, value: pass(result) }),
        (reason: unknown) => send({ kind: 'settled', id, ok: false, value: pass(reason) }),
      );
      return { kind: 'promise', id };
    }
    if (Array.isArray(value)) return { kind: 'array', items: value.map((item) => pass(item, depth + 1)) };
    if (!isPlain(value)) return { kind: 'data', data: value };
    return {
      kind: 'object',
      entries: Object.entries(value).map(([key, inner]) => [key, pass(inner, depth + 1)]),
    };
  }

  function take(passed: Passed): unknown {
    switch (passed.kind) {
      case 'data':
        return passed.data;
      case 'error':
        return Object.assign(new Error(passed.message), passed.name === 'Error' ? {} : { name: passed.name });
      case 'array':
        return passed.items.map(take);
      case 'object':
        return Object.fromEntries(passed.entries.map(([key, inner]) => [key, take(inner)]));
      case 'promise':
        return new Promise((resolve, reject) => void promises.set(passed.id, { resolve, reject }));
      case 'function':
        return (...args: unknown[]) => call(passed.id, args);
    }
  }

  function call(id: number, args: unknown[]): unknown {
    const ticket = nextId();
    send({ kind: 'call', id, ticket, args: args.map((arg) => pass(arg)) });
    const outcome = returned.get(ticket);
    returned.delete(ticket);
    if (!outcome) throw new Error('electron double: the other world is gone.');
    const value = take(outcome.value);
    if (!outcome.ok) throw value;
    return value;
  }

  function answer(id: number, args: Passed[]): Outcome {
    try {
      return { ok: true, value: pass(functions.get(id)!(...args.map(take))) };
    } catch (error) {
      return { ok: false, value: pass(error) };
    }
  }

  carrier.listen(own, (received) => {
    const message = received as Message;
    switch (message.kind) {
      case 'expose':
        return exposed(message.name, take(message.value));
      case 'call':
        return send({ kind: 'returned', ticket: message.ticket, ...answer(message.id, message.args) });
      case 'returned':
        return void returned.set(message.ticket, message);
      case 'settled': {
        const waiting = promises.get(message.id);
        promises.delete(message.id);
        return message.ok ? waiting?.resolve(take(message.value)) : waiting?.reject(take(message.value));
      }
    }
  });

  return {
    expose: (name, value) => send({ kind: 'expose', name, value: pass(value) }),
    onExpose: (listener) => void (exposed = listener),
  };
}
