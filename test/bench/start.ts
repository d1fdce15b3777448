import { median, type Figures } from './figures.ts';
import { HttpClient } from './http-client.ts';
import { enter } from './enter.ts';
import { layOut, SECRET_KEY } from './party.ts';
import type { Measured, Workplace } from './workplace.ts';

const GUESTS = 300;
const CHATS = 1000;
const MESSAGES = 1_000_000;
const MEMBERS = 20;
const ROUNDS = 5;

/** How soon a server with a long past can be used, and how much memory that past takes. */
export async function measureStart(workplace: Workplace): Promise<Figures> {
  const empty = workplace.directory();
  const full = workplace.directory();
  const plan = Array.from({ length: CHATS }, (_, chat) => ({ guests: placesIn(chat), messages: MESSAGES / CHATS }));
  const { guests, chatIds } = layOut(full, GUESTS, plan);
  const { token } = guests[0]!;

  await (await workplace.startServer(empty, { SECRET_KEY })).stop();
  const readyAfter: { empty: number[]; full: number[] } = { empty: [], full: [] };
  for (let i = 0; i < ROUNDS; i++) {
    for (const [name, directory] of Object.entries({ empty, full })) {
      const server = await workplace.startServer(directory, { SECRET_KEY });
      readyAfter[name as 'empty' | 'full'].push(server.readyAfter);
      await server.stop();
    }
  }

  const server = await workplace.startServer(full, { SECRET_KEY });
  const client = new HttpClient(server.url, token);
  const atStart = await megabytes(server);
  const member = await enter(server.url, token, chatIds[0]!);
  const list = await client.get('/api/chats');
  const { length } = list.json as unknown[];
  if (length !== CHATS) throw new Error(`${length} chats were listed`);
  const listed = await megabytes(server);
  for (const chatId of chatIds) await client.get(`/api/chats/${chatId}/messages?limit=50`);
  const opened = await megabytes(server);
  member.close();
  client.close();
  await server.stop();
  return {
    'with nothing': { 'ready after ms': median(readyAfter.empty) },
    [`with ${CHATS.toLocaleString('en-US')} chats, ${MESSAGES.toLocaleString('en-US')} messages`]: {
      'ready after ms': median(readyAfter.full),
      'RSS MB': atStart,
    },
    'then, with somebody of all chats connected': { 'RSS MB': listed, 'list of chats ms': list.ms },
    'then, with every chat opened once': { 'RSS MB': opened },
  };
}

/** The first guest takes part everywhere. */
function placesIn(chat: number): number[] {
  return [0, ...Array.from({ length: MEMBERS - 1 }, (_, i) => 1 + ((chat * MEMBERS + i) % (GUESTS - 1)))];
}

async function megabytes(server: Measured): Promise<number> {
  const { rss } = await server.memory();
  return rss / 1e6;
}
