import type { CountingSocket } from './counting-socket.ts';
import { enter } from './enter.ts';
import type { Figures, Row } from './figures.ts';
import { IdleCrowd } from './idle-crowd.ts';
import { layOut, SECRET_KEY } from './party.ts';
import { MeasuredRoom } from './room.ts';
import type { Measured, Workplace } from './workplace.ts';

/** Everybody has an account of their own; the first ones sit in a room, the others are only connected. */
const MEMBERS = 10;
const IDLE = 10_000;
/** Opened and closed beforehand, so that what is needed once is there already. */
const WARM_UP = 200;
const ROOM_MS = 2000;

/** What a connection costs that is open and silent, and what it costs the others. */
export async function measureIdle(workplace: Workplace): Promise<Figures> {
  const directory = workplace.directory();
  const plan = Array.from({ length: 1 + IDLE / MEMBERS }, (_, i) => ({ guests: placesIn(i), messages: 0 }));
  const { guests, chatIds } = layOut(directory, MEMBERS + IDLE, plan);
  const server = await workplace.startServer(directory, { SECRET_KEY });
  const members: CountingSocket[] = [];
  for (const { token } of guests.slice(0, MEMBERS)) members.push(await enter(server.url, token, chatIds[0]!));
  const room = new MeasuredRoom(
    server,
    members,
    JSON.stringify({ type: 'message', chat_id: chatIds[0], content: 'Is anybody awake?' }),
  );
  const idle = guests.slice(MEMBERS).map(({ token }) => token);
  const early = await IdleCrowd.gather(server.url, idle.slice(0, WARM_UP));
  await early.crowd.leave();
  await room.round(1, ROOM_MS);

  const before = { room: await room.round(1, ROOM_MS), memory: await settledMemory(server), cpu: await server.cpu() };
  const { crowd, ms } = await IdleCrowd.gather(server.url, idle);
  const cpu = (await server.cpu()) - before.cpu;
  const memory = await settledMemory(server);
  const beside = await room.round(1, ROOM_MS);
  await crowd.leave();
  for (const member of members) member.close();
  await server.stop();
  const kibibytes = (name: 'heap' | 'rss') => (memory[name] - before.memory[name]) / IDLE / 1024;
  return {
    [`${IDLE.toLocaleString('en-US')} idle connections`]: {
      'heap KiB each': kibibytes('heap'),
      'RSS KiB each': kibibytes('rss'),
      'opened/s': (IDLE / ms) * 1000,
      'CPU ms to open': cpu / IDLE / 1000,
    },
    [`a room of ${MEMBERS} without them`]: waits(before.room),
    [`a room of ${MEMBERS} beside them`]: waits(beside),
  };
}

function placesIn(chat: number): number[] {
  return Array.from({ length: MEMBERS }, (_, i) => chat * MEMBERS + i);
}

function waits({ 'p50 ms': p50, 'p99 ms': p99 }: Row): Row {
  return { 'p50 ms': p50!, 'p99 ms': p99! };
}

async function settledMemory(server: Measured) {
  // Answered only when what came before it is done.
  await fetch(`${server.url}/health`);
  await server.collectGarbage();
  return server.memory();
}
