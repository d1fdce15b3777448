import { createHmac } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultPreferences } from '../../../server/protocol/preferences.ts';
import { startTestServer } from '../../support/server.ts';

const secretKey = 'a key that only these tests know, long enough';
let server: Awaited<ReturnType<typeof startTestServer>>;
beforeAll(async () => {
  server = await startTestServer({ secretKey });
});
afterAll(() => server.close());

const register = (fields: object) =>
  server.call('POST', '/api/auth/register', {
    username: 'someone',
    email: 'someone@example.org',
    password: 'correct horse',
    ...fields,
  });
const me = (token?: string) => server.call('GET', '/api/auth/me', undefined, token);

test('[AUTH8] a server proves that it gave a token, also an expired one, without being shown it', async () => {
  const nonce = 'n'.repeat(43);
  const prove = async (token: string) => {
    const signed = token.slice(0, token.lastIndexOf('.'));
    const { body } = await server.call('POST', '/api/auth/prove', { signed, nonce });
    return body.proof as string;
  };
  const expected = (token: string) =>
    createHmac('sha256', token.slice(token.lastIndexOf('.') + 1))
      .update(nonce)
      .digest('base64url');
  const expired = jwt.sign({ sub: 'ann', exp: 1 }, secretKey);
  const foreign = jwt.sign({ sub: 'ann', exp: 1 }, 'the key of somebody else, just as long');
  expect(await prove(expired)).toBe(expected(expired));
  expect(await prove(foreign)).not.toBe(expected(foreign));
  expect((await server.call('POST', '/api/auth/prove', { signed: expired, nonce })).status).toBe(422);
});

describe('registration', () => {
  test('[AUTH1] answers with the new user, and never with a hash', async () => {
    const { status, body } = await register({ username: 'ann', email: 'ann@example.org' });
    expect(status).toBe(200);
    expect(body).toEqual({
      id: expect.any(Number),
      username: 'ann',
      email: 'ann@example.org',
      is_guest: false,
      is_host: true,
      shows_last_seen: true,
      preferences: defaultPreferences,
      display_name: null,
      about: null,
      avatar: null,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
  });

  test.each(['BEA', 'bea', '\uff42\uff45\uff41', 'be\u200da'])(
    '[AUTH2] %j is the same name as Bea',
    async (username) => {
      await register({ username: 'Bea', email: 'bea@example.org' });
      const answer = await register({
        username,
        email: `${encodeURIComponent(username)}@example.org`.replaceAll('%', ''),
      });
      expect(answer.status).toBe(400);
      expect(answer.body).toEqual({ detail: 'Username already registered', code: 'username_taken' });
    },
  );

  test('[AUTH2] an e-mail address can be registered once, in whatever case', async () => {
    await register({ username: 'cleo', email: 'Cleo@example.org' });
    const answer = await register({ username: 'cleo2', email: 'cleo@EXAMPLE.org' });
    expect([answer.status, answer.body.detail]).toEqual([400, 'Email already registered']);
  });

  test.each(['Gemini', 'gemini', 'GEMINI', '\uff27emini', 'bot'])(
    '[AUTH3] nobody can be called %j',
    async (username) => {
      const answer = await register({ username, email: 'x@example.org' });
      expect([answer.status, answer.body.code]).toEqual([400, 'username_taken']);
    },
  );

  test.each([
    ['username', ''],
    ['username', 'two words'],
    ['username', 'tab\tbed'],
    ['username', 'nul\0'],
    ['username', '\u202eesrever'],
    ['username', '\u200d'],
    ['username', '\ud800'],
    ['username', 'x'.repeat(41)],
    ['username', 7],
    ['username', null],
    ['email', 'not an address'],
    ['email', `${'x'.repeat(250)}@example.org`],
    ['password', 'short'],
    ['password', 'x'.repeat(73)],
    ['password', '\u{1f600}'.repeat(19)],
    ['password', 'lone\ud800surrogate'],
    ['password', undefined],
  ])('[WIRE1] refuses %s %j, naming the field', async (field, value) => {
    const { status, body } = await register({ [field]: value });
    expect(status).toBe(422);
    expect(body.code).toBe('invalid');
    expect(body.detail[0]).toEqual({ loc: ['body', field], msg: expect.any(String), type: expect.any(String) });
    expect(body.detail[0].msg).not.toBe('Invalid input');
  });

  test('[AUTH2] of two that register one name at once, one gets it', async () => {
    const answers = await Promise.all(
      [1, 2, 3].map((turn) => register({ username: turn % 2 ? 'dora' : 'Dora', email: `dora${turn}@example.org` })),
    );
    expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 400, 400]);
  });
});

describe('sign-in', () => {
  test('[AUTH4] gives a bearer token for 24 hours that names the user', async () => {
    await register({ username: 'Emil', email: 'emil@example.org' });
    const { status, body } = await server.call('POST', '/api/auth/login', {
      username: 'emil',
      password: 'correct horse',
    });
    expect(status).toBe(200);
    expect(body.token_type).toBe('bearer');
    const claims = jwt.verify(body.access_token, secretKey, { algorithms: ['HS256'] }) as jwt.JwtPayload;
    expect(claims.sub).toBe('Emil');
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(24 * 60 * 60);
    expect((await me(body.access_token)).body).toMatchObject({ username: 'Emil', email: 'emil@example.org' });
  });

  test.each([
    ['nobody', 'correct horse'],
    ['fred', 'wrong horse'],
    ['fred', `correct horse${'x'.repeat(80)}`],
  ])('[AUTH4] says the same to %s with %s', async (username, password) => {
    await register({ username: 'fred', email: 'fred@example.org' });
    const { status, body } = await server.call('POST', '/api/auth/login', { username, password });
    expect([status, body.detail]).toEqual([401, 'Incorrect username or password']);
  });

  test('[AUTH6] only a valid token that this server signed with HS256 opens anything', async () => {
    await register({ username: 'gina', email: 'gina@example.org' });
    const exp = Math.floor(Date.now() / 1000) + 60;
    const valid = jwt.sign({ sub: 'gina', exp }, secretKey);
    expect((await me(valid)).status).toBe(200);
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
    const forged = {
      none: `${encode({ alg: 'none', typ: 'JWT' })}.${encode({ sub: 'gina', exp })}.`,
      otherKey: jwt.sign({ sub: 'gina', exp }, 'another key that is just as long as ours'),
      otherAlgorithm: jwt.sign({ sub: 'gina', exp }, secretKey, { algorithm: 'HS512' }),
      expired: jwt.sign({ sub: 'gina', exp: exp - 120 }, secretKey),
      withoutExpiry: jwt.sign({ sub: 'gina' }, secretKey),
      withoutName: jwt.sign({ exp }, secretKey),
      ofNobody: jwt.sign({ sub: 'nobody', exp }, secretKey),
      tampered: valid.replace(/\.[^.]+\./, `.${encode({ sub: 'emil', exp })}.`),
      garbage: 'not.a.token',
      empty: '',
    };
    for (const [kind, token] of Object.entries(forged)) {
      const { status, body, headers } = await me(token);
      expect([kind, status, body.code]).toEqual([kind, 401, 'not_authenticated']);
      expect(headers.get('www-authenticate')).toBe('Bearer');
    }
    expect((await me()).status).toBe(401);
  });
});

describe('rate limits', () => {
  test('[LIMIT1] a loop over sign-ins meets the limit and is told when to try again', async () => {
    const limited = await startTestServer({ rateLimit: 0.1 });
    try {
      const statuses: number[] = [];
      let retryAfter: string | null = null;
      for (let turn = 0; turn < 6; turn++) {
        const answer = await limited.call('POST', '/api/auth/login', { username: 'x', password: 'y' });
        statuses.push(answer.status);
        retryAfter ??= answer.headers.get('retry-after');
      }
      expect(statuses).toEqual([401, 401, 401, 429, 429, 429]);
      expect(Number(retryAfter)).toBeGreaterThan(0);
    } finally {
      await limited.close();
    }
  });
});
