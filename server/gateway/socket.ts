import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Clock } from '../core/ports/clock.ts';
import type { Connection } from '../core/ports/connection.ts';
import type { Account } from '../core/ports/store.ts';
import { closeCodes } from '../protocol/limits.ts';
import type { Cork, Outlet } from './cork.ts';

/** What a peer may owe before it is thought to be behind, and how long it may stay so. */
export interface BackpressureLimits {
  /** Unread bytes from which chunks are left out. */
  skipBytes: number;
  /** Unread bytes at which the connection is closed: no more than this and one turn's writes is kept for one peer. */
  closeBytes: number;
  /** Milliseconds that a peer may be behind before the connection is closed. */
  stuckAfter: number;
}

export const defaultBackpressure: BackpressureLimits = {
  skipBytes: 512 * 1024,
  closeBytes: 8 * 1024 * 1024,
  stuckAfter: 20_000,
};

interface SocketParts {
  webSocket: WebSocket;
  /** The stream under the WebSocket: text frames are written to it directly, and it tells when it has drained. */
  stream: Duplex;
  account: Account;
  address: string;
  cork: Cork;
  clock: Clock;
  limits: BackpressureLimits;
  /** Called when a peer that missed chunks has read everything it was sent. */
  onCaughtUp: (socket: Socket) => void;
}

/** A WebSocket as a connection: sends, and keeps a slow reader from costing the others anything. */
export class Socket implements Connection, Outlet {
  readonly userId: number;
  readonly username: string;
  readonly address: string;
  readonly #parts: SocketParts;
  #missedChunks = false;
  #cancelStuck: (() => void) | undefined;

  constructor(parts: SocketParts) {
    this.#parts = parts;
    this.userId = parts.account.id;
    this.username = parts.account.username;
    this.address = parts.address;
  }

  /** To be called when the WebSocket is closed. */
  closed(): void {
    this.#cancelStuck?.();
  }

  send(data: Uint8Array): void {
    const { webSocket, cork, limits } = this.#parts;
    if (webSocket.readyState !== webSocket.OPEN) return;
    const unread = webSocket.bufferedAmount;
    if (unread > limits.closeBytes) return this.#closeStuck();
    if (unread > limits.skipBytes) this.#watchStuck();
    cork.hold(this, data);
  }

  sendChunk(data: Uint8Array): void {
    if (this.#missedChunks) return;
    const { webSocket, limits } = this.#parts;
    if (webSocket.bufferedAmount <= limits.skipBytes) return this.send(data);
    this.#missedChunks = true;
    this.#watchStuck();
  }

  /** Called by the cork. Nothing may follow a close frame, ours or the answer to the peer's. */
  write(bytes: Uint8Array): void {
    const { webSocket, stream } = this.#parts;
    if (webSocket.readyState === webSocket.OPEN) stream.write(bytes);
  }

  close(code: number, reason: string): void {
    this.#parts.cork.flush(this);
    this.#parts.webSocket.close(code, reason);
  }

  #drained(): void {
    this.#cancelStuck?.();
    this.#cancelStuck = undefined;
    if (!this.#missedChunks) return;
    this.#missedChunks = false;
    this.#parts.onCaughtUp(this);
  }

  /** Until everything is read. */
  #watchStuck(): void {
    if (this.#cancelStuck) return;
    const { clock, stream, limits } = this.#parts;
    this.#cancelStuck = clock.after(limits.stuckAfter, () => this.#closeStuck());
    stream.once('drain', () => this.#drained());
  }

  /** Nothing more is queued from here on; a peer that does not even read the close is cut off by `ws` after a while. */
  #closeStuck(): void {
    this.close(closeCodes.tryAgainLater, 'You read too slowly. Connect again.');
  }
}
