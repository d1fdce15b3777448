import type { Duplex } from 'node:stream';

/**
 * Joins what is written to a socket during one turn of the event loop into one system call. In a busy room the call per
 * delivery costs more than everything else; in a quiet one this costs nothing.
 */
export class Cork {
  #corked: Duplex[] = [];

  /** Call before writing. A socket is corked once per turn, however often it is written to. */
  hold(socket: Duplex): void {
    if (socket.writableCorked > 0) return;
    if (this.#corked.length === 0) setImmediate(() => this.#release());
    socket.cork();
    this.#corked.push(socket);
  }

  #release(): void {
    const corked = this.#corked;
    this.#corked = [];
    for (const socket of corked) socket.uncork();
  }
}
