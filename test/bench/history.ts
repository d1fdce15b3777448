import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { percentile, type Figures, type Row } from './figures.ts';
import { layOutParty, SECRET_KEY } from './party.ts';
import type { Workplace } from './workplace.ts';

const SIZES = [1000, 10_000, 100_000];
const PAGE = 50;
const PAGES = 600;

/** How long a page of messages takes over REST, in chats with ever more of them. */
export async function measureHistory(workplace: Workplace): Promise<Figures> {
  const directory = workplace.directory();
  const { guests, chatIds } = await layOutParty(directory, 10, SIZES);
  const server = await workplace.startServer(directory, { SECRET_KEY });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const authorization = `Bearer ${guests[0]!.token}`;

  /** Milliseconds until the page is here as text. */
  const page = async (chatId: number, before = ''): Promise<number> => {
    const start = performance.now();
    const url = `${server.url}/api/chats/${chatId}/messages?limit=${PAGE}${before}`;
    const [response] = (await once(get(url, { agent, headers: { authorization } }), 'response')) as [IncomingMessage];
    let text = '';
    for await (const piece of response.setEncoding('utf8')) text += String(piece);
    const taken = performance.now() - start;
    const messages = JSON.parse(text) as unknown[];
    if (messages.length !== PAGE) throw new Error(`a page had ${messages.length} messages`);
    return taken;
  };

  // The first request pays for what only the first one pays.
  for (let i = 0; i < 100; i++) await page(chatIds[0]!);
  const firsts: number[] = [];
  for (const chatId of chatIds) firsts.push(await page(chatId));
  const newest = SIZES.map((): number[] => []);
  const earlier = SIZES.map((): number[] => []);
  for (let i = 0; i < PAGES; i++) {
    for (const [at, size] of SIZES.entries()) {
      newest[at]!.push(await page(chatIds[at]!));
      earlier[at]!.push(await page(chatIds[at]!, `&before=${idWithin(at, size)}`));
    }
  }
  agent.destroy();
  await server.stop();
  return Object.fromEntries(
    SIZES.flatMap((size, at) => {
      const name = `${size.toLocaleString('en-US')} messages`;
      return [
        [`${name}: newest page`, { ...row(newest[at]!, newest[0]!), 'first use ms': firsts[at]! }],
        [`${name}: anywhere`, row(earlier[at]!, earlier[0]!)],
      ];
    }),
  );
}

function row(times: number[], base: number[]): Row {
  return {
    'p50 ms': percentile(times, 50),
    'p99 ms': percentile(times, 99),
    'times the smallest': percentile(times, 50) / percentile(base, 50),
  };
}

/** A message id somewhere in the chat, a page or more behind its start: ids run on from one chat to the next. */
function idWithin(chat: number, size: number): number {
  const before = SIZES.slice(0, chat).reduce((sum, count) => sum + count, 0);
  return before + PAGE + 1 + Math.floor(Math.random() * (size - PAGE));
}
