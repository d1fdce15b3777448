import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultPreferences } from '../../../server/protocol/preferences.ts';
import type { TestPerson } from '../../support/client.ts';
import { startTestServer } from '../../support/server.ts';

const secret = 'made-up-by-a-device-0123456789ab';
let server: Awaited<ReturnType<typeof startTestServer>>;
let host: TestPerson;
beforeAll(async () => {
  server = await startTestServer();
  host = await server.person('host');
});
afterAll(() => server.close());

const come = (display_name: unknown, more: object = {}) =>
  server.call('POST', '/api/auth/guest', { display_name, password: secret, ...more });
const me = (token: string) => server.call('GET', '/api/auth/me', undefined, token);
const login = (username: string, password: string) => server.call('POST', '/api/auth/login', { username, password });

describe('a guest', () => {
  test('[GUEST1] is in with a name only', async () => {
    const { status, body } = await come('Ann');
    expect([status, body]).toEqual([
      200,
      {
        access_token: expect.any(String),
        token_type: 'bearer',
        user: {
          id: expect.any(Number),
          username: 'Ann',
          email: null,
          is_guest: true,
          is_host: false,
          shows_last_seen: true,
          preferences: defaultPreferences,
          display_name: null,
          about: null,
          avatar: null,
          created_at: expect.any(String),
        },
        chat_id: null,
      },
    ]);
    expect((await me(body.access_token)).body).toEqual(body.user);
  });

  test('[GUEST1] signs in again with what the device made up', async () => {
    await come('Bob');
    expect((await login('bob', 'another-device-made-this-up-0123')).status).toBe(401);
    const { body } = await login('bob', secret);
    expect((await me(body.access_token)).body).toMatchObject({ username: 'Bob', is_guest: true });
  });

  test('[GUEST1] has a username made of the name, with underscores for its spaces', async () => {
    expect((await come('  Mary  Ann\tLee ')).body.user.username).toBe('Mary_Ann_Lee');
  });

  test.each(['Host', 'ＨＯＳＴ', 'Gemini'])('[GUEST2] %j is somebody else', async (name) => {
    const { status, body } = await come(name);
    expect([status, body.code]).toEqual([400, 'username_taken']);
  });

  test.each(['', '   ', 'x'.repeat(41), 'nul\0', '\u202eesrever', 7])('[WIRE1] nobody can come as %j', async (name) => {
    const { status, body } = await come(name);
    expect([status, body.detail[0].loc]).toEqual([422, ['body', 'display_name']]);
  });

  test('[WIRE1] a password that is too short is refused', async () => {
    const { status, body } = await come('Shorty', { password: 'short' });
    expect([status, body.detail[0].loc]).toEqual([422, ['body', 'password']]);
  });

  test("[GUEST1] comes into the invite's chat, and is shown it", async () => {
    const { body: chat } = await host.call('POST', '/api/chats', { name: 'Party' });
    const { body: invite } = await host.call('POST', '/api/invites', { chat_id: chat.id });
    const { body } = await come('Cleo', { invite: invite.code });
    expect(body.chat_id).toBe(chat.id);
    const { body: chats } = await server.call('GET', '/api/chats', undefined, body.access_token);
    expect(chats).toEqual([{ ...chat, role: 'member', participant_usernames: ['host', 'Cleo'] }]);
    const people = await host.call('GET', `/api/chats/${chat.id}/participants`);
    expect(people.body[1]).toMatchObject({ username: 'Cleo', is_guest: true });
  });
});

describe('an upgrade', () => {
  const upgrade = (token: string, email: string, password = 'correct horse') =>
    server.call('POST', '/api/auth/upgrade', { email, password }, token);

  test('[GUEST3] gives the account an address and a password of its own, and keeps the rest', async () => {
    const { body: guest } = await come('Dora');
    const { status, body } = await upgrade(guest.access_token, 'dora@example.org');
    expect([status, body]).toEqual([200, { ...guest.user, email: 'dora@example.org', is_guest: false }]);
    expect((await me(guest.access_token)).body).toEqual(body);
    expect((await login('Dora', secret)).status).toBe(401);
    expect((await login('Dora', 'correct horse')).status).toBe(200);
  });

  test('[GUEST3] is for guests, once, with an address that nobody has', async () => {
    const { body: guest } = await come('Emil');
    await upgrade((await come('Fay')).body.access_token, 'fay@example.org');
    expect((await upgrade(guest.access_token, 'FAY@example.org')).body.code).toBe('email_taken');
    expect((await upgrade(guest.access_token, 'emil@example.org')).status).toBe(200);
    const again = await upgrade(guest.access_token, 'other@example.org');
    expect([again.status, again.body.code]).toEqual([400, 'not_a_guest']);
    expect((await upgrade(host.token, 'host@example.com')).body.code).toBe('not_a_guest');
  });

  test('[WIRE1] [AUTH6] needs a token, an address and a password', async () => {
    const { body: guest } = await come('Gus');
    expect((await upgrade('no token', 'gus@example.org')).status).toBe(401);
    expect((await upgrade(guest.access_token, 'no address')).body.detail[0].loc).toEqual(['body', 'email']);
    expect((await upgrade(guest.access_token, 'gus@example.org', 'short')).body.detail[0].loc).toEqual([
      'body',
      'password',
    ]);
  });
});

test('[LIMIT1] a loop that makes guests meets the same limit as one that registers', async () => {
  const limited = await startTestServer({ rateLimit: 0.01 });
  try {
    const statuses = [];
    for (const name of ['a', 'b', 'c']) {
      const { status } = await limited.call('POST', '/api/auth/guest', { display_name: name, password: secret });
      statuses.push(status);
    }
    expect(statuses).toEqual([200, 200, 429]);
  } finally {
    await limited.close();
  }
});
