import { setTimeout as pause } from 'node:timers/promises';
import type { CountingSocket } from './counting-socket.ts';
import { enter } from './enter.ts';
import { Durations, type Figures } from './figures.ts';
import { layOut, SECRET_KEY } from './party.ts';
import { SteadyRoom } from './steady-room.ts';
import type { Workplace } from './workplace.ts';

const ROOMS = 30;
const MEMBERS = 10;
/** Messages in a second, in all rooms together. */
const RATE = 300;
const WARM_UP_MS = 2000;
const MEASURED_MS = 10_000;

/** What a full house of busy rooms feels like: how long it takes from a send until each member has the message. */
export async function measureRooms(workplace: Workplace): Promise<Figures> {
  const directory = workplace.directory();
  const plan = Array.from({ length: ROOMS }, (_, room) => ({ guests: placesIn(room), messages: 0 }));
  const { guests, chatIds } = layOut(directory, ROOMS * MEMBERS, plan);
  const server = await workplace.startServer(directory, { SECRET_KEY });
  const rooms: SteadyRoom[] = [];
  for (const [room, chatId] of chatIds.entries()) {
    const members: CountingSocket[] = [];
    for (const place of placesIn(room)) members.push(await enter(server.url, guests[place]!.token, chatId));
    rooms.push(new SteadyRoom(members, chatId));
  }
  await talk(rooms, WARM_UP_MS);
  const cpuBefore = await server.cpu();
  const { delays, elapsed, sent } = await talk(rooms, MEASURED_MS);
  const cpu = (await server.cpu()) - cpuBefore;
  for (const room of rooms) room.close();
  await server.stop();
  return {
    [`${ROOMS} rooms of ${MEMBERS}, ${RATE} messages/s`]: {
      'p50 ms': delays.percentile(50),
      'p99 ms': delays.percentile(99),
      'messages/s': (sent / elapsed) * 1000,
      'CPU ms per 1,000': cpu / (sent * MEMBERS),
      'server busy %': cpu / elapsed / 10,
    },
  };
}

function placesIn(room: number): number[] {
  return Array.from({ length: MEMBERS }, (_, i) => room * MEMBERS + i);
}

/** Everybody writes in turn, one message at a time, whether or not the earlier ones have come. */
async function talk(rooms: SteadyRoom[], ms: number) {
  const delays = new Durations();
  for (const room of rooms) room.start(delays);
  const start = performance.now();
  let sent = 0;
  for (let now = start; now < start + ms; now = performance.now()) {
    if (now >= start + (sent * 1000) / RATE) rooms[sent % ROOMS]!.send(Math.floor(sent++ / ROOMS) % MEMBERS);
    await pause(1);
  }
  await Promise.all(rooms.map((room) => room.quiet()));
  return { delays, elapsed: performance.now() - start, sent };
}
