import path from 'node:path';
import { nodeDisk } from '../../server/store/json/disk.ts';
import { CountingSocket } from './counting-socket.ts';
import { Durations, medians, type Figures, type Row } from './figures.ts';
import { layOutParty, SECRET_KEY } from './party.ts';
import type { Measured, Workplace } from './workplace.ts';

const SENDERS = 100;
const ROUNDS = 5;
const ROUND_MS = 1000;
/** Messages of one sender on their way at once, where it does not wait for each echo. */
const WINDOW = 32;

/**
 * How fast messages become durable, seen from the socket: each sender sends its next one when it has the echo of an
 * earlier one, which is its acknowledgement. Nobody is in a room. In a chat that all share, each message is news for the
 * others; in one of their own, each writes to another file. With one message on its way at a time, each costs a system call to
 * read it and one to echo it; with more they share them. What bounds it is measured beside it: the disk alone, and a bare `ws` echo that
 * keeps nothing.
 */
export async function measureWrites(workplace: Workplace): Promise<Figures> {
  const directory = workplace.directory();
  const { guests, chatIds } = layOutParty(directory, SENDERS, [0]);
  const server = await workplace.startServer(directory, { SECRET_KEY });
  const bare = await workplace.startBareBroadcast();
  const apart: Sender[] = [];
  const together: Sender[] = [];
  const echoed: Sender[] = [];
  for (const { token } of guests) {
    const socket = await CountingSocket.open(server.url, token);
    apart.push({ socket, text: message(await createChat(server.url, token)) });
    together.push({ socket, text: message(chatIds[0]!) });
    const echo = await CountingSocket.open(bare.url, 'echo');
    echoed.push({ socket: echo, text: message(chatIds[0]!) });
  }
  const round = async ({ senders, window, at = server }: Load): Promise<Row> => {
    const cpuBefore = await at.cpu();
    const { acks, elapsed, durations } = await sendAndWait(senders, window, ROUND_MS);
    return {
      'writes/s': (acks / elapsed) * 1000,
      'ack p50 ms': durations.percentile(50),
      'ack p99 ms': durations.percentile(99),
      'CPU ms per 1,000': ((await at.cpu()) - cpuBefore) / acks,
    };
  };
  const loads: Record<string, Load> = {
    '1 sender': { senders: apart.slice(0, 1), window: 1 },
    [`${SENDERS} senders, a chat each`]: { senders: apart, window: 1 },
    [`${SENDERS} senders, one chat`]: { senders: together, window: 1 },
    [`${SENDERS} senders, one chat, ${WINDOW} in flight each`]: { senders: together, window: WINDOW },
    [`${SENDERS} senders, bare ws echo`]: { senders: echoed, window: 1, at: bare },
  };
  await round({ senders: together, window: WINDOW });
  const rows = Object.keys(loads).map((name) => ({ name, rounds: [] as Row[] }));
  const elsewhere = workplace.directory();
  const disk = [1, SENDERS].map((files) => ({ files, rounds: [] as Row[] }));
  for (let i = 0; i < ROUNDS; i++) {
    for (const { name, rounds } of rows) rounds.push(await round(loads[name]!));
    for (const { files, rounds } of disk) rounds.push(await writeAlone(elsewhere, files, ROUND_MS));
  }
  for (const { socket } of [...apart, ...echoed]) socket.close();
  await Promise.all([server.stop(), bare.stop()]);
  return Object.fromEntries([
    ...rows.map(({ name, rounds }) => [name, medians(rounds)]),
    ...disk.map(({ files, rounds }) => [`the disk alone, ${files} at once`, medians(rounds)]),
  ]) as Figures;
}

/** One kind of load. */
interface Load {
  senders: Sender[];
  /** Messages of each sender on their way at once. */
  window: number;
  /** Who is measured; the server where it is left out. */
  at?: Measured;
}

interface Sender {
  socket: CountingSocket;
  /** The frame that it sends, again and again. */
  text: string;
}

/** How many lines of a message's length reach the disk, each on its own, as the store writes them. */
async function writeAlone(directory: string, count: number, ms: number): Promise<Row> {
  const files = await Promise.all(
    Array.from({ length: count }, (_, i) => nodeDisk.open(path.join(directory, `alone-${i}`), 'update')),
  );
  const line = Buffer.alloc(220, '.');
  const start = performance.now();
  let written = 0;
  for (let at = 0; performance.now() - start < ms; at += line.length) {
    await Promise.all(files.map((file) => file.writeThrough(line, at)));
    written += count;
  }
  const elapsed = performance.now() - start;
  await Promise.all(files.map((file) => file.close()));
  return { 'writes/s': (written / elapsed) * 1000 };
}

const message = (chat_id: number) =>
  JSON.stringify({ type: 'message', chat_id, content: 'Another line that has to stay.' });

async function createChat(url: string, token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(`${url}/api/chats`, { method: 'POST', headers, body: JSON.stringify({ name: 'mine' }) });
  const { id } = (await response.json()) as { id: number };
  return id;
}

async function sendAndWait(senders: Sender[], window: number, ms: number) {
  const start = performance.now();
  const durations = new Durations();
  let acks = 0;
  const work = senders.map(
    ({ socket, text }) =>
      new Promise<void>((resolve, reject) => {
        /** When those on their way were sent; echoes come in the same order. */
        const sentAt: number[] = [];
        const send = () => {
          const now = performance.now();
          if (now - start < ms) {
            sentAt.push(now);
            socket.send(text);
          } else if (sentAt.length === 0) resolve();
        };
        socket.onFrame = (kind) => {
          if (kind === 'e'.charCodeAt(0)) return reject(new Error('the server refused a message'));
          // Who is in no room is told of the message once more, as of anybody's.
          if (kind !== 'm'.charCodeAt(0)) return;
          durations.add(performance.now() - sentAt.shift()!);
          acks++;
          send();
        };
        for (let i = 0; i < window; i++) send();
      }),
  );
  await Promise.all(work);
  return { acks, elapsed: performance.now() - start, durations };
}
