import type { WebSocket } from 'ws';

/** Milliseconds between pings. A peer that has not answered one by the next is gone. */
export const HEARTBEAT_INTERVAL = 30_000;

/** Finds connections that broke without a word, as they do when Wi-Fi goes away. */
export class Heartbeat {
  readonly #alive = new Map<WebSocket, boolean>();
  readonly #timer: NodeJS.Timeout;

  constructor(interval: number = HEARTBEAT_INTERVAL) {
    this.#timer = setInterval(() => this.#beat(), interval);
  }

  watch(webSocket: WebSocket): void {
    this.#alive.set(webSocket, true);
    webSocket.on('pong', () => this.#alive.set(webSocket, true));
    webSocket.once('close', () => this.#alive.delete(webSocket));
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
