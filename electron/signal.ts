import type { Unsubscribe } from './bridge.ts';

/** A value that changes, and who wants to know. */
export class Signal<Value> {
  readonly #listeners = new Set<(value: Value) => void>();
  #value: Value;

  constructor(value: Value) {
    this.#value = value;
  }

  get value(): Value {
    return this.#value;
  }

  set(value: Value): void {
    this.#value = value;
    for (const listener of this.#listeners) listener(value);
  }

  /** Calls back at once and on every change. */
  watch(listener: (value: Value) => void): Unsubscribe {
    this.#listeners.add(listener);
    listener(this.#value);
    return () => void this.#listeners.delete(listener);
  }
}
