import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestPerson } from '../../support/client.ts';
import { startTestServer } from '../../support/server.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
let ann: TestPerson;
let bob: TestPerson;
let eve: TestPerson;
beforeAll(async () => {
  server = await startTestServer();
  [ann, bob, eve] = await Promise.all([server.person('ann'), server.person('bob'), server.person('eve')]);
});
afterAll(() => server.close());

const newChat = async (fields: object = {}): Promise<number> => {
  const { body } = await ann.call('POST', '/api/chats', { name: 'party', ...fields });
  return body.id;
};

describe('chats', () => {
  test('[CHAT1] a new chat has the fields of the contract and its creator as owner', async () => {
    const { status, body } = await ann.call('POST', '/api/chats', { name: ' Party ', is_group: true });
    expect(status).toBe(200);
    expect(body).toEqual({
      id: expect.any(Number),
      name: 'Party',
      notify: null,
      topic: null,
      picture: null,
      pinned_message_ids: [],
      owner_id: ann.id,
      is_group: true,
      is_ai_chat: false,
      created_at: expect.any(String),
      participant_usernames: ['ann'],
      read_id: 0,
      unread_count: 0,
      mention_count: 0,
      last_message: null,
      last_message_time: null,
      role: 'owner',
    });
    expect((await ann.call('GET', `/api/chats/${body.id}`)).body).toEqual(body);
  });

  test('[CHAT1] every field has a default, and people can be added from the start', async () => {
    expect((await ann.call('POST', '/api/chats', {})).body).toMatchObject({ name: null, is_group: false });
    const { body } = await ann.call('POST', '/api/chats', { participant_usernames: ['BOB', 'bob', 'ann'] });
    expect(body.participant_usernames).toEqual(['ann', 'bob']);
  });

  test('[CHAT1] with somebody who does not exist nothing is created', async () => {
    const before = (await ann.call('GET', '/api/chats')).body.length;
    const answer = await ann.call('POST', '/api/chats', { participant_usernames: ['bob', 'nobody'] });
    expect([answer.status, answer.body.detail]).toEqual([404, 'User not found']);
    expect((await ann.call('GET', '/api/chats')).body).toHaveLength(before);
  });

  test('[CHAT2] the list has the most recent activity first', async () => {
    const [first, second] = [await newChat(), await newChat()];
    const ids = async () => (await ann.call('GET', '/api/chats')).body.map((chat: { id: number }) => chat.id);
    expect((await ids()).slice(0, 2)).toEqual([second, first]);
    const socket = await ann.connect();
    socket.send({ type: 'message', chat_id: first, content: 'hello' });
    await socket.next('message');
    expect((await ids()).slice(0, 2)).toEqual([first, second]);
    socket.webSocket.close();
  });

  test('[CHAT3] an invitation makes a participant; a second one changes nothing', async () => {
    const id = await newChat();
    expect((await bob.call('GET', `/api/chats/${id}`)).status).toBe(403);
    for (const username of ['bob', 'Bob']) {
      const { status, body } = await ann.call('POST', `/api/chats/${id}/invite`, { username });
      expect([status, body]).toEqual([200, { message: 'User bob invited to chat' }]);
    }
    const { body } = await bob.call('GET', `/api/chats/${id}/participants`);
    expect(body.map((user: { username: string }) => user.username)).toEqual(['ann', 'bob']);
    const unknown = await ann.call('POST', `/api/chats/${id}/invite`, { username: 'nobody' });
    expect([unknown.status, unknown.body.detail]).toEqual([404, 'User not found']);
  });

  test('[CHAT4] an e-mail address is seen by its owner only', async () => {
    const id = await newChat({ participant_usernames: ['bob'] });
    const { body } = await bob.call('GET', `/api/chats/${id}/participants`);
    expect(body.map((user: { email?: string }) => 'email' in user)).toEqual([false, true]);
  });

  test('[CHAT5] a stranger is answered exactly as for a chat that does not exist, on every call', async () => {
    const id = await newChat();
    for (const [method, rest, payload] of [
      ['GET', ''],
      ['GET', '/messages'],
      ['GET', '/participants'],
      ['POST', '/invite', { username: 'eve' }],
      ['DELETE', `/participants/${ann.id}`],
    ] as const) {
      const own = await eve.call(method, `/api/chats/${id}${rest}`, payload);
      const missing = await eve.call(method, `/api/chats/987654${rest}`, payload);
      expect([own.status, own.body]).toEqual([403, { detail: 'Not authorized', code: 'not_authorized' }]);
      expect([missing.status, missing.body]).toEqual([own.status, own.body]);
    }
  });

  test('[AUTH6] nothing about chats is to be had without a token', async () => {
    const id = await newChat();
    for (const [method, place, payload] of [
      ['GET', '/api/chats'],
      ['POST', '/api/chats', {}],
      ['GET', `/api/chats/${id}`],
      ['GET', `/api/chats/${id}/messages`],
      ['GET', `/api/chats/${id}/participants`],
      ['POST', `/api/chats/${id}/invite`, { username: 'bob' }],
      ['DELETE', `/api/chats/${id}/participants/${ann.id}`],
    ] as const) {
      expect([place, (await server.call(method, place, payload)).status]).toEqual([place, 401]);
    }
  });

  test('[CHAT6] the owner removes others, who are strangers from then on', async () => {
    const id = await newChat({ participant_usernames: ['bob', 'eve'] });
    const { status, body } = await ann.call('DELETE', `/api/chats/${id}/participants/${bob.id}`);
    expect([status, body]).toEqual([200, { message: 'User bob removed from chat' }]);
    for (const rest of ['', '/messages', '/participants']) {
      expect((await bob.call('GET', `/api/chats/${id}${rest}`)).status).toBe(403);
    }
    expect((await ann.call('GET', `/api/chats/${id}`)).body.participant_usernames).toEqual(['ann', 'eve']);
    const again = await ann.call('DELETE', `/api/chats/${id}/participants/${bob.id}`);
    expect([again.status, again.body.code]).toEqual([404, 'user_not_found']);
    expect((await ann.call('DELETE', `/api/chats/${id}/participants/4711`)).body.code).toBe('user_not_found');
    expect((await ann.call('DELETE', `/api/chats/${id}/participants/0`)).status).toBe(422);
  });

  test('[CHAT6] the owner stays, and a participant removes nobody', async () => {
    const id = await newChat({ participant_usernames: ['bob', 'eve'] });
    const own = await ann.call('DELETE', `/api/chats/${id}/participants/${ann.id}`);
    expect([own.status, own.body]).toEqual([
      400,
      { detail: 'The owner of a chat cannot be removed from it.', code: 'owner_stays' },
    ]);
    for (const { id: somebody } of [ann, bob, eve]) {
      const answer = await bob.call('DELETE', `/api/chats/${id}/participants/${somebody}`);
      expect([answer.status, answer.body]).toEqual([403, { detail: 'Not authorized', code: 'not_authorized' }]);
    }
    expect((await ann.call('GET', `/api/chats/${id}/participants`)).body).toHaveLength(3);
  });

  test('[CHAT7] who was removed can be invited again', async () => {
    const id = await newChat({ participant_usernames: ['bob'] });
    await ann.call('DELETE', `/api/chats/${id}/participants/${bob.id}`);
    await ann.call('POST', `/api/chats/${id}/invite`, { username: 'bob' });
    expect((await bob.call('GET', `/api/chats/${id}/messages`)).status).toBe(200);
    expect((await bob.call('GET', '/api/chats')).body[0].id).toBe(id);
  });

  test.each(['0', '-1', '1.5', 'abc', '9007199254740993', '99999999999999999999', '%00', '1e3'])(
    '[WIRE1] the chat id %s is refused',
    async (id) => {
      const { status, body } = await ann.call('GET', `/api/chats/${id}`);
      expect([status, body.detail[0].loc]).toEqual([422, ['path', 'chat_id']]);
    },
  );

  test.each([
    { name: '' },
    { name: '   ' },
    { name: 'x'.repeat(101) },
    { name: 'nul\0' },
    { name: 'half \ud800' },
    { name: 5 },
    { is_group: 'yes' },
    { is_ai_chat: 1 },
    { participant_usernames: 'bob' },
    { participant_usernames: Array.from({ length: 51 }, () => 'bob') },
  ])('[WIRE1] a new chat with %j is refused', async (fields) => {
    const { status, body } = await ann.call('POST', '/api/chats', fields);
    expect([status, body.detail[0].loc[1]]).toEqual([422, Object.keys(fields)[0]]);
  });
});

describe('messages', () => {
  let id: number;
  const contents = async (query: string) => {
    const { body } = await ann.call('GET', `/api/chats/${id}/messages${query}`);
    return body.map((message: { content: string }) => Number(message.content));
  };
  let ids: number[];
  beforeAll(async () => {
    id = await newChat();
    const socket = await ann.connect();
    for (let count = 1; count <= 60; count++) socket.send({ type: 'message', chat_id: id, content: String(count) });
    await socket.next('message', (frame) => frame.content === '60');
    socket.webSocket.close();
    const { body } = await ann.call('GET', `/api/chats/${id}/messages?limit=200`);
    ids = body.map((message: { id: number }) => message.id);
  });

  test('[PAGE1] the newest 50, oldest first, unless told otherwise', async () => {
    expect(await contents('')).toEqual(Array.from({ length: 50 }, (_, index) => index + 11));
    expect(await contents('?limit=2')).toEqual([59, 60]);
    expect(ids).toHaveLength(60);
  });

  test('[PAGE2] before and after leave their message out', async () => {
    expect(await contents(`?limit=2&before=${ids[9]}`)).toEqual([8, 9]);
    expect(await contents(`?limit=2&after=${ids[9]}`)).toEqual([11, 12]);
    expect(await contents(`?after=${ids[59]}`)).toEqual([]);
    expect(await contents(`?before=${ids[0]}`)).toEqual([]);
    expect(await contents(`?after=${ids[9]}&before=${ids[12]}`)).toEqual([11, 12]);
  });

  test('[PAGE3] around has its message in the middle, as far as there is anything at either side', async () => {
    const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, n) => first + n);
    expect(await contents(`?limit=5&around=${ids[29]}`)).toEqual(from(28, 32));
    expect(await contents(`?limit=4&around=${ids[29]}`)).toEqual(from(28, 31));
    expect(await contents(`?limit=1&around=${ids[29]}`)).toEqual([30]);
    expect(await contents(`?limit=9&around=${ids[1]}`)).toEqual(from(1, 6));
    expect(await contents(`?limit=9&around=${ids[59]}`)).toEqual(from(56, 60));
    expect(await contents(`?around=${ids[29]}`)).toEqual(from(5, 54));
  });

  test('[PAGE3] around a message of another chat, or of none, there is nothing', async () => {
    const socket = await ann.connect();
    const other = await newChat();
    socket.send({ type: 'message', chat_id: other, content: 'elsewhere' });
    const { message_id } = await socket.next('message');
    socket.webSocket.close();
    for (const around of [message_id, 987_654_321]) {
      const { status, body } = await ann.call('GET', `/api/chats/${id}/messages?around=${around}`);
      expect([status, body.code]).toEqual([404, 'not_found']);
    }
  });

  test.each(['before', 'after'])('[WIRE1] refuses around together with %s', async (other) => {
    const { status, body } = await ann.call('GET', `/api/chats/${id}/messages?around=${ids[9]}&${other}=${ids[9]}`);
    expect([status, body.detail[0].loc]).toEqual([422, ['query', 'around']]);
  });

  test.each([
    'around=0',
    'around=x',
    'limit=0',
    'limit=-1',
    'limit=201',
    'limit=x',
    'limit=1.5',
    'before=-4',
    'before=x',
    'after=-1',
    'before=9007199254740993',
  ])('[WIRE1] refuses ?%s', async (query) => {
    const { status, body } = await ann.call('GET', `/api/chats/${id}/messages?${query}`);
    expect([status, body.detail[0].loc]).toEqual([422, ['query', query.split('=')[0]]]);
  });
});
