import type { Connection } from './ports/connection.ts';

/** Who is connected here. */
export class Presence {
  readonly #connections = new Map<number, number>();
  readonly #changed: () => void;

  /** @param changed called when somebody's first connection has come, or their last one gone. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** How many people are connected. */
  get count(): number {
    return this.#connections.size;
  }

  isOnline(userId: number): boolean {
    return this.#connections.has(userId);
  }

  add({ userId }: Connection): void {
    const count = this.#connections.get(userId) ?? 0;
    this.#connections.set(userId, count + 1);
    if (count === 0) this.#changed();
  }

  remove({ userId }: Connection): void {
    const count = this.#connections.get(userId) ?? 0;
    if (count > 1) return void this.#connections.set(userId, count - 1);
    if (this.#connections.delete(userId)) this.#changed();
  }
}
