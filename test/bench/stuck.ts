import { setTimeout as pause } from 'node:timers/promises';
import { openSocket } from '../support/client.ts';
import { StuckReader } from '../support/stuck-reader.ts';
import type { CountingSocket } from './counting-socket.ts';
import { enter } from './enter.ts';
import { Durations, medians, type Figures, type Row } from './figures.ts';
import { layOut, SECRET_KEY, type Guest } from './party.ts';
import { SteadyRoom } from './steady-room.ts';
import type { Measured, Workplace } from './workplace.ts';

const MEMBERS = 100;
const STUCK = 500;
/** Messages in a second. */
const RATE = 50;
/** Few and short, so that all are over before the server has given up those who are stuck. */
const ROUNDS = 4;
const ROUND_MS = 2000;
const LONG = 'x'.repeat(32_000);
/** Long messages that are more than the system takes for a connection that is not read: some 4 MB. */
const FILLING = 132;

/**
 * What members who do not read cost those who do: the same hundred people in two rooms, one of which has five hundred more
 * in it. Half of those read nothing, half a byte a second, and there is no room left for more on their connections.
 */
export async function measureStuck(workplace: Workplace): Promise<Figures> {
  const directory = workplace.directory();
  const everybody = Array.from({ length: MEMBERS + STUCK }, (_, i) => i);
  const { guests, chatIds } = layOut(directory, everybody.length, [
    { guests: everybody.slice(0, MEMBERS), messages: 0 },
    { guests: everybody, messages: 0 },
  ]);
  const [quietId = 0, crowdedId = 0] = chatIds;
  const server = await workplace.startServer(directory, { SECRET_KEY });
  const quiet = await openRoom(server, guests.slice(0, MEMBERS), quietId);
  const crowded = await openRoom(server, guests.slice(0, MEMBERS), crowdedId);
  for (const room of [quiet, crowded]) await talk(room);

  const before = await settledMemory(server);
  const stuck: StuckReader[] = [];
  for (const [i, { token }] of guests.slice(MEMBERS).entries()) {
    stuck.push(await StuckReader.enter(server.url, token, crowdedId, i % 2 === 0 ? 0 : 1));
  }
  crowded.start(new Durations());
  for (let i = 0; i < FILLING; i++) {
    crowded.send(i % MEMBERS, LONG);
    await crowded.quiet();
  }
  const filled = await settledMemory(server);
  const rows = { without: [] as Row[], beside: [] as Row[], times: [] as Row[] };
  for (let i = 0; i < ROUNDS; i++) {
    const without = await round(server, quiet);
    const beside = await round(server, crowded);
    rows.without.push(without);
    rows.beside.push(beside);
    rows.times.push({
      'p50 times': beside['p50 ms']! / without['p50 ms']!,
      'p99 times': beside['p99 ms']! / without['p99 ms']!,
    });
  }
  const still = (await membersOf(server, guests[0]!, crowdedId)) - MEMBERS;
  for (const reader of stuck) reader.leave();
  for (const room of [quiet, crowded]) room.close();
  await server.stop();
  const kibibytes = (name: 'heap' | 'rss') => (filled[name] - before[name]) / STUCK / 1024;
  return {
    [`${MEMBERS} who read`]: medians(rows.without),
    [`${MEMBERS} beside ${STUCK} who do not`]: medians(rows.beside),
    'times as long': medians(rows.times),
    [`${STUCK} who do not`]: {
      'heap KiB each': kibibytes('heap'),
      'RSS KiB each': kibibytes('rss'),
      'still there': still,
    },
  };
}

async function openRoom(server: Measured, guests: Guest[], chatId: number): Promise<SteadyRoom> {
  const members: CountingSocket[] = [];
  for (const { token } of guests) members.push(await enter(server.url, token, chatId));
  return new SteadyRoom(members, chatId);
}

/** Everybody writes in turn, at a steady rate; resolves to how long each message took to each member. */
async function talk(room: SteadyRoom): Promise<Durations> {
  const delays = new Durations();
  room.start(delays);
  const start = performance.now();
  let sent = 0;
  for (let now = start; now < start + ROUND_MS; now = performance.now()) {
    if (now >= start + (sent * 1000) / RATE) room.send(sent++ % MEMBERS);
    await pause(1);
  }
  await room.quiet();
  return delays;
}

async function round(server: Measured, room: SteadyRoom): Promise<Row> {
  const cpuBefore = await server.cpu();
  const delays = await talk(room);
  const cpu = (await server.cpu()) - cpuBefore;
  return {
    'p50 ms': delays.percentile(50),
    'p99 ms': delays.percentile(99),
    'CPU ms per message': cpu / 1000 / ((RATE * ROUND_MS) / 1000),
  };
}

/** How many are in a room, as one of them is told. */
async function membersOf({ url }: Measured, { token }: Guest, chat_id: number): Promise<number> {
  const socket = await openSocket(`${url.replace('http', 'ws')}/ws?token=${token}`);
  socket.send({ type: 'join', chat_id });
  const { members } = await socket.next('joined');
  socket.webSocket.close();
  return members.length;
}

async function settledMemory(server: Measured) {
  await server.collectGarbage();
  return server.memory();
}
