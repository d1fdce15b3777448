import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Clock } from '../core/ports/clock.ts';
import type { Connection } from '../core/ports/connection.ts';
import type { Account } from '../core/ports/store.ts';
import { closeCodes } from '../protocol/limits.ts';
import type { Cork, Outlet } from './cork.ts';

/**
 * What a peer may owe before it is thought to be behind, and how long it may stay so. Unread is what waits in this
 * process; what the system's buffers hold, on Linux up to 4 MB for each connection, counts as read.
 */
export interface BackpressureLimits {
  /** Unread bytes from which chunks are left out; more than the stream takes before it asks to wait (16 to 64 KiB). */
  skipBytes: number;
  /**
   * Unread bytes from which the connection is closed, besides the longest frame among them: the catch-up of a reply of
   * any length gets through. So no more is kept for one peer than this and two such frames; and those who are sent the
   * same, as people in a room are, share it.
   */
  closeBytes: number;
  /** Milliseconds in which a peer that has more than `skipBytes` unread must read a portion of it. */
  stuckAfter: number;
}

export const defaultBackpressure: BackpressureLimits = {
  skipBytes: 512 * 1024,
  closeBytes: 2 * 1024 * 1024,
  stuckAfter: 20_000,
};

/** Bytes that are handed to the system at a time where more wait; a longer frame is a portion of its own. */
const PORTION = 256 * 1024;

interface SocketParts {
  webSocket: WebSocket;
  /** The stream under the WebSocket: text frames are written to it directly, and it tells when it has drained. */
  stream: Duplex;
  account: Account;
  signIn: Connection['signIn'];
  address: string;
  cork: Cork;
  clock: Clock;
  limits: BackpressureLimits;
  /** Called when a peer that missed chunks has read everything it was sent. */
  onCaughtUp: (socket: Socket) => void;
  /** Called when a peer is given up that reads too slowly; the WebSocket itself may take a while to close. */
  onStuck: (socket: Socket) => void;
}

/** A WebSocket as a connection: sends, and keeps a slow reader from costing the others anything. */
export class Socket implements Connection, Outlet {
  readonly userId: number;
  readonly username: string;
  readonly address: string;
  readonly signIn: Connection['signIn'];
  readonly #parts: SocketParts;
  #missedChunks = false;
  /** Frames that wait until the stream has taken those before them; they are what others wait for, not copies. */
  #backlog: Uint8Array[] = [];
  #backlogBytes = 0;
  /** Bytes that the cork has. */
  #heldBytes = 0;
  /** Bytes of the longest frame since nothing was unread. */
  #longest = 0;
  /** More waits, or was left out, than the stream has been handed. */
  #isBehind = false;
  #awaitsDrain = false;
  #cancelStuck: (() => void) | undefined;

  constructor(parts: SocketParts) {
    this.#parts = parts;
    this.userId = parts.account.id;
    this.username = parts.account.username;
    this.address = parts.address;
    this.signIn = parts.signIn;
  }

  /** To be called when the WebSocket is closed. */
  closed(): void {
    this.#cancelStuck?.();
  }

  send(data: Uint8Array): void {
    const { webSocket, stream, limits } = this.#parts;
    if (webSocket.readyState !== webSocket.OPEN) return;
    const unread = this.#unread;
    if (unread === 0) this.#longest = 0;
    if (unread > limits.closeBytes + this.#longest) return this.#giveUp();
    if (unread > limits.skipBytes) this.#watchStuck();
    this.#longest = Math.max(this.#longest, data.length);
    if (this.#backlog.length === 0 && !stream.writableNeedDrain) return this.#hold(data);
    this.#backlog.push(data);
    this.#backlogBytes += data.length;
    this.#fallBehind();
  }

  sendChunk(data: Uint8Array): void {
    if (this.#missedChunks) return;
    if (this.#unread <= this.#parts.limits.skipBytes) return this.send(data);
    this.#missedChunks = true;
    this.#watchStuck();
  }

  /** Called by the cork. Nothing may follow a close frame, ours or the answer to the peer's. */
  write(bytes: Uint8Array): void {
    const { webSocket, stream } = this.#parts;
    this.#heldBytes = 0;
    if (webSocket.readyState === webSocket.OPEN) stream.write(bytes);
    if (this.#isBehind) this.#goOn();
  }

  close(code: number, reason: string): void {
    this.#release(Infinity);
    this.#parts.cork.flush(this);
    this.#parts.webSocket.close(code, reason);
  }

  get #unread(): number {
    return this.#parts.webSocket.bufferedAmount + this.#heldBytes + this.#backlogBytes;
  }

  #hold(data: Uint8Array): void {
    this.#heldBytes += data.length;
    this.#parts.cork.hold(this, data);
  }

  /** Hands on what waits, until it is more than so many bytes. */
  #release(bytes: number): void {
    let released = 0;
    let count = 0;
    for (; count < this.#backlog.length && released < bytes; count++) {
      const data = this.#backlog[count]!;
      released += data.length;
      this.#hold(data);
    }
    this.#backlog.splice(0, count);
    this.#backlogBytes -= released;
  }

  #fallBehind(): void {
    this.#isBehind = true;
    if (this.#parts.stream.writableNeedDrain) this.#awaitDrain();
  }

  #awaitDrain(): void {
    if (this.#awaitsDrain) return;
    this.#awaitsDrain = true;
    this.#parts.stream.once('drain', () => {
      this.#awaitsDrain = false;
      this.#goOn();
    });
  }

  /** Hands on the next portion as soon as the stream has taken all that it was handed; it may have done so at once. */
  #goOn(): void {
    if (this.#parts.stream.writableNeedDrain) return this.#awaitDrain();
    this.#cancelStuck?.();
    this.#cancelStuck = undefined;
    this.#release(PORTION);
    this.#isBehind = this.#backlog.length > 0;
    if (this.#isBehind || !this.#missedChunks) return;
    this.#missedChunks = false;
    this.#parts.onCaughtUp(this);
  }

  #watchStuck(): void {
    const { clock, limits } = this.#parts;
    this.#cancelStuck ??= clock.after(limits.stuckAfter, () => this.#giveUp());
    this.#fallBehind();
  }

  /** Nothing more is queued from here on; a peer that does not even read the close is cut off by `ws` after a while. */
  #giveUp(): void {
    this.#backlog = [];
    this.#backlogBytes = 0;
    this.close(closeCodes.tryAgainLater, 'You read too slowly. Connect again.');
    this.#parts.onStuck(this);
  }
}
