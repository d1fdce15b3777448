import { connect, type Socket } from 'node:net';
import { DelayedPipe } from './delayed-pipe.ts';

/** How a connection ends. `client` and `server`: only that side hears of it, the other one believes that it goes on. */
export type Cut = 'reset' | 'closed' | 'client' | 'server';

interface LinkOptions {
  /** Port of the server on the loopback interface. */
  port: number;
  /** Milliseconds until the connection reaches the server; null: it never does. */
  connectIn: number | null;
  /** Milliseconds that the next bytes take. */
  latency: () => number;
  /** Nothing of the connection is left. */
  onOver: () => void;
}

/** One connection on its way through the proxy. Its sockets must allow half-open streams. */
export class TcpLink {
  readonly up: DelayedPipe;
  readonly down: DelayedPipe;
  readonly #client: Socket;
  readonly #onOver: () => void;
  readonly #connecting: NodeJS.Timeout | undefined;
  #server: Socket | undefined;
  /** The network tells neither side what happens to the other. */
  #isCut = false;
  #isOver = false;

  constructor(client: Socket, { port, connectIn, latency, onOver }: LinkOptions) {
    this.#client = client;
    this.#onOver = onOver;
    this.up = new DelayedPipe(latency);
    this.down = new DelayedPipe(latency);
    this.#take(client, this.up, this.down);
    if (connectIn !== null) this.#connecting = setTimeout(() => this.#reach(port), connectIn);
  }

  end(how: Cut): void {
    if (how === 'reset') return this.#over();
    if (how === 'closed') {
      this.up.end();
      this.down.end();
      return;
    }
    this.#isCut = true;
    this.up.swallow();
    this.down.swallow();
    (how === 'client' ? this.#client : this.#server)?.resetAndDestroy();
  }

  #reach(port: number): void {
    const server = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    this.#server = server;
    this.#take(server, this.down, this.up);
  }

  #take(side: Socket, from: DelayedPipe, to: DelayedPipe): void {
    side.setNoDelay(true).on('error', () => {});
    from.readFrom(side);
    to.writeTo(side);
    side.once('end', () => {
      // Who is alone on the line gets no answer that would close it.
      if (this.#isCut || this.#server === undefined) side.destroy();
    });
    side.once('close', (isBroken) => {
      const other = side === this.#client ? this.#server : this.#client;
      if (other === undefined || other.destroyed || (isBroken && !this.#isCut)) this.#over();
    });
  }

  #over(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#connecting);
    this.up.swallow();
    this.down.swallow();
    this.#client.resetAndDestroy();
    this.#server?.resetAndDestroy();
    this.#onOver();
  }
}
