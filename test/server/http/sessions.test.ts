import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SESSIONS_MAX } from '../../../server/protocol/sessions.ts';
import { USE_NOTED } from '../../../server/core/sessions.ts';
import { deviceOf } from '../../../server/http/device.ts';
import { systemClock } from '../../../server/clock.ts';
import { createTokens } from '../../../server/security/tokens.ts';
import { openSocket } from '../../support/client.ts';
import { startTestServer } from '../../support/server.ts';

const secretKey = 'a key that only these tests know, long enough';
const HOUR = 60 * 60 * 1000;
let ahead = 0;
const date = {
  clock: { ...systemClock, now: () => Date.now() + ahead },
  pass: (ms: number) => void (ahead += ms),
};
let server: Awaited<ReturnType<typeof startTestServer>>;
beforeAll(async () => {
  server = await startTestServer({ secretKey }, { clock: date.clock });
});
afterAll(() => server.close());

let made = 0;
/** Somebody with an account, signed in on so many devices. */
async function signedIn(devices: number): Promise<{ username: string; tokens: string[] }> {
  const username = `user${++made}`;
  await server.call('POST', '/api/auth/register', {
    username,
    email: `${username}@example.org`,
    password: 'old secret',
  });
  const tokens: string[] = [];
  while (tokens.length < devices) tokens.push(await login(username, 'old secret'));
  return { username, tokens };
}
async function login(username: string, password: string): Promise<string> {
  const { body } = await server.call('POST', '/api/auth/login', { username, password });
  return body.access_token as string;
}
const sessions = async (token: string | undefined) =>
  (await server.call('GET', '/api/auth/sessions', undefined, token)).body;
const status = async (token: string | undefined) => (await server.call('GET', '/api/auth/me', undefined, token)).status;
const renew = (token: string) => server.call('POST', '/api/auth/renew', undefined, token);
const connect = (token: string) => openSocket(`${server.url.replace('http', 'ws')}/ws?token=${token}`);

test('[SESSION1] every sign-in is a session, which its owner sees, used last first, and nobody else', async () => {
  const { tokens } = await signedIn(2);
  await signedIn(1);
  const [first] = tokens;
  date.pass(USE_NOTED);
  const listed = await sessions(first);
  expect(listed).toMatchObject([{ is_current: true, device: { program: null, system: null } }, { is_current: false }]);
  expect(Date.parse(listed[0].last_used_at) - Date.parse(listed[1].last_used_at)).toBeGreaterThanOrEqual(USE_NOTED);
  expect(listed.every(({ id }: { id: string }) => /^[\w-]{22}$/.test(id))).toBe(true);
  expect(Object.keys(listed[0]).toSorted()).toEqual(['created_at', 'device', 'id', 'is_current', 'last_used_at']);
});

test('[SESSION1] [GUEST1] a guest has one too', async () => {
  const { body } = await server.call('POST', '/api/auth/guest', { display_name: 'visitor', password: 'x'.repeat(32) });
  expect(await sessions(body.access_token)).toMatchObject([{ is_current: true }]);
});

test('[SESSION2] who ends a session closes its sockets, with the reason, and its token opens nothing', async () => {
  const { tokens } = await signedIn(2);
  const [here, there] = tokens as [string, string];
  const [kept, ended] = [await connect(here), await connect(there)];
  const other = (await sessions(here)).find(({ is_current }: { is_current: boolean }) => !is_current);
  expect((await server.call('DELETE', `/api/auth/sessions/${other.id}`, undefined, here)).status).toBe(200);
  expect((await ended.closed).code).toBe(4001);
  expect(ended.received.at(-1)).toEqual({ type: 'signed_out', reason: 'signed_out' });
  expect([await status(there), (await renew(there)).status, await status(here)]).toEqual([401, 401, 200]);
  kept.send({ type: 'ping' });
  await kept.next('pong');
  expect(kept.received).toEqual([{ type: 'pong' }]);
  expect((await server.call('DELETE', `/api/auth/sessions/${other.id}`, undefined, here)).body.code).toBe('not_found');
  kept.webSocket.close();
});

test('[SESSION2] [SESSION8] who signs out is not told that another device did it', async () => {
  const { tokens } = await signedIn(2);
  for (const token of tokens) {
    const socket = await connect(token);
    const { id } = (await sessions(token)).find(({ is_current }: { is_current: boolean }) => is_current);
    const [method, path] = token === tokens[0] ? ['POST', 'logout'] : ['DELETE', `sessions/${id}`];
    expect((await server.call(method, `/api/auth/${path}`, undefined, token)).status).toBe(200);
    expect((await socket.closed).code).toBe(4001);
    expect(socket.received.at(-1)).toEqual({ type: 'signed_out', reason: 'logged_out' });
  }
});

test('[SESSION2] nobody ends the session of somebody else', async () => {
  const [ann, bob] = [await signedIn(1), await signedIn(1)];
  const [{ id }] = await sessions(ann.tokens[0]);
  expect((await server.call('DELETE', `/api/auth/sessions/${id}`, undefined, bob.tokens[0])).status).toBe(404);
  expect(await status(ann.tokens[0])).toBe(200);
});

test('[SESSION2] [SESSION4] who ends all others stays, alone, and tokens of no session are over', async () => {
  const { username, tokens } = await signedIn(3);
  const [here, ...others] = tokens as [string, string, string];
  const old = createTokens(secretKey, date.clock).sign(username);
  expect(await status(old)).toBe(200);
  const sockets = [await connect(others[0]), await connect(old), await connect(here)];
  expect((await server.call('DELETE', '/api/auth/sessions', undefined, here)).status).toBe(200);
  expect(await Promise.all(sockets.slice(0, 2).map(async ({ closed }) => (await closed).code))).toEqual([4001, 4001]);
  expect(await Promise.all([...others, old, here].map(status))).toEqual([401, 401, 401, 200]);
  expect(await sessions(here)).toMatchObject([{ is_current: true }]);
  expect(await status(await login(username, 'old secret'))).toBe(200);
  sockets[2]!.webSocket.close();
});

test('[SESSION2] who logs out ends their own session', async () => {
  const { tokens } = await signedIn(2);
  const [here, there] = tokens as [string, string];
  await server.call('POST', '/api/auth/logout', undefined, here);
  expect([await status(here), (await renew(here)).status, await status(there)]).toEqual([401, 401, 200]);
});

test('[SESSION3] an expired token is renewed within 30 days of its last use, and not after that', async () => {
  const { username, tokens } = await signedIn(1);
  let [token] = tokens as [string];
  for (const hours of [25, 29 * 24]) {
    date.pass(hours * HOUR);
    expect(await status(token)).toBe(401);
    const renewed = await renew(token);
    expect(renewed.status).toBe(200);
    token = renewed.body.access_token;
    expect(await status(token)).toBe(200);
  }
  expect(await sessions(token)).toHaveLength(1);
  const forged = createTokens('the key of somebody else, as long', date.clock).sign(username);
  expect((await renew(forged)).status).toBe(401);
  date.pass(31 * 24 * HOUR);
  expect((await renew(token)).body.code).toBe('not_authenticated');
});

test('[SESSION4] a valid token of no session gets one when it is renewed, an expired one does not', async () => {
  const { username, tokens } = await signedIn(1);
  const old = createTokens(secretKey, date.clock).sign(username);
  const renewed = await renew(old);
  expect(await sessions(renewed.body.access_token)).toHaveLength(tokens.length + 1);
  date.pass(25 * HOUR);
  expect((await renew(old)).status).toBe(401);
});

test(`[SESSION5] of more than ${SESSIONS_MAX}, the one that was used least lately is over`, async () => {
  const { username, tokens } = await signedIn(1);
  const [first] = tokens as [string];
  const others = await Promise.all(Array.from({ length: SESSIONS_MAX - 1 }, () => login(username, 'old secret')));
  date.pass(USE_NOTED);
  const [forgotten, ...used] = others as [string, ...string[]];
  for (const token of [first, ...used]) await status(token);
  await login(username, 'old secret');
  expect(await sessions(first)).toHaveLength(SESSIONS_MAX);
  expect([await status(forgotten), await status(first), ...(await Promise.all(used.map(status)))]).toEqual([
    401,
    ...Array(SESSIONS_MAX - 1).fill(200),
  ]);
});

describe('a device', () => {
  const agent = (rest: string) => `Mozilla/5.0 ${rest}`;
  test.each([
    ['(Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox', 'Windows'],
    ['(X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36', 'Chrome', 'Linux'],
    [
      '(Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0',
      'Edge',
      'Windows',
    ],
    [
      '(Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15',
      'Safari',
      'macOS',
    ],
    [
      '(iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1',
      'Safari',
      'iOS',
    ],
    [
      '(Linux; Android 16; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36',
      'Samsung Internet',
      'Android',
    ],
    ['(X11; CrOS x86_64 1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36', 'Chrome', 'ChromeOS'],
    [
      '(X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) gemini-coop/1.0.0 Chrome/140.0 Electron/40.0.0 Safari/537.36',
      'app',
      'Linux',
    ],
  ])('[SESSION7] is recognised by %s', (text, program, system) => {
    expect(deviceOf(agent(text))).toEqual({ program, system });
  });

  test.each([undefined, '', 'curl/8.0', '<script>alert(1)</script>', `${'x'.repeat(600)} Firefox/1`])(
    '[SESSION7] that says %j is one that is not known',
    (text) => {
      expect(deviceOf(text)).toEqual({ program: null, system: null });
    },
  );
});
