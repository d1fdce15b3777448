import { CountingSocket } from './counting-socket.ts';
import { Durations, medians, type Figures, type Row } from './figures.ts';
import { layOutParty, SECRET_KEY } from './party.ts';
import type { Workplace } from './workplace.ts';

const SENDERS = 100;
const ROUNDS = 5;
const ROUND_MS = 1000;

/**
 * How fast messages become durable, seen from the socket: each sender sends its next one when it has the echo of the
 * last, which is its acknowledgement. Nobody is in the room, so that only the senders are answered.
 */
export async function measureWrites(workplace: Workplace): Promise<Figures> {
  const directory = workplace.directory();
  const { guests, chatIds } = await layOutParty(directory, SENDERS, [0]);
  const server = await workplace.startServer(directory, { SECRET_KEY });
  const sockets: CountingSocket[] = [];
  for (const { token } of guests) sockets.push(await CountingSocket.open(server.url, token));
  const text = JSON.stringify({ type: 'message', chat_id: chatIds[0], content: 'Another line that has to stay.' });
  const round = async (senders: CountingSocket[]): Promise<Row> => {
    const cpuBefore = await server.cpu();
    const { acks, elapsed, durations } = await sendAndWait(senders, text, ROUND_MS);
    return {
      'writes/s': (acks / elapsed) * 1000,
      'ack p50 ms': durations.percentile(50),
      'ack p99 ms': durations.percentile(99),
      'CPU ms per 1,000': ((await server.cpu()) - cpuBefore) / acks,
    };
  };
  const one: Row[] = [];
  const hundred: Row[] = [];
  await round(sockets);
  for (let i = 0; i < ROUNDS; i++) {
    one.push(await round(sockets.slice(0, 1)));
    hundred.push(await round(sockets));
  }
  for (const socket of sockets) socket.close();
  await server.stop();
  return { '1 sender': medians(one), [`${SENDERS} senders`]: medians(hundred) };
}

async function sendAndWait(senders: CountingSocket[], text: string, ms: number) {
  const start = performance.now();
  const durations = new Durations();
  let acks = 0;
  const work = senders.map(
    (sender) =>
      new Promise<void>((resolve, reject) => {
        let sentAt = 0;
        const send = () => {
          sentAt = performance.now();
          if (sentAt - start >= ms) return resolve();
          sender.send(text);
        };
        sender.onFrame = (kind) => {
          if (kind !== 'm'.charCodeAt(0)) return reject(new Error('the server refused a message'));
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
