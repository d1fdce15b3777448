import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const HEADERS_END = '\r\n\r\n';
const PONG = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);
const PING = 0x9;
/** Frames start with `{"type":"`; this byte of the payload tells the types apart that a measurement meets. */
const KIND_AT = 9;

/** Where all sockets read into: what came is done with before the next one reads. */
const received = Buffer.alloc(64 * 1024);

/** Called for every text frame: the first letter of its `type` as a character code, and its payload's bytes. */
export type OnFrame = (kind: number, length: number) => void;

/**
 * A WebSocket client that only counts: payloads are neither copied nor decoded, so that hundreds of them in one process
 * use less processor time than the server that feeds them.
 */
export class CountingSocket {
  onFrame: OnFrame;
  /** Called with the payload of every text frame, before `onFrame`; costs what the class otherwise saves. */
  onPayload: ((payload: Buffer) => void) | undefined;
  #payload: Buffer[] = [];
  readonly #socket: Socket;
  #handshake: string | undefined = '';
  #opened: (() => void) | undefined;
  /** Header bytes of the frame under way; they may come in pieces. */
  readonly #header = Buffer.alloc(10);
  #headerLength = 0;
  #length = 0;
  /** Payload bytes that are still to come; -1 while the header is read. */
  #left = -1;
  #kind = 0;

  private constructor(url: URL, onFrame: OnFrame) {
    this.onFrame = onFrame;
    this.#socket = connect({
      host: url.hostname,
      port: Number(url.port),
      noDelay: true,
      onread: {
        buffer: received,
        callback: (length, buffer) => {
          this.#read(buffer as Buffer, length);
          return true;
        },
      },
    });
  }

  /** Resolves once it is open. */
  static async open(url: string, token: string, onFrame: OnFrame = () => undefined): Promise<CountingSocket> {
    const place = new URL(url);
    const socket = new CountingSocket(place, onFrame);
    await once(socket.#socket, 'connect');
    const opened = new Promise<void>((resolve, reject) => {
      socket.#opened = resolve;
      socket.#socket.once('close', () => reject(new Error(`the connection was refused: ${socket.#handshake}`)));
    });
    socket.#socket.write(
      `GET /ws?token=${token} HTTP/1.1\r\nHost: ${place.host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==${HEADERS_END}`,
    );
    await opened;
    return socket;
  }

  /** Sends a text frame; those of one turn of the event loop leave together. */
  send(text: string): void {
    if (this.#socket.writableCorked === 0) {
      this.#socket.cork();
      process.nextTick(() => this.#socket.uncork());
    }
    this.#socket.write(maskedFrame(text));
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(bytes: Buffer, end: number): void {
    let at = this.#handshake === undefined ? 0 : this.#readHandshake(bytes, end);
    while (at < end) {
      if (this.#left === -1) {
        this.#header[this.#headerLength++] = bytes[at++]!;
        this.#startFrame();
      } else {
        const kindAt = at + KIND_AT - (this.#length - this.#left);
        if (kindAt >= at && kindAt < end) this.#kind = bytes[kindAt]!;
        const taken = Math.min(this.#left, end - at);
        if (this.onPayload) this.#payload.push(Buffer.from(bytes.subarray(at, at + taken)));
        at += taken;
        this.#left -= taken;
      }
      if (this.#left === 0) this.#endFrame();
    }
  }

  #startFrame(): void {
    if (this.#headerLength < 2) return;
    const short = this.#header[1]!;
    const size = short === 127 ? 10 : short === 126 ? 4 : 2;
    if (this.#headerLength < size) return;
    this.#length = short === 127 ? this.#header.readUIntBE(4, 6) : short === 126 ? this.#header.readUInt16BE(2) : short;
    this.#left = this.#length;
  }

  #endFrame(): void {
    const opcode = this.#header[0]! & 0x0f;
    this.#headerLength = 0;
    this.#left = -1;
    const payload = this.#payload;
    if (this.onPayload) this.#payload = [];
    if (opcode === 1) {
      this.onPayload?.(Buffer.concat(payload));
      this.onFrame(this.#kind, this.#length);
    } else if (opcode === PING) this.#socket.write(PONG);
  }

  /** Returns where the frames start. */
  #readHandshake(bytes: Buffer, end: number): number {
    const before = this.#handshake!.length;
    const text = this.#handshake! + bytes.toString('latin1', 0, end);
    const headersEnd = text.indexOf(HEADERS_END);
    this.#handshake = text;
    if (headersEnd === -1 || !text.startsWith('HTTP/1.1 101')) return end;
    this.#handshake = undefined;
    this.#opened?.();
    return headersEnd + HEADERS_END.length - before;
  }
}

/** With a mask of zeros, which leaves the payload as it is. */
function maskedFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  if (length > 0xffff) throw new Error('too long for this client');
  const size = length > 125 ? 8 : 6;
  const frame = Buffer.alloc(size + length);
  frame[0] = 0x81;
  frame[1] = 0x80 | (length > 125 ? 126 : length);
  if (length > 125) frame.writeUInt16BE(length, 2);
  frame.write(text, size);
  return frame;
}
