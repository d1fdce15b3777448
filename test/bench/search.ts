import { searchAnswer } from '../../server/protocol/search.ts';
import { percentile, type Figures, type Row } from './figures.ts';
import { HttpClient } from './http-client.ts';
import { layOut, SECRET_KEY, type PlannedChat, type Said } from './party.ts';
import { probing } from './probe.ts';
import type { Workplace } from './workplace.ts';

const MESSAGES = 100_000;
const CHATS = 500;
const PEOPLE = 20;
const ROUNDS = 60;
const MINUTE = 60_000;
const start = Date.UTC(2026, 0, 1);

/** What is asked, and how many messages it finds at least, of those that there are in one chat or in all the small ones. */
const queries: Record<string, { query: (round: number) => Record<string, string>; finds: number }> = {
  'common word': { query: () => ({ query: 'people' }), finds: 20 },
  'rare word': { query: (round) => ({ query: `rare${round % 10}` }), finds: 1 },
  'absent word': { query: (round) => ({ query: `absent${round}` }), finds: 0 },
  'one letter': { query: (round) => ({ query: 'aeo'.charAt(round % 3) }), finds: 20 },
  'two words and a phrase': { query: (round) => ({ query: `write "of the" number${round * 3}` }), finds: 0 },
  'an accent and CJK': { query: (round) => ({ query: round % 2 ? 'brûlée' : '漢字' }), finds: 20 },
  'somebody, a word': {
    query: (round) => ({ query: 'people', from: `guest-${1 + (round % (PEOPLE - 1))}` }),
    finds: 20,
  },
  'somebody absent': { query: () => ({ from: 'guest-none' }), finds: 0 },
  'the oldest day, a word': { query: () => ({ query: 'people', until: '2026-01-01' }), finds: 20 },
  'a day, files': { query: () => ({ since: '2026-01-05', until: '2026-01-05', has_file: 'true' }), finds: 0 },
};

/** How long searches take over REST, and how long they hold up everybody else. */
export async function measureSearch(workplace: Workplace): Promise<Figures> {
  const directory = workplace.directory();
  const everybody = Array.from({ length: PEOPLE }, (_, i) => i);
  const small = MESSAGES / CHATS;
  const chats: PlannedChat[] = [{ guests: everybody.slice(1), messages: MESSAGES, said }];
  // The first guest takes part in the small chats only.
  for (let i = 0; i < CHATS; i++) {
    chats.push({ guests: everybody, messages: small, said: (place) => said(i * small + place) });
  }
  const { guests, chatIds } = layOut(directory, PEOPLE, chats);
  const server = await workplace.startServer(directory, { SECRET_KEY });
  const scopes = {
    'one chat': { client: new HttpClient(server.url, guests[1]!.token), path: `/api/chats/${chatIds[0]!}/search` },
    [`${CHATS} chats`]: { client: new HttpClient(server.url, guests[0]!.token), path: '/api/search' },
  };
  const figures: Figures = {};
  /** Rounds of one request, each answered with its milliseconds. */
  const measure = async (ask: (round: number) => Promise<number>): Promise<Row> => {
    const times: number[] = [];
    await server.longestStall();
    const before = await server.cpu();
    for (let round = 0; round < ROUNDS; round++) times.push(await ask(round));
    return {
      'p50 ms': percentile(times, 50),
      'p95 ms': percentile(times, 95),
      'cpu ms': ((await server.cpu()) - before) / 1000 / ROUNDS,
      'stall ms': await server.longestStall(),
    };
  };
  for (const [scope, { client, path }] of Object.entries(scopes)) {
    const search = async (query: Record<string, string>, finds: number): Promise<number> => {
      const { ms, json } = await client.get(`${path}?${new URLSearchParams(query)}`);
      const { hits } = searchAnswer.parse(json);
      if (hits.length < finds) throw new Error(`${JSON.stringify(query)} has found ${hits.length} messages`);
      return ms;
    };
    // What the machine does to anybody, whatever is asked.
    figures[`${scope}: no search`] = await measure(async () => (await client.get('/api/auth/me')).ms);
    await server.longestStall();
    const { result, waits } = await probing(server.url, () => search({ query: 'people' }, 20));
    const stall = await server.longestStall();
    figures[`${scope}: the first`] = {
      'first use ms': result,
      'stall ms': stall,
      '/health max ms': Math.max(...waits),
    };
    for (const [name, { query, finds }] of Object.entries(queries)) {
      figures[`${scope}: ${name}`] = await measure((round) => search(query(round), finds));
    }
    client.close();
  }
  figures['the server'] = { 'RSS MB': (await server.memory()).rss / 2 ** 20 };
  await server.stop();
  return figures;
}

/** About a hundred characters; one in fifty in other scripts, ten words that are in ten messages each. */
function said(i: number): Said {
  const words = ['number', i, ' of the things that people write to each other, ', 'word', (i * 7919) % 10_007].join('');
  const rare = i % 1000 === 0 ? ` rare${(i / 1000) % 10}` : '';
  const other = i % 50 === 0 ? ' Crème Brûlée, 漢字かな交じり文' : ' and so on, and on';
  return { content: words + rare + other, created_at: new Date(start + i * MINUTE).toISOString() };
}
