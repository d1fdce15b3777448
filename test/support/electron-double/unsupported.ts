import { EventEmitter } from 'node:events';

/** What is asked of any object at all, by `await`, `JSON.stringify` or the inspector. */
const commonKeys = new Set(['then', 'toJSON', 'domain', 'inspect', 'nodeType', 'window']);

/** @throws always. */
export function unsupported(what: string): never {
  throw new Error(`electron double: ${what} is not supported.`);
}

/** An object below others in a chain of prototypes: what none of them has, throws. */
function floor(name: string, ground: object): object {
  return new Proxy(ground, {
    get(target, key, receiver) {
      if (typeof key === 'symbol' || key in target || commonKeys.has(key)) return Reflect.get(target, key, receiver);
      return unsupported(`${name}.${key}`);
    },
  });
}

/** Makes what this object does not have throw a sentence that says so, instead of being undefined. */
export function only<T extends object>(name: string, object: T): T {
  return Object.setPrototypeOf(object, floor(name, Object.getPrototypeOf(object) as object)) as T;
}

/** A class of event emitters on which whatever their own class does not have throws a sentence that says so. */
export function emitterOf(name: string): typeof EventEmitter {
  class Supported extends EventEmitter {}
  Object.setPrototypeOf(Supported.prototype, floor(name, EventEmitter.prototype));
  return Supported as typeof EventEmitter;
}
