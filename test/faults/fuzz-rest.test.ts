import { Agent, request, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorBody } from '../../server/protocol/errors.ts';
import type { TestPerson } from '../support/client.ts';
import { startFuzzedServer, type FuzzedServer } from '../support/fuzz/fuzzed-server.ts';
import { createRandom } from '../support/fuzz/random.ts';
import { anyRequest, type FuzzedRequest, type FuzzedThings } from '../support/fuzz/requests.ts';
import { scaled, seedOfRun } from '../support/long-run.ts';

const REQUESTS = scaled(1500, 100_000);
/** Of them, before memory is looked at for the first time. */
const WARM_UP = REQUESTS / 5;
const AT_ONCE = 6;
/** Bytes by which memory may grow that nobody knows of. */
const SLACK = 8_000_000;
/** Bytes that one account, chat or invite may need. */
const STORED = 8000;

/** Every status that an answer may have. */
const known = new Set([200, 204, 304, 400, 401, 403, 404, 405, 409, 413, 422, 431]);

let served: FuzzedServer;
let host: TestPerson;
let things: FuzzedThings;
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

beforeAll(async () => {
  served = await startFuzzedServer();
  host = await served.client.person('host');
  const others = [await served.client.person('ann'), await served.client.person('bob')];
  const chatIds: number[] = [];
  for (const owner of [host, ...others]) {
    const { body } = await owner.call('POST', '/api/chats', { participant_usernames: ['ann'] });
    chatIds.push(body.id);
  }
  things = { tokens: [host, ...others].map(({ token }) => token), chatIds };
}, 60_000);
afterAll(async () => {
  agent.destroy();
  await served.close();
});

interface Answer {
  status: number;
  type: string;
  body: Buffer;
}

async function ask({ method, path, headers, body }: FuzzedRequest): Promise<Answer> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const asked = request(served.url, { agent, method, path, headers }, resolve);
    asked.once('error', reject);
    asked.end(body);
  });
  return {
    status: answer.statusCode ?? 0,
    type: answer.headers['content-type'] ?? '',
    body: decoded(await buffer(answer), answer.headers['content-encoding']),
  };
}

function decoded(body: Buffer, encoding: string | undefined): Buffer {
  if (encoding === 'br') return brotliDecompressSync(body);
  return encoding === 'gzip' ? gunzipSync(body) : body;
}

/** What is wrong with an answer; undefined where nothing is. */
function problemOf({ method }: FuzzedRequest, { status, type, body }: Answer): string | undefined {
  if (!known.has(status)) return `the status is ${status}`;
  const isBare = body.length === 0 && (method === 'HEAD' || [204, 304, 400, 431].includes(status));
  if (isBare) return undefined;
  if (!type.startsWith('application/json'))
    return status < 400 ? undefined : `${status} is ${type}: ${body.toString()}`;
  const value: unknown = JSON.parse(body.toString());
  if (status < 400) return undefined;
  const { data } = errorBody.safeParse(value);
  if (data?.code === undefined) return `${status} is not of the agreed form: ${body.toString().slice(0, 300)}`;
  return data.code === 'internal' ? body.toString() : undefined;
}

/** A connection on which the server has said no early may be closed while the rest of the request is under way. */
const isCut = (error: unknown) =>
  error instanceof Error && 'code' in error && ['ECONNRESET', 'EPIPE'].includes(String(error.code));

test(
  '[FUZZ3] [FUZZ4] whatever is asked for is answered in the agreed form, and none of it stays in memory',
  async () => {
    const seed = seedOfRun();
    const random = createRandom(seed);
    const problems: string[] = [];
    const counts = new Map<number, number>();
    let cut = 0;
    let made = 0;

    async function fuzz(): Promise<void> {
      const asked = anyRequest(random, things);
      try {
        const answer = await ask(asked);
        counts.set(answer.status, (counts.get(answer.status) ?? 0) + 1);
        if (answer.status === 200 && asked.method === 'POST') made++;
        const problem = problemOf(asked, answer);
        if (problem !== undefined) problems.push(`${asked.method} ${asked.path.slice(0, 200)}: ${problem}`);
      } catch (error) {
        if (isCut(error)) cut++;
        else problems.push(`${asked.method} ${asked.path.slice(0, 200)} ${String(error)}`);
      }
    }
    let left = 0;
    const all = (count: number) => {
      left = count;
      const worker = async () => {
        while (left-- > 0 && problems.length < 10) await fuzz();
      };
      return Promise.all(Array.from({ length: AT_ONCE }, worker));
    };

    await all(WARM_UP);
    const [before, madeBefore] = [await served.memory(), made];
    await all(REQUESTS - WARM_UP);
    const grown = (await served.memory()) - before;

    expect(problems, `FAULT_SEED=${seed}`).toEqual([]);
    expect([200, 400, 401, 403, 404, 405, 422].filter((status) => !counts.has(status))).toEqual([]);
    expect(cut).toBeLessThan(REQUESTS / 20);
    expect(grown, `FAULT_SEED=${seed}`).toBeLessThan(SLACK + STORED * (made - madeBefore));
    expect((await host.call('GET', '/api/auth/me')).status).toBe(200);
    expect(served.complaints(), `FAULT_SEED=${seed}`).toEqual([]);
    expect(await served.stop()).toEqual({ code: 0, signal: null });
  },
  scaled(60_000, 3_600_000),
);
