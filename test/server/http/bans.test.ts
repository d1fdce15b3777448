import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TestPerson } from '../../support/client.ts';
import { startTestServer } from '../../support/server.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
let host: TestPerson;
let ann: TestPerson;
let bob: TestPerson;
beforeEach(async () => {
  server = await startTestServer();
  host = await server.person('host');
  ann = await server.person('ann');
  bob = await server.person('bob');
});
afterEach(() => server.close());

const ban = (caller: TestPerson, id: number, body?: object) => caller.call('PUT', `/api/people/${id}/ban`, body);
const unban = (caller: TestPerson, id: number) => caller.call('DELETE', `/api/people/${id}/ban`);
const signIn = (password: string) => server.call('POST', '/api/auth/login', { username: 'bob', password });
const acts = async () => (await host.call('GET', '/api/admin/audit')).body.map(({ act }: { act: string }) => act);
const chatOfAll = async (): Promise<number> => {
  const { body } = await ann.call('POST', '/api/chats', { name: 'Plans', participant_usernames: ['host', 'bob'] });
  return body.id;
};

describe('the host', () => {
  test('[BAN1] [AUDIT1] bans somebody and lets them in again, once, and both are written down', async () => {
    const { status, body } = await ban(host, bob.id, { reason: ' noise ' });
    expect([status, body]).toEqual([200, { message: 'User bob banned' }]);
    expect((await ban(host, bob.id)).status).toBe(200);
    const [entry, ...others] = (await host.call('GET', '/api/admin/audit')).body;
    expect(others).toEqual([]);
    const target = { kind: 'person', id: bob.id, name: 'bob' };
    expect(entry).toMatchObject({ by: { id: host.id }, act: 'person_banned', target, details: { reason: 'noise' } });
    expect((await unban(host, bob.id)).body).toEqual({ message: 'User bob is no longer banned' });
    expect((await unban(host, bob.id)).status).toBe(200);
    expect(await acts()).toEqual(['person_unbanned', 'person_banned']);
  });

  test('[BAN1] is the only one who does, and cannot be banned', async () => {
    expect((await ban(ann, bob.id)).body.code).toBe('not_authorized');
    expect((await ban(host, bob.id)).status).toBe(200);
    expect((await unban(ann, bob.id)).body.code).toBe('not_authorized');
    const { status, body } = await ban(host, host.id);
    expect([status, body]).toEqual([400, { code: 'host_stays', detail: 'The host cannot be banned.' }]);
    expect((await ban(host, 4711)).body.code).toBe('user_not_found');
    expect((await unban(host, 4711)).body.code).toBe('user_not_found');
    expect((await ban(host, ann.id, { reason: 'x'.repeat(201) })).status).toBe(422);
    expect(await acts()).toEqual(['person_banned']);
  });

  test('[ADMIN4] [BAN1] sees in the list who is banned, and hears of it', async () => {
    const own = await host.connect();
    await own.next('people_changed');
    await ban(host, bob.id);
    await own.next('people_changed');
    const { body } = await host.call('GET', '/api/people');
    expect(body.map((person: { banned_at: string | null }) => person.banned_at)).toEqual([
      null,
      null,
      expect.any(String),
    ]);
    own.webSocket.close();
  });
});

describe('somebody who is banned', () => {
  test('[BAN2] is out at once on every connection, and the room learns that they are gone', async () => {
    const chat_id = await chatOfAll();
    const [watcher, laptop, phone] = [await ann.connect(), await bob.connect(), await bob.connect()];
    for (const socket of [watcher, laptop]) {
      socket.send({ type: 'join', chat_id });
      await socket.next('joined');
    }
    await ban(host, bob.id);
    for (const socket of [laptop, phone]) {
      expect((await socket.closed).code).toBe(4003);
      expect(socket.received.at(-1)).toEqual({ type: 'removed', reason: 'banned' });
    }
    expect(await watcher.next('user_left')).toEqual({ type: 'user_left', chat_id, username: 'bob' });
    watcher.webSocket.close();
  });

  test('[BAN2] opens nothing with a token: not over REST, not over the socket', async () => {
    await ban(host, bob.id);
    for (const place of ['/api/auth/me', '/api/chats', '/api/users/search?query=a']) {
      const { status, body } = await bob.call('GET', place);
      expect([status, body.code]).toEqual([403, 'banned']);
    }
    expect((await bob.call('POST', '/api/auth/renew')).body.code).toBe('banned');
    const socket = await bob.connect();
    expect(await socket.closed).toEqual({ code: 4003, reason: 'The host has banned this account from the server.' });
    expect(socket.received).toEqual([{ type: 'removed', reason: 'banned' }]);
  });

  test('[BAN3] is told so with the right password, and nothing with a wrong one', async () => {
    await ban(host, bob.id);
    const right = await signIn('correct horse');
    expect([right.status, right.body.code]).toEqual([403, 'banned']);
    const wrong = await signIn('wrong horse');
    expect([wrong.status, wrong.body.code]).toEqual([401, 'bad_credentials']);
  });

  test('[BAN4] still takes part, keeps their name and what they said, and has no invite any more', async () => {
    const chat_id = await chatOfAll();
    const { body: own } = await bob.call('POST', '/api/chats', { participant_usernames: ['ann'] });
    const { body: invite } = await bob.call('POST', '/api/invites', { chat_id: own.id });
    const socket = await bob.connect();
    socket.send({ type: 'message', chat_id, content: 'I was here' });
    await socket.next('message');
    await ban(host, bob.id);
    const { body: chat } = await ann.call('GET', `/api/chats/${chat_id}`);
    expect(chat.participant_usernames).toContain('bob');
    const { body: messages } = await ann.call('GET', `/api/chats/${chat_id}/messages`);
    expect(messages).toEqual([expect.objectContaining({ content: 'I was here', username: 'bob' })]);
    expect((await server.call('POST', '/api/invites/check', { invite: invite.token })).status).toBe(404);
    const again = { username: 'Bob', email: 'new@example.org', password: 'correct horse' };
    expect((await server.call('POST', '/api/auth/register', again)).body.code).toBe('username_taken');
  });

  test('[BAN6] signs in again once they are let in, and finds everything as it was', async () => {
    const chat_id = await chatOfAll();
    await ban(host, bob.id);
    await unban(host, bob.id);
    expect((await bob.call('GET', '/api/chats')).status).toBe(401);
    const { status, body } = await signIn('correct horse');
    expect(status).toBe(200);
    const { body: chats } = await server.call('GET', '/api/chats', undefined, body.access_token);
    expect(chats.map(({ id }: { id: number }) => id)).toEqual([chat_id]);
  });
});
