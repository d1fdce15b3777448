import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { CHUNK_INTERVAL } from '../../server/core/turn.ts';
import type { ServerFrame } from '../../server/protocol/frames.ts';
import { startGeminiApi } from '../support/gemini-api.ts';
import { byHand } from '../support/gemini-replies.ts';
import { percentile, type Figures, type Row } from './figures.ts';
import { layOutParty, SECRET_KEY, type Guest } from './party.ts';
import type { Workplace } from './workplace.ts';

const WATCHERS = 100;
const TURNS = 20;
const PIECES = 30;
/** Milliseconds between pieces: far enough apart that none is held back, and closer together than chunks may leave. */
const SLOW = CHUNK_INTERVAL + 15;
const FAST = 10;

/** A piece of text: when the model sent it, and how long the reply is with it (UTF-16 code units). */
interface Piece {
  sentAt: number;
  end: number;
}

/**
 * What the server adds between the model and each of a hundred watchers. The stand-in for the model and the watchers are
 * in this process, so that one clock tells both times; what the watchers' own work takes is therefore part of it.
 */
export async function measureChunkDelay(workplace: Workplace): Promise<Figures> {
  const directory = workplace.directory();
  const { guests, chatIds } = layOutParty(directory, WATCHERS, [0]);
  const api = await startGeminiApi();
  const server = await workplace.startServer(directory, {
    SECRET_KEY,
    GEMINI_API_KEY: api.key,
    GEMINI_BASE_URL: api.url,
  });
  const watchers: Watcher[] = [];
  for (const guest of guests) watchers.push(await Watcher.enter(server.url, guest, chatIds[0]!));

  /** Has one reply written piece by piece; resolves to the delays of each piece, one for each watcher. */
  const turn = async (every: number): Promise<number[][]> => {
    const hand = byHand();
    api.script(hand.behaviour);
    const pieces: Piece[] = [];
    for (const watcher of watchers) watcher.follow(pieces);
    watchers[0]!.ask();
    await hand.asked;
    // Let the start of the reply, which is told before there is any text, be well over.
    await pause(CHUNK_INTERVAL * 2);
    for (let i = 1; i <= PIECES; i++) {
      const text = `word ${i} `.padEnd(20);
      pieces.push({ sentAt: performance.now(), end: i * text.length });
      hand.send(text);
      await pause(every);
    }
    // So that the last piece comes as a chunk, not with the end.
    await pause(CHUNK_INTERVAL * 2);
    hand.finish();
    await Promise.all(watchers.map((watcher) => watcher.completed));
    return pieces.map((_, i) => watchers.map((watcher) => watcher.delays[i]!));
  };

  await turn(FAST);
  const slow: number[][][] = [];
  const fast: number[][][] = [];
  for (let i = 0; i < TURNS; i++) {
    fast.push(await turn(FAST));
    if (i % 4 === 0) slow.push(await turn(SLOW));
  }
  for (const watcher of watchers) watcher.close();
  await server.stop();
  await api.close();
  return {
    'first piece': row([...fast, ...slow].flatMap(([first]) => first!)),
    [`later, every ${SLOW} ms (not held back)`]: row(slow.flatMap(([, ...later]) => later.flat())),
    [`later, every ${FAST} ms (${CHUNK_INTERVAL} ms window included)`]: row(
      fast.flatMap(([, ...later]) => later.flat()),
    ),
  };
}

function row(delays: number[]): Row {
  return { 'p50 ms': percentile(delays, 50), 'p99 ms': percentile(delays, 99) };
}

/** One member of the room, who notes when each piece has come. */
class Watcher {
  /** Milliseconds that each piece took. */
  delays: number[] = [];
  completed = Promise.resolve();
  readonly #webSocket: WebSocket;
  readonly #chatId: number;
  #pieces: Piece[] = [];
  #complete = () => {};

  private constructor(webSocket: WebSocket, chatId: number) {
    this.#webSocket = webSocket;
    this.#chatId = chatId;
    webSocket.on('message', (data: Buffer) => this.#take(data));
  }

  /** Resolves once the server has let it in. */
  static async enter(url: string, { token }: Guest, chatId: number): Promise<Watcher> {
    const webSocket = new WebSocket(`${url.replace('http', 'ws')}/ws?token=${token}`, { perMessageDeflate: false });
    await once(webSocket, 'open');
    const answered = once(webSocket, 'message');
    webSocket.send(JSON.stringify({ type: 'join', chat_id: chatId }));
    await answered;
    return new Watcher(webSocket, chatId);
  }

  /** @param pieces what the model sends next; grows as it does. */
  follow(pieces: Piece[]): void {
    this.#pieces = pieces;
    this.delays = [];
    this.completed = new Promise((resolve) => (this.#complete = resolve));
  }

  ask(): void {
    this.#webSocket.send(JSON.stringify({ type: 'message', chat_id: this.#chatId, content: '/bot Tell me more.' }));
  }

  close(): void {
    this.#webSocket.terminate();
  }

  /** @param length how much of the reply is here (UTF-16 code units). */
  #note(length: number, now: number): void {
    for (;;) {
      const piece = this.#pieces[this.delays.length];
      if (!piece || piece.end > length) return;
      this.delays.push(now - piece.sentAt);
    }
  }

  #take(data: Buffer): void {
    const now = performance.now();
    // Not checked against the schema: that would take longer than what is measured.
    const frame = JSON.parse(data.toString()) as ServerFrame;
    if (frame.type === 'error') throw new Error(frame.error);
    if (frame.type !== 'bot_stream') return;
    this.#note(frame.offset + frame.chunk.length, now);
    if (frame.is_complete) this.#complete();
  }
}
