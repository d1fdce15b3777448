import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestPerson } from '../../support/client.ts';
import { startTestServer } from '../../support/server.ts';

let directory: string;
let server: Awaited<ReturnType<typeof startTestServer>>;
let ann: TestPerson;
let bob: TestPerson;
let host: TestPerson;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'gemini-coop-'));
  server = await startTestServer({ dataDirectory: directory });
  host = await server.person('host');
  [ann, bob] = [await server.person('ann'), await server.person('bob')];
});
afterAll(async () => {
  await server.close();
  await rm(directory, { recursive: true });
});

const newChat = async (): Promise<number> => {
  const fields = { name: 'Chat', is_group: true, participant_usernames: ['bob'] };
  const { body } = await ann.call('POST', '/api/chats', fields);
  return body.id;
};

/** Bob says something in a chat; the message's id. */
const bobSays = async (chat_id: number, content: string): Promise<number> => {
  const socket = await bob.connect();
  socket.send({ type: 'message', chat_id, content });
  const { message_id } = await socket.next('message');
  socket.webSocket.close();
  return message_id;
};

describe('reading', () => {
  test('[READ1] [READ6] the list of chats has what is unread; marking it read is answered, and told to every device', async () => {
    const chat_id = await newChat();
    const ids = [await bobSays(chat_id, 'one'), await bobSays(chat_id, 'two')];
    const { body: chats } = await ann.call('GET', '/api/chats');
    expect(chats[0]).toMatchObject({
      id: chat_id,
      read_id: 0,
      unread_count: 2,
      mention_count: 0,
      last_message: { id: ids[1], user_id: bob.id, username: 'bob', is_bot: false, preview: 'two' },
      last_message_time: expect.stringMatching(/Z$/),
    });
    const [laptop, phone] = [await ann.connect(), await ann.connect()];
    const { status, body } = await ann.call('POST', `/api/chats/${chat_id}/mark-read`, { message_id: ids[0] });
    const position = { chat_id, message_id: ids[0], unread_count: 1, mention_count: 0, last_message_id: ids[1] };
    expect([status, body]).toEqual([200, position]);
    for (const device of [laptop, phone]) {
      expect(await device.next('read_position')).toEqual({ type: 'read_position', ...position });
    }
    // The original's client sends no body.
    expect((await ann.call('POST', `/api/chats/${chat_id}/mark-read`)).body).toMatchObject({ message_id: ids[1] });
    expect(await laptop.next('read_position')).toMatchObject({ message_id: ids[1], unread_count: 0 });
    expect((await ann.call('GET', `/api/chats/${chat_id}`)).body).toMatchObject({ read_id: ids[1], unread_count: 0 });
    for (const device of [laptop, phone]) device.webSocket.close();
  });

  test('[READ7] who takes part sees who has read what', async () => {
    const chat_id = await newChat();
    const message_id = await bobSays(chat_id, 'one');
    const socket = await bob.connect();
    socket.send({ type: 'join', chat_id });
    await socket.next('joined');
    await ann.call('POST', `/api/chats/${chat_id}/mark-read`, {});
    const read = { user_id: ann.id, username: 'ann', message_id, read_at: expect.stringMatching(/Z$/) };
    expect((await socket.next('reads')).reads).toEqual([read]);
    const { body } = await bob.call('GET', `/api/chats/${chat_id}/read-receipts`);
    expect(body).toEqual([read, { ...read, user_id: bob.id, username: 'bob' }]);
    socket.webSocket.close();
  });

  test('[READ2] [READ5] what is edited or deleted counts otherwise, and the reader is told', async () => {
    const chat_id = await newChat();
    const ids = [await bobSays(chat_id, 'hey'), await bobSays(chat_id, 'hello @ann')];
    const place = (id: number | undefined) => `/api/chats/${chat_id}/messages/${id}`;
    const socket = await ann.connect();
    const told = (unread_count: number, mention_count: number) =>
      socket.next('read_position', (at) => at.unread_count === unread_count && at.mention_count === mention_count);
    await bob.call('PATCH', place(ids[0]), { content: 'hey @ann' });
    await told(2, 2);
    await bob.call('PATCH', place(ids[1]), { content: 'hello everybody' });
    await told(2, 1);
    await bob.call('DELETE', place(ids[0]));
    await told(1, 0);
    expect((await ann.call('GET', `/api/chats/${chat_id}`)).body).toMatchObject({
      unread_count: 1,
      mention_count: 0,
      last_message: { id: ids[1], preview: 'hello everybody' },
    });
    socket.webSocket.close();
  });

  test.each([{ message_id: 0 }, { message_id: -1 }, { message_id: 1.5 }, { message_id: '1' }, []])(
    'a mark that is no message is refused: %j',
    async (body) => {
      const { status } = await ann.call('POST', `/api/chats/${await newChat()}/mark-read`, body);
      expect(status).toBe(422);
    },
  );
});

describe('presence', () => {
  test('[PRESENCE3] [PRESENCE5] is asked for, told, and hidden from everybody, the host too', async () => {
    const cy = await server.person('cy');
    const { body: chat } = await cy.call('POST', '/api/chats', { participant_usernames: ['bob'] });
    const socket = await cy.connect();
    const here = await bob.connect();
    // It may have been told before that bob is here.
    here.send({ type: 'presence', status: 'away' });
    expect(await socket.next('presence', ({ status }) => status === 'away')).toEqual({
      type: 'presence',
      user_id: bob.id,
      username: 'bob',
      status: 'away',
      last_seen: null,
    });
    expect((await cy.call('GET', '/api/presence')).body).toEqual([
      { user_id: bob.id, username: 'bob', status: 'away', last_seen: null },
    ]);
    expect((await host.call('GET', '/api/presence')).body).toEqual([]);
    const { body } = await bob.call('PATCH', '/api/auth/me', { shows_last_seen: false });
    expect(body).toMatchObject({ username: 'bob', shows_last_seen: false });
    expect((await bob.call('GET', '/api/auth/me')).body).toEqual(body);
    expect((await bob.call('PATCH', '/api/auth/me', {})).body).toEqual(body);
    expect((await bob.call('PATCH', '/api/auth/me', { shows_last_seen: 'no' })).status).toBe(422);
    const { body: participants } = await cy.call('GET', `/api/chats/${chat.id}/participants`);
    expect(participants[1]).toMatchObject({ username: 'bob', status: 'away', last_seen: null });
    expect(participants[1]).not.toHaveProperty('shows_last_seen');
    for (const { webSocket } of [socket, here]) webSocket.close();
  });
});

test('[READ8] [PRESENCE4] [PRESENCE5] all of it is the same after a restart', async () => {
  const chat_id = await newChat();
  const ids = [await bobSays(chat_id, 'one'), await bobSays(chat_id, 'two')];
  await ann.call('POST', `/api/chats/${chat_id}/mark-read`, { message_id: ids[0] });
  await bob.call('PATCH', '/api/auth/me', { shows_last_seen: false });
  const socket = await ann.connect();
  const before = (await ann.call('GET', '/api/chats')).body;
  expect(before[0]).toMatchObject({ unread_count: 1 });
  await server.close();
  await socket.closed;
  server = await startTestServer({ dataDirectory: directory });
  const call = (person: TestPerson, place: string) => server.call('GET', place, undefined, person.token);
  expect((await call(ann, '/api/chats')).body).toEqual(before);
  const { body: people } = await call(host, '/api/people');
  const lastSeen = (id: number) => people.find((person: { id: number }) => person.id === id).last_seen;
  expect(lastSeen(ann.id)).toMatch(/Z$/);
  expect(lastSeen(bob.id)).toBeNull();
});
