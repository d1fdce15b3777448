import { percentile, type Figures, type Row } from './figures.ts';
import { HttpClient } from './http-client.ts';
import { layOutParty, SECRET_KEY } from './party.ts';
import { probing } from './probe.ts';
import type { Workplace } from './workplace.ts';

const SIZES = [1000, 100_000, 1_000_000];
const PAGE = 50;
const PAGES = 600;

/** How long a page of messages takes over REST, in chats with ever more of them, and what the first page of each costs. */
export async function measureHistory(workplace: Workplace): Promise<Figures> {
  const directory = workplace.directory();
  // One more, for what only the very first request pays.
  const { guests, chatIds } = layOutParty(directory, 10, [...SIZES, PAGE]);
  const server = await workplace.startServer(directory, { SECRET_KEY });
  const client = new HttpClient(server.url, guests[0]!.token);

  /** Milliseconds until the page is here as text. */
  const page = async (chatId: number, before = ''): Promise<number> => {
    const { ms, json } = await client.get(`/api/chats/${chatId}/messages?limit=${PAGE}${before}`);
    const { length } = json as unknown[];
    if (length !== PAGE) throw new Error(`a page had ${length} messages`);
    return ms;
  };

  for (let i = 0; i < 100; i++) await page(chatIds[SIZES.length]!);
  await server.longestStall();
  const firsts: Row[] = [];
  for (const [at, size] of SIZES.entries()) {
    await server.longestStall();
    const { result, waits } = await probing(server.url, () => page(chatIds[at]!));
    const stall = await server.longestStall();
    firsts.push({ 'first use ms': result, 'stall ms': stall, '/health max ms': Math.max(...waits) });
    if (waits.length === 0) throw new Error(`nothing was asked while the chat of ${size} was opened`);
  }
  const newest = SIZES.map((): number[] => []);
  const earlier = SIZES.map((): number[] => []);
  for (let i = 0; i < PAGES; i++) {
    for (const [at, size] of SIZES.entries()) {
      newest[at]!.push(await page(chatIds[at]!));
      earlier[at]!.push(await page(chatIds[at]!, `&before=${idWithin(at, size)}`));
    }
  }
  client.close();
  await server.stop();
  return Object.fromEntries(
    SIZES.flatMap((size, at) => {
      const name = `${size.toLocaleString('en-US')} messages`;
      return [
        [`${name}: newest page`, { ...row(newest[at]!, newest[0]!), ...firsts[at] }],
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
