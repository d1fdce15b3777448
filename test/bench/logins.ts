import { hashSync } from 'bcryptjs';
import { percentile, type Figures } from './figures.ts';
import { HttpClient } from './http-client.ts';
import { layOut, SECRET_KEY } from './party.ts';
import { probing } from './probe.ts';
import type { Workplace } from './workplace.ts';

const LOGINS = 100;
const PASSWORD = 'correct horse battery staple';
/** The server's own. */
const COST = 10;

/** What everybody else notices while a whole crowd signs in by password at once. */
export async function measureLogins(workplace: Workplace): Promise<Figures> {
  const directory = workplace.directory();
  const { guests } = layOut(directory, LOGINS, [], hashSync(PASSWORD, COST));
  const server = await workplace.startServer(directory, { SECRET_KEY });
  const clients = guests.map(() => new HttpClient(server.url));
  // The first one waits for the first worker.
  await clients[0]!.post('/api/auth/login', { username: guests[0]!.username, password: PASSWORD });
  const before = await probing(server.url, () => new Promise((resolve) => setTimeout(resolve, 1000)));
  await server.longestStall();
  const start = performance.now();
  const during = await probing(server.url, () =>
    Promise.all(guests.map(({ username }, i) => clients[i]!.post('/api/auth/login', { username, password: PASSWORD }))),
  );
  const elapsed = performance.now() - start;
  const stall = await server.longestStall();
  for (const client of clients) client.close();
  await server.stop();
  const tokens = during.result.map(({ json }) => (json as { access_token?: string }).access_token);
  if (tokens.includes(undefined)) throw new Error('a login gave no token');
  const waits = during.result.map(({ ms }) => ms);
  return {
    '/health on its own': health(before.waits),
    [`/health during ${LOGINS} logins at once`]: { ...health(during.waits), 'stall ms': stall },
    [`${LOGINS} logins at once`]: {
      'logins/s': (LOGINS / elapsed) * 1000,
      'p50 ms': percentile(waits, 50),
      'max ms': Math.max(...waits),
    },
  };
}

function health(waits: number[]) {
  return { 'p50 ms': percentile(waits, 50), 'p99 ms': percentile(waits, 99), 'max ms': Math.max(...waits) };
}
