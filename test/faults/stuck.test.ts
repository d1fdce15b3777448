import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultBackpressure } from '../../server/gateway/socket.ts';
import type { ServerParts } from '../../server/server.ts';
import { createFakeClock, type FakeClock } from '../support/clock.ts';
import type { TestPerson, TestSocket } from '../support/client.ts';
import { scaled } from '../support/long-run.ts';
import { startTestServer } from '../support/server.ts';
import { StuckReader } from '../support/stuck-reader.ts';

const KB = 1024;
const MB = 1024 * KB;
const LONG = 'x'.repeat(32_000);
/** Long messages that are sent at a time, and how many may be needed: more than the system and the server keep. */
const AT_ONCE = 8;
const ENOUGH = 600;
/** Every so many times, 1 MB apart, it is looked at what is kept. */
const LOOKS = 4;
/** Milliseconds for a room of five hundred, whose systems take 2 GB before anybody is stuck. */
const PATIENCE = scaled(30_000, 240_000);

let server: Awaited<ReturnType<typeof startTestServer>>;
let ann: TestPerson;
let hers: TestSocket;
let clock: FakeClock;
let readers: StuckReader[];

beforeEach(() => {
  readers = [];
  // Nobody is closed for the time that it takes, unless a test says so.
  clock = createFakeClock(Date.now());
});
afterEach(async () => {
  for (const reader of readers) reader.leave();
  const closing = server.close();
  await clock.settle();
  // The server does not wait for those who do not answer its close.
  await clock.advance(1000);
  await closing;
});

async function start(parts: ServerParts = {}): Promise<void> {
  server = await startTestServer({}, { clock, ...parts });
  ann = await server.person('ann');
  hers = await ann.connect();
}

/** A chat of Ann's, whose room she is in. */
async function newRoom(others: string[]): Promise<number> {
  const { body } = await ann.call('POST', '/api/chats', {});
  for (const username of others) await ann.call('POST', `/api/chats/${body.id}/invite`, { username });
  hers.send({ type: 'join', chat_id: body.id });
  await hers.next('joined', (frame) => frame.chat_id === body.id);
  return body.id;
}

async function stick(person: TestPerson, chatId: number, bytesPerSecond: 0 | 1 = 0): Promise<void> {
  readers.push(await StuckReader.enter(server.url, person.token, chatId, bytesPerSecond));
}

async function people(count: number): Promise<TestPerson[]> {
  const all: TestPerson[] = [];
  for (let i = 0; i < count; i++) all.push(await server.person(`reader-${i}`));
  return all;
}

const left = (): number => hers.received.filter(({ type }) => type === 'user_left').length;

/** Ann writes long messages, all of which come back to her, until `isOver`; returns how many. */
async function write(chatIds: number[], isOver: () => boolean, each: () => void = () => {}): Promise<number> {
  let count = 0;
  while (!isOver()) {
    expect(count).toBeLessThan(ENOUGH * chatIds.length);
    for (const chat_id of chatIds) {
      for (let i = 0; i < AT_ONCE; i++) {
        hers.send({ type: 'message', chat_id, content: LONG, client_id: `m${++count}` });
      }
      await hers.next('message', (frame) => frame.client_id === `m${count}`);
    }
    each();
  }
  return count;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function bufferBytes(): number {
  // What the first finds to be free, the second has freed.
  collectGarbage();
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}

/** The most that is kept in buffers while Ann writes until all who are stuck are gone. */
async function mostKept(chatIds: number[], stuck: number): Promise<number> {
  const before = bufferBytes();
  let most = 0;
  let round = 0;
  await write(
    chatIds,
    () => left() === stuck,
    () => {
      if (++round % LOOKS === 0) most = Math.max(most, bufferBytes() - before);
    },
  );
  return most;
}

test(
  '[STUCK1] those who do not read in one room share what is kept for them',
  async () => {
    await start();
    const stuck = await people(scaled(8, 500));
    const room = await newRoom(stuck.map(({ username }) => username));
    for (const [i, person] of stuck.entries()) await stick(person, room, i % 2 === 0 ? 0 : 1);
    const kept = await mostKept([room], stuck.length);
    expect(kept).toBeLessThan(defaultBackpressure.closeBytes + MB + stuck.length * 16 * KB);
  },
  PATIENCE,
);

test('[STUCK1] what is kept for each who does not read in a room of their own is bounded', async () => {
  await start();
  const stuck = await people(3);
  const rooms: number[] = [];
  for (const person of stuck) {
    const room = await newRoom([person.username]);
    rooms.push(room);
    await stick(person, room);
  }
  const kept = await mostKept(rooms, stuck.length);
  expect(kept).toBeGreaterThan((stuck.length * defaultBackpressure.closeBytes) / 4);
  expect(kept).toBeLessThan(stuck.length * (defaultBackpressure.closeBytes + MB));
});

test('[STUCK2] who does not read is closed with 1013; the room knows at once, and they come back to all that was said', async () => {
  await start();
  const [bob] = (await people(1)) as [TestPerson];
  const room = await newRoom([bob.username]);
  const his = await bob.connect();
  his.send({ type: 'join', chat_id: room });
  await his.next('joined');
  his.webSocket.pause();
  const count = await write([room], () => left() === 1);
  his.webSocket.resume();
  expect(await his.closed).toEqual({ code: 1013, reason: 'You read too slowly. Connect again.' });

  const again = await bob.connect();
  again.send({ type: 'join', chat_id: room });
  const { last_message_id } = await again.next('joined');
  const heard = new Set<number>();
  for (let after = 0; after < last_message_id;) {
    const { body } = await bob.call('GET', `/api/chats/${room}/messages?limit=200&after=${after}`);
    for (const { id } of body) heard.add(id);
    after = body.at(-1).id;
  }
  expect(heard.size).toBe(count);
  hers.send({ type: 'message', chat_id: room, content: 'welcome back', client_id: 'welcome' });
  await again.next('message', (frame) => frame.client_id === 'welcome');
});

test('[STUCK3] who reads slowly but goes on reading gets everything, in order, and no time limit', async () => {
  await start({ backpressure: { ...defaultBackpressure, closeBytes: 1024 * MB } });
  const [bob] = (await people(1)) as [TestPerson];
  const room = await newRoom([bob.username]);
  const his = await bob.connect();
  his.send({ type: 'join', chat_id: room });
  await his.next('joined');
  his.webSocket.pause();
  let written = 0;
  await write([room], () => (written += AT_ONCE) > 320);
  // Each time nearly too late, and less than what is waiting.
  for (let seen = 0; seen < 320;) {
    await clock.advance(defaultBackpressure.stuckAfter - 1);
    his.webSocket.resume();
    const next = Math.min(320, seen + 100);
    await his.next('message', (frame) => frame.client_id === `m${next}`);
    his.webSocket.pause();
    seen = his.received.filter(({ type }) => type === 'message').length;
  }
  const ids = his.received.flatMap((frame) => (frame.type === 'message' ? [frame.message_id] : []));
  expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  expect(his.webSocket.readyState).toBe(his.webSocket.OPEN);
});
