import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSocket } from '../../support/client.ts';
import { startTestServer } from '../../support/server.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
beforeAll(async () => {
  server = await startTestServer();
  await server.person('host');
});
afterAll(() => server.close());

const login = async (username: string, password: string) =>
  (await server.call('POST', '/api/auth/login', { username, password })).body.access_token as string | undefined;
const status = async (token: string | undefined) => (await server.call('GET', '/api/auth/me', undefined, token)).status;
const change = (token: string, current_password: string | undefined, new_password: string) =>
  server.call('POST', '/api/auth/password', { current_password, new_password }, token);

test('[PASSWORD1] who changes it stays signed in here, and is signed out everywhere else', async () => {
  const { token } = await server.person('ann');
  const there = (await login('ann', 'correct horse'))!;
  const socket = await openSocket(`${server.url.replace('http', 'ws')}/ws?token=${there}`);
  const { status: changed, body } = await change(token, 'correct horse', 'battery staple');
  expect(changed).toBe(200);
  expect((await socket.closed).code).toBe(4001);
  expect(socket.received.at(-1)).toEqual({ type: 'signed_out', reason: 'password' });
  expect(await Promise.all([token, body.access_token, there].map(status))).toEqual([200, 200, 401]);
  expect(await login('ann', 'correct horse')).toBeUndefined();
  expect(await status(await login('ann', 'battery staple'))).toBe(200);
});

test('[PASSWORD2] a wrong current password changes nothing, and neither does none', async () => {
  const { token } = await server.person('bea');
  for (const wrong of ['wrong', undefined]) {
    expect((await change(token, wrong, 'battery staple')).body.code).toBe('bad_credentials');
  }
  expect((await change(token, 'correct horse', 'short')).status).toBe(422);
  expect(await status(await login('bea', 'correct horse'))).toBe(200);
});

test('[PASSWORD2] of two who change it at once with the same one, one is refused', async () => {
  const { token } = await server.person('cleo');
  const answers = await Promise.all(['first one', 'second one'].map((next) => change(token, 'correct horse', next)));
  expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 401]);
});

test('[PASSWORD2] tries are limited', async () => {
  const limited = await startTestServer({ rateLimit: 1 });
  const { token } = await limited.person('dora');
  const codes = new Set<string>();
  for (let i = 0; i < 12; i++) {
    const body = { current_password: 'wrong', new_password: 'battery staple' };
    codes.add((await limited.call('POST', '/api/auth/password', body, token)).body.code);
  }
  expect([...codes]).toEqual(['bad_credentials', 'rate_limited']);
  await limited.close();
});

test('[PASSWORD3] the host of a party, who has no password, sets the first one, and signs in with it', async () => {
  const party = await startTestServer({ party: { hostName: 'hostess' } });
  const { access_token } = await party.signInHost();
  const body = { new_password: 'battery staple' };
  expect((await party.call('POST', '/api/auth/password', body, access_token)).status).toBe(200);
  const again = await party.call('POST', '/api/auth/password', body, access_token);
  expect(again.body.code).toBe('bad_credentials');
  const credentials = { username: 'hostess', password: 'battery staple' };
  expect((await party.call('POST', '/api/auth/login', credentials)).status).toBe(200);
  await party.close();
});

test('[ERASE6] [ERASE1] who deletes their account gives the password, and is gone; the host stays', async () => {
  const own = await startTestServer();
  const [host, emil] = [await own.person('host'), await own.person('emil')];
  const body = { password: 'correct horse', messages: 'anonymous' };
  const wrong = await emil.call('DELETE', '/api/auth/me', { ...body, password: 'wrong' });
  expect([wrong.status, wrong.body.code]).toEqual([401, 'bad_credentials']);
  expect((await host.call('DELETE', '/api/auth/me', body)).body.code).toBe('host_stays');
  const socket = await emil.connect();
  expect((await emil.call('DELETE', '/api/auth/me', body)).status).toBe(200);
  expect((await socket.closed).code).toBe(4001);
  expect((await emil.call('GET', '/api/auth/me')).status).toBe(401);
  expect((await own.call('POST', '/api/auth/login', { username: 'emil', password: 'correct horse' })).status).toBe(401);
  await own.close();
});
