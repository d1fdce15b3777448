import { connect, type Socket } from 'node:net';

const EVERY_MS = 1000;
const HEADERS_END = '\r\n\r\n';

/** Somebody who enters a room and from then on reads nothing, or one byte a second. */
export class StuckReader {
  readonly #socket: Socket;
  readonly #whole = Buffer.alloc(16 * 1024);
  readonly #single = Buffer.alloc(1);
  /** What has come until they were in the room; undefined from then on. */
  #text: string | undefined = '';
  #timer: NodeJS.Timeout | undefined;

  private constructor(url: URL, takesPart: (text: string) => boolean) {
    this.#socket = connect({
      host: url.hostname,
      port: Number(url.port),
      onread: {
        buffer: () => (this.#text === undefined ? this.#single : this.#whole),
        callback: (length, bytes) => {
          if (this.#text === undefined) return false;
          this.#text += Buffer.from(bytes).toString('latin1', 0, length);
          if (!takesPart(this.#text)) return true;
          this.#text = undefined;
          return false;
        },
      },
    });
  }

  /** Resolves once the server has let them into the room. */
  static async enter(url: string, token: string, chatId: number, bytesPerSecond: 0 | 1): Promise<StuckReader> {
    const place = new URL(url);
    const join = maskedFrame(JSON.stringify({ type: 'join', chat_id: chatId }));
    const reader = await new Promise<StuckReader>((resolve, reject) => {
      let asked = false;
      const entering = new StuckReader(place, (text) => {
        if (!asked && text.includes(HEADERS_END)) entering.#socket.write(join);
        asked ||= text.includes(HEADERS_END);
        if (!text.includes('"type":"joined"')) return false;
        resolve(entering);
        return true;
      });
      entering.#socket.on('error', reject).once('close', () => reject(new Error('the connection was refused')));
      entering.#socket.write(
        `GET /ws?token=${token} HTTP/1.1\r\nHost: ${place.host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
          `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==${HEADERS_END}`,
      );
    });
    if (bytesPerSecond === 1) reader.#timer = setInterval(() => reader.#socket.resume(), EVERY_MS);
    return reader;
  }

  leave(): void {
    clearInterval(this.#timer);
    this.#socket.destroy();
  }
}

/** With a mask of zeros, which leaves the payload as it is; for up to 125 bytes. */
function maskedFrame(text: string): Buffer {
  return Buffer.concat([Buffer.of(0x81, 0x80 | text.length, 0, 0, 0, 0), Buffer.from(text)]);
}
