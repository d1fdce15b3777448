import { CountingSocket } from './counting-socket.ts';
import { Durations, medians, type Figures, type Row } from './figures.ts';
import { layOutParty, SECRET_KEY } from './party.ts';
import type { Workplace } from './workplace.ts';

const SENDERS = 100;
const ROUNDS = 5;
const ROUND_MS = 1000;

/**
 * How fast messages become durable, seen from the socket: each sender sends its next one when it has the echo of the
 * last, which is its acknowledgement. Nobody is in a room. In a chat that all share, each message is news for the others;
 * in one of their own, each writes to another file.
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
  const round = async (senders: Sender[]): Promise<Row> => {
    const cpuBefore = await server.cpu();
    const { acks, elapsed, durations } = await sendAndWait(senders, ROUND_MS);
    return {
      'writes/s': (acks / elapsed) * 1000,
      'ack p50 ms': durations.percentile(50),
      'ack p99 ms': durations.percentile(99),
      'CPU ms per 1,000': ((await server.cpu()) - cpuBefore) / acks,
    };
  };
  const rows = {
    '1 sender': { senders: apart.slice(0, 1), rounds: [] as Row[] },
    [`${SENDERS} senders, a chat each`]: { senders: apart, rounds: [] as Row[] },
    [`${SENDERS} senders, one chat`]: { senders: together, rounds: [] as Row[] },
  };
  await round(together);
  for (let i = 0; i < ROUNDS; i++) {
    for (const { senders, rounds } of Object.values(rows)) rounds.push(await round(senders));
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

async function sendAndWait(senders: Sender[], ms: number) {
  const start = performance.now();
  const durations = new Durations();
  let acks = 0;
  const work = senders.map(
    ({ socket, text }) =>
      new Promise<void>((resolve, reject) => {
        let sentAt = 0;
        const send = () => {
          sentAt = performance.now();
          if (sentAt - start >= ms) return resolve();
          socket.send(text);
        };
        socket.onFrame = (kind) => {
          if (kind === 'e'.charCodeAt(0)) return reject(new Error('the server refused a message'));
          // Who is in no room is told of the message once more, as of anybody's.
          if (kind !== 'm'.charCodeAt(0)) return;
          durations.add(performance.now() - sentAt);
          acks++;
          send();
        };
        send();
      }),
  );
  await Promise.all(work);
  return { acks, elapsed: performance.now() - start, durations };
}
