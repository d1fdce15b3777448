import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TestPerson } from '../../support/client.ts';
import { createScriptedModel } from '../../support/scripted-model.ts';
import { startTestServer } from '../../support/server.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
let model: ReturnType<typeof createScriptedModel>;
let host: TestPerson;
let ann: TestPerson;
let bob: TestPerson;
beforeEach(async () => {
  model = createScriptedModel();
  server = await startTestServer({}, { model });
  host = await server.person('host');
  ann = await server.person('ann');
  bob = await server.person('bob');
});
afterEach(() => server.close());

const remove = (caller: TestPerson, id: number) => caller.call('DELETE', `/api/people/${id}`);
const online = async (): Promise<string[]> => {
  const { body } = await host.call('GET', '/api/people');
  return body.filter((person: { online: boolean }) => person.online).map(({ username }: TestPerson) => username);
};
const chatOfAll = async (): Promise<number> => {
  const { body } = await ann.call('POST', '/api/chats', { name: 'Party', participant_usernames: ['host', 'bob'] });
  return body.id;
};

describe('the host', () => {
  test('[PEOPLE1] sees everybody, oldest account first, and who is connected', async () => {
    await server.call('POST', '/api/auth/guest', { display_name: 'Gus', password: 'x'.repeat(32) });
    const socket = await bob.connect();
    const { status, body } = await host.call('GET', '/api/people');
    const isAway = { online: false, status: 'offline', last_seen: null };
    const rest = {
      display_name: null,
      avatar: null,
      banned_at: null,
      chats: 0,
      file_bytes: 0,
      created_at: expect.any(String),
      is_guest: false,
      is_host: false,
      ...isAway,
    };
    expect([status, body]).toEqual([
      200,
      [
        { ...rest, id: host.id, username: 'host', is_host: true },
        { ...rest, id: ann.id, username: 'ann' },
        { ...rest, id: bob.id, username: 'bob', online: true, status: 'online' },
        { ...rest, id: expect.any(Number), username: 'Gus', is_guest: true },
      ],
    ]);
    socket.webSocket.close();
  });

  test('[PEOPLE1] is the only one who sees and removes people', async () => {
    expect((await ann.call('GET', '/api/people')).body.code).toBe('not_authorized');
    const { status, body } = await remove(ann, bob.id);
    expect([status, body.code]).toEqual([403, 'not_authorized']);
    expect((await server.call('DELETE', `/api/people/${bob.id}`)).status).toBe(401);
    expect((await bob.call('GET', '/api/auth/me')).status).toBe(200);
  });

  test('[PEOPLE2] hears when somebody comes, on their first connection, and goes, with their last', async () => {
    const own = await host.connect();
    await own.next('people_changed');
    const [first, second] = [await bob.connect(), await bob.connect()];
    await own.next('people_changed');
    expect(await online()).toEqual(['host', 'bob']);
    first.webSocket.close();
    await first.closed;
    expect(await online()).toEqual(['host', 'bob']);
    second.webSocket.close();
    await own.next('people_changed');
    expect(await online()).toEqual(['host']);
    await server.person('cy');
    await own.next('people_changed');
    own.webSocket.close();
  });

  test('[PEOPLE4] cannot be removed', async () => {
    const { status, body } = await remove(host, host.id);
    expect([status, body.code]).toEqual([400, 'host_stays']);
    expect((await remove(host, 4711)).body.code).toBe('user_not_found');
    expect((await remove(host, 0)).status).toBe(422);
  });
});

describe('somebody who is removed', () => {
  test('[PEOPLE3] is told on every connection, which closes with 4003, and the room learns of it', async () => {
    const chat_id = await chatOfAll();
    const [watcher, laptop, phone] = [await ann.connect(), await bob.connect(), await bob.connect()];
    for (const socket of [watcher, laptop]) {
      socket.send({ type: 'join', chat_id });
      await socket.next('joined');
    }
    const { status, body } = await remove(host, bob.id);
    expect([status, body]).toEqual([200, { message: 'User bob removed' }]);
    for (const socket of [laptop, phone]) {
      await socket.next('removed');
      expect((await socket.closed).code).toBe(4003);
      expect(socket.received.at(-1)).toEqual({ type: 'removed' });
    }
    expect(await watcher.next('user_left')).toEqual({ type: 'user_left', chat_id, username: 'bob' });
    expect(await watcher.next('participant_removed')).toEqual({
      type: 'participant_removed',
      chat_id,
      user_id: bob.id,
      username: 'bob',
      reason: 'removed',
    });
    expect((await ann.call('GET', `/api/chats/${chat_id}`)).body.participant_usernames).toEqual(['ann', 'host']);
    watcher.webSocket.close();
  });

  test('[PEOPLE3] is signed out everywhere, and nobody can take their name', async () => {
    await remove(host, bob.id);
    expect((await bob.call('GET', '/api/auth/me')).status).toBe(401);
    expect((await bob.call('GET', '/api/chats')).status).toBe(401);
    const again = { username: 'Bob', password: 'correct horse' };
    expect((await server.call('POST', '/api/auth/login', again)).status).toBe(401);
    const { body } = await server.call('POST', '/api/auth/register', { ...again, email: 'new@example.org' });
    expect(body.code).toBe('username_taken');
    const socket = await bob.connect();
    expect((await socket.closed).code).toBe(1008);
  });

  test('[PEOPLE3] gets no further chunk of a running reply, which goes on for the others', async () => {
    const chat_id = await chatOfAll();
    const [watcher, asker] = [await ann.connect(), await bob.connect()];
    for (const socket of [watcher, asker]) {
      socket.send({ type: 'join', chat_id });
      await socket.next('joined');
    }
    asker.send({ type: 'message', chat_id, content: '/bot tell me' });
    const reply = await model.asked;
    reply.text('Once');
    await asker.next('bot_stream', (frame) => frame.chunk === 'Once');
    await remove(host, bob.id);
    expect((await asker.closed).code).toBe(4003);
    reply.text(' upon a time');
    reply.finish();
    const end = await watcher.next('bot_stream', (frame) => frame.is_complete);
    expect(end).toMatchObject({ full_response: 'Once upon a time', status: 'complete', asked_by: 'bob' });
    expect(asker.received.at(-1)).toEqual({ type: 'removed' });
    watcher.webSocket.close();
  });

  test('[PEOPLE3] leaves what they said, and no invite of theirs', async () => {
    const { body: chat } = await bob.call('POST', '/api/chats', { participant_usernames: ['ann'] });
    const { body: invite } = await bob.call('POST', '/api/invites', { chat_id: chat.id });
    const socket = await bob.connect();
    socket.send({ type: 'message', chat_id: chat.id, content: 'I was here' });
    await socket.next('message');
    await remove(host, bob.id);
    const { body: messages } = await ann.call('GET', `/api/chats/${chat.id}/messages`);
    expect(messages).toEqual([expect.objectContaining({ content: 'I was here', username: 'bob' })]);
    expect((await server.call('POST', '/api/invites/check', { invite: invite.token })).status).toBe(404);
    expect((await host.call('GET', '/api/invites')).body).toEqual([]);
  });
});
