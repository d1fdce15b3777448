import { CountingSocket } from './counting-socket.ts';
import { Durations, medians, type Figures, type Row } from './figures.ts';
import { layOutParty, SECRET_KEY } from './party.ts';
import type { Workplace } from './workplace.ts';

const SENDERS = 100;
const ROUNDS = 5;
const ROUND_MS = 1000;
/** Messages of one sender on their way at once, where it does not wait for each echo. */
const WINDOW = 32;

/**
 * How fast messages become durable, seen from the socket: each sender sends its next one when it has the echo of an
 * earlier one, which is its acknowledgement. Nobody is in a room. In a chat that all share, each message is news for the
 * others; in one of their own, each writes to another file. With one message on its way at a time, each costs a system call to
 * read it and one to echo it; with more they share them.
 */
export async function measureWrites(workplace: Workplace): Promise<Figures> {
  const directory = workplace.directory();
  const { guests, chatIds } = await layOutParty(directory, SENDERS, [0]);
  const server = await workplace.startServer(directory, { SECRET_KEY });
  const apart: Sender[] = [];
  const together: Sender[] = [];
  for (const { token } of guests) {
    const socket = await CountingSocket.open(server.url, token);
    apart.push({ socket, text: message(await createChat(server.url, token)) });
    together.push({ socket, text: message(chatIds[0]!) });
  }
  const round = async (senders: Sender[], window: number): Promise<Row> => {
    const cpuBefore = await server.cpu();
    const { acks, elapsed, durations } = await sendAndWait(senders, window, ROUND_MS);
    return {
      'writes/s': (acks / elapsed) * 1000,
      'ack p50 ms': durations.percentile(50),
      'ack p99 ms': durations.percentile(99),
      'CPU ms per 1,000': ((await server.cpu()) - cpuBefore) / acks,
    };
  };
  const rows = {
    '1 sender': { senders: apart.slice(0, 1), window: 1, rounds: [] as Row[] },
    [`${SENDERS} senders, a chat each`]: { senders: apart, window: 1, rounds: [] as Row[] },
    [`${SENDERS} senders, one chat`]: { senders: together, window: 1, rounds: [] as Row[] },
    [`${SENDERS} senders, one chat, ${WINDOW} in flight each`]: {
      senders: together,
      window: WINDOW,
      rounds: [] as Row[],
    },
  };
  await round(together, WINDOW);
  for (let i = 0; i < ROUNDS; i++) {
    for (const { senders, window, rounds } of Object.values(rows)) rounds.push(await round(senders, window));
  }
  for (const { socket } of apart) socket.close();
  await server.stop();
  return Object.fromEntries(Object.entries(rows).map(([name, { rounds }]) => [name, medians(rounds)]));
}

interface Sender {
  socket: CountingSocket;
  /** The frame that it sends, again and again. */
  text: string;
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
