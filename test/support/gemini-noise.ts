import { gzipSync } from 'node:zlib';
import type { Behaviour, StreamChunk } from './gemini-exchange.ts';

/** Bytes that can begin no character of UTF-8, in an event of the right form. */
const notUtf8 = Buffer.concat([
  Buffer.from('data: {"candidates":[{"content":{"parts":[{"text":"'),
  Buffer.of(0xc3, 0x28, 0xff, 0xfe),
  Buffer.from('"}]}}]}\r\n\r\n'),
]);

/** An event as it goes over the wire. */
const bytesOf = (text: string): Buffer =>
  Buffer.from(`data: ${JSON.stringify({ candidates: [{ content: { parts: [{ text }], role: 'model' } }] })}\r\n\r\n`);

const piece = (text: string): StreamChunk => ({ parts: [{ text }] });

interface FloodOptions {
  /** Of the answer; 200 unless another is given. */
  status?: number;
  /** Is told how many bytes went out. */
  sent?: (bytes: number) => void;
}

/** What networks and proxies do to a stream, or a broken service does; each as a behaviour. */
export const noise = {
  /** Some text and, once somebody has read it, bytes that are no text. */
  notUtf8:
    (text: string, isRead: Promise<unknown>): Behaviour =>
    async (exchange) => {
      exchange.chunk(piece(text));
      await isRead;
      exchange.raw(notUtf8);
      exchange.end();
    },
  /** Some text, the start of an event and, once somebody has read the text, a broken connection. */
  resetWithin:
    (text: string, isRead: Promise<unknown>): Behaviour =>
    async (exchange) => {
      exchange.chunk(piece(text));
      exchange.raw(bytesOf('never whole').subarray(0, 40));
      await isRead;
      exchange.reset();
    },
  /** Says that it is compressed, and is not. */
  falseGzip: (): Behaviour => (exchange) => {
    exchange.begin({ 'content-encoding': 'gzip' });
    exchange.raw(bytesOf('plain'));
    exchange.end();
  },
  /** Compressed, a thousand times as large as what comes over the wire. */
  gzipBomb:
    (bytes: number): Behaviour =>
    (exchange) => {
      exchange.begin({ 'content-encoding': 'gzip' });
      exchange.raw(gzipSync(Buffer.alloc(bytes, 'data: a')));
      exchange.end();
    },
  /** More headers than any client takes. */
  hugeHeaders: (): Behaviour => (exchange) => {
    exchange.begin({ 'x-padding': 'x'.repeat(200_000) });
    exchange.end();
  },
  /** The same over and over, until so many bytes are sent or the client hangs up. */
  flood:
    (block: string, bytes: number, options: FloodOptions = {}): Behaviour =>
    async (exchange) => {
      const { status = 200, sent = () => {} } = options;
      const blocks = Buffer.from(block.repeat(Math.ceil(65_536 / block.length)));
      let total = 0;
      exchange.begin({}, status);
      while (total < bytes && !exchange.closed) {
        exchange.raw(blocks);
        total += blocks.length;
        await exchange.drained();
      }
      sent(total);
      exchange.end();
    },
  /** A text in pieces of one letter each, an event for each, and then its end. */
  letters:
    (text: string): Behaviour =>
    async (exchange) => {
      const together = 100;
      for (let at = 0; at < text.length && !exchange.closed; at += together) {
        exchange.raw(Buffer.concat(Array.from(text.slice(at, at + together), bytesOf)));
        await exchange.drained();
      }
      exchange.chunk({ parts: [{ text: '' }], finishReason: 'STOP' });
      exchange.end();
    },
};
