import { joinFrames } from './join-frames.ts';

/** Where the joined frames of one connection go. */
export interface Outlet {
  write(bytes: Uint8Array): void;
}

/**
 * Joins what a connection is sent during one turn of the event loop into one write of one piece. Connections
 * in a row that are sent the same, as those of a room are, share that piece. In a busy room the system call per delivery costs
 * more than everything else; in a quiet one this costs nothing.
 */
export class Cork {
  #held = new Map<Outlet, Uint8Array[]>();

  /** Takes the payload of a text frame; it leaves at the end of this turn. */
  hold(outlet: Outlet, payload: Uint8Array): void {
    const payloads = this.#held.get(outlet);
    if (payloads) return void payloads.push(payload);
    if (this.#held.size === 0) setImmediate(() => this.#release());
    this.#held.set(outlet, [payload]);
  }

  /** Writes what is held for one connection at once. */
  flush(outlet: Outlet): void {
    const payloads = this.#held.get(outlet)?.splice(0) ?? [];
    if (payloads.length > 0) outlet.write(joinFrames(payloads));
  }

  #release(): void {
    const held = this.#held;
    this.#held = new Map();
    let joined: { payloads: Uint8Array[]; bytes: Uint8Array } | undefined;
    for (const [outlet, payloads] of held) {
      if (payloads.length === 0) continue;
      if (!joined || !areSame(joined.payloads, payloads)) joined = { payloads, bytes: joinFrames(payloads) };
      outlet.write(joined.bytes);
    }
  }
}

function areSame(some: readonly Uint8Array[], others: readonly Uint8Array[]): boolean {
  return some.length === others.length && some.every((payload, place) => payload === others[place]);
}
