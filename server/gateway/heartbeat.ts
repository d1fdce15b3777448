import type { WebSocket } from 'ws';

/** Milliseconds between pings. A peer that has not answered one by the next is gone. */
export const HEARTBEAT_INTERVAL = 30_000;

/** Finds connections that broke without a word, as they do when Wi-Fi goes away. */
export class Heartbeat {
  readonly #alive = new Map<WebSocket, boolean>();
  readonly #timer: NodeJS.Timeout;
  /** One for all: a function of their own for each would be a good part of what an idle connection costs. */
  readonly #onPong: (this: WebSocket) => void;

  constructor(interval: number = HEARTBEAT_INTERVAL) {
    const alive = this.#alive;
    this.#onPong = function (this: WebSocket) {
      alive.set(this, true);
    };
    this.#timer = setInterval(() => this.#beat(), interval);
  }

  watch(webSocket: WebSocket): void {
    this.#alive.set(webSocket, true);
    webSocket.on('pong', this.#onPong);
  }

  /** To be called when it is closed. */
  forget(webSocket: WebSocket): void {
    this.#alive.delete(webSocket);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #beat(): void {
    for (const [webSocket, alive] of this.#alive) {
      if (!alive) {
        webSocket.terminate();
        continue;
      }
      this.#alive.set(webSocket, false);
      webSocket.ping();
    }
  }
}
