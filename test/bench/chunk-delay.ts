import { setTimeout as pause } from 'node:timers/promises';
import { CHUNK_INTERVAL } from '../../server/core/turn.ts';
import { startGeminiApi, type GeminiApi } from '../support/gemini-api.ts';
import { byHand } from '../support/gemini-replies.ts';
import { Audience, type Piece } from './audience.ts';
import type { CountingSocket } from './counting-socket.ts';
import { enter } from './enter.ts';
import { Durations, type Figures } from './figures.ts';
import { layOut, SECRET_KEY } from './party.ts';
import type { Workplace } from './workplace.ts';

const STREAMS = 10;
const WATCHERS = 100;
const PIECES = 30;
/** Milliseconds between pieces: far enough apart that none is held back, and closer together than chunks may leave. */
const SLOW = CHUNK_INTERVAL + 15;
const FAST = 10;
/** Replies in each room at each speed, where one is written at a time and where all are. */
const ALONE = 8;
const TOGETHER = 4;

/**
 * What the server adds between the model and each watcher. The stand-in for the model and the watchers are in this
 * process, so that one clock tells both times; what the watchers' own work takes is therefore part of it.
 */
export async function measureChunkDelay(workplace: Workplace): Promise<Figures> {
  const directory = workplace.directory();
  const plan = Array.from({ length: STREAMS }, (_, room) => ({ guests: placesIn(room), messages: 0 }));
  const { guests, chatIds } = layOut(directory, STREAMS * WATCHERS, plan);
  const api = await startGeminiApi();
  const server = await workplace.startServer(directory, {
    SECRET_KEY,
    GEMINI_API_KEY: api.key,
    GEMINI_BASE_URL: api.url,
  });
  const rooms: Stage[] = [];
  for (const [room, chatId] of chatIds.entries()) {
    const members: CountingSocket[] = [];
    for (const place of placesIn(room)) members.push(await enter(server.url, guests[place]!.token, chatId));
    rooms.push({ audience: new Audience(members), chatId, api });
  }
  const speeds = { [`every ${SLOW} ms, never held back`]: SLOW, [`every ${FAST} ms, beyond the window`]: FAST };
  const crowds = { '1 reply': rooms.slice(0, 1), [`${STREAMS} replies at once`]: rooms };
  await perform(rooms, FAST, new Measures());
  const figures: Figures = {};
  for (const [crowd, stages] of Object.entries(crowds)) {
    const first = new Durations();
    for (const [speed, every] of Object.entries(speeds)) {
      const later = new Durations();
      const turns = stages.length === 1 ? ALONE : TOGETHER;
      const cpuBefore = await server.cpu();
      const start = performance.now();
      for (let i = 0; i < turns; i++) await perform(stages, every, { first, later });
      const busy = ((await server.cpu()) - cpuBefore) / (performance.now() - start) / 10;
      figures[`${crowd}, ${speed}`] = { ...row(later), 'server busy %': busy };
    }
    figures[`${crowd}, first piece`] = row(first);
  }
  for (const { audience } of rooms) audience.close();
  await server.stop();
  await api.close();
  return figures;
}

function placesIn(room: number): number[] {
  return Array.from({ length: WATCHERS }, (_, i) => room * WATCHERS + i);
}

/** A room, and what writes its replies. */
interface Stage {
  audience: Audience;
  chatId: number;
  api: GeminiApi;
}

/** How long pieces took: the first ones of replies, and all others. */
class Measures {
  readonly first = new Durations();
  readonly later = new Durations();
}

/** Has one reply written in each room, side by side. */
async function perform(stages: readonly Stage[], every: number, measures: Measures): Promise<void> {
  await Promise.all(
    stages.map(async (stage, i) => {
      // Not all at the same moment, which would be the rare case.
      await pause((CHUNK_INTERVAL / stages.length) * i);
      await write(stage, every, measures);
    }),
  );
}

/** Has one reply written piece by piece. */
async function write({ audience, chatId, api }: Stage, every: number, { first, later }: Measures): Promise<void> {
  const hand = byHand();
  const question = `Tell me more about number ${chatId}, and a half.`;
  api.when(new RegExp(question), hand.behaviour);
  const followed = audience.follow();
  audience.ask(chatId, question);
  await hand.asked;
  // Let the start of the reply, which is told before there is any text, be well over.
  await pause(CHUNK_INTERVAL * 2);
  const pieces: Piece[] = [];
  for (let i = 1; i <= PIECES; i++) {
    const text = `word ${i} `.padEnd(20);
    pieces.push({ sentAt: performance.now(), end: i * text.length });
    hand.send(text);
    await pause(every);
  }
  // So that the last piece comes as a chunk, not with the end.
  await pause(CHUNK_INTERVAL * 2);
  hand.finish();
  await followed;
  audience.addDelays(pieces.slice(0, 1), CHUNK_INTERVAL, first);
  audience.addDelays(pieces.slice(1), CHUNK_INTERVAL, later);
}

function row(durations: Durations) {
  return { 'p50 ms': durations.percentile(50), 'p99 ms': durations.percentile(99) };
}
