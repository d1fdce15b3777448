import { CountingSocket } from './counting-socket.ts';
import { enter } from './enter.ts';
import { medians, type Figures, type Row } from './figures.ts';
import { layOutParty, SECRET_KEY } from './party.ts';
import { MeasuredRoom } from './room.ts';
import type { Measured, Workplace } from './workplace.ts';

const SIZES = [50, 200, 500];
/** Messages in flight, rounds, and milliseconds of each. */
const LOADS = [
  { inFlight: 32, rounds: 5, ms: 1000 },
  { inFlight: 1, rounds: 3, ms: 700 },
];
const CONTENT = 'What a person writes in a chat has about this length, give or take a few words.';

/** How fast one message reaches a whole room, next to a bare `ws` loop that keeps nothing. */
export async function measureFanOut(workplace: Workplace): Promise<Figures> {
  const directory = workplace.directory();
  const { guests, chatIds } = layOutParty(
    directory,
    Math.max(...SIZES),
    SIZES.map(() => 0),
  );
  const tokens = guests.map((guest) => guest.token);
  const server = await workplace.startServer(directory, { SECRET_KEY });
  const bare = await workplace.startBareBroadcast();
  const figures: Figures = {};
  for (const [i, size] of SIZES.entries()) {
    const inRoom = await enterRoom(server, tokens.slice(0, size), chatIds[i]!);
    // One message tells how long its frame is, and warms up.
    await inRoom.round(1, 1);
    const atBare = await enterBare(bare, size, inRoom.messageBytes);
    await alternate(inRoom, atBare, { inFlight: 32, rounds: 1, ms: 1000 });
    for (const load of LOADS) {
      const [ours, theirs, ratios] = await alternate(inRoom, atBare, load);
      const name = `${size} members, ${load.inFlight} in flight`;
      figures[`${name}: server`] = medians(ours);
      figures[`${name}: bare ws`] = medians(theirs);
      figures[`${name}: times better`] = medians(ratios);
    }
    inRoom.close();
    atBare.close();
  }
  await Promise.all([server.stop(), bare.stop()]);
  return figures;
}

async function enterRoom(server: Measured, tokens: string[], chatId: number): Promise<MeasuredRoom> {
  const members: CountingSocket[] = [];
  for (const token of tokens) members.push(await enter(server.url, token, chatId));
  const frame = { type: 'message', chat_id: chatId, content: CONTENT };
  return new MeasuredRoom(server, members, JSON.stringify(frame));
}

/** @param messageBytes what each delivery is to have, so that both send the same amount. */
async function enterBare(bare: Measured, size: number, messageBytes: number): Promise<MeasuredRoom> {
  const members: CountingSocket[] = [];
  for (let i = 0; i < size; i++) members.push(await CountingSocket.open(bare.url, ''));
  const padding = Math.round(messageBytes) - JSON.stringify({ type: 'message', content: '' }).length;
  return new MeasuredRoom(bare, members, JSON.stringify({ type: 'message', content: '.'.repeat(padding) }));
}

/** Rounds in turn, so that both meet the same weather. */
async function alternate(
  ours: MeasuredRoom,
  theirs: MeasuredRoom,
  { inFlight, rounds, ms }: (typeof LOADS)[number],
): Promise<[ours: Row[], theirs: Row[], ratios: Row[]]> {
  const all: [Row[], Row[], Row[]] = [[], [], []];
  for (let i = 0; i < rounds; i++) {
    const a = await ours.round(inFlight, ms);
    const b = await theirs.round(inFlight, ms);
    all[0].push(a);
    all[1].push(b);
    all[2].push({
      'deliveries/s': a['deliveries/s']! / b['deliveries/s']!,
      'CPU ms per 1,000': b['CPU ms per 1,000']! / a['CPU ms per 1,000']!,
      'p50 ms': b['p50 ms']! / a['p50 ms']!,
      'p99 ms': b['p99 ms']! / a['p99 ms']!,
    });
  }
  return all;
}
