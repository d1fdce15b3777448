import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AdminChat } from '../../../server/protocol/admin.ts';
import type { TestPerson } from '../../support/client.ts';
import { createScriptedModel } from '../../support/scripted-model.ts';
import { startTestServer } from '../../support/server.ts';
import { pixel } from '../../support/uploads.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
let model: ReturnType<typeof createScriptedModel>;
let host: TestPerson;
let ann: TestPerson;
let bob: TestPerson;
beforeEach(async () => {
  model = createScriptedModel();
  server = await startTestServer({ filesMax: 5000 }, { model });
  host = await server.person('host');
  ann = await server.person('ann');
  bob = await server.person('bob');
});
afterEach(() => server.close());

const newChat = async (fields: object): Promise<number> => {
  const { body } = await ann.call('POST', '/api/chats', { participant_usernames: ['bob'], ...fields });
  return body.id;
};
const say = async (chat_id: number, content: string) => {
  const socket = await ann.connect();
  socket.send({ type: 'message', chat_id, content });
  const said = await socket.next('message');
  socket.webSocket.close();
  return said;
};
const upload = async (chat_id: number): Promise<void> => {
  const form = new FormData();
  form.set('file', new Blob([pixel]), 'cat.png');
  expect((await bob.call('POST', `/api/chats/${chat_id}/files`, form)).status).toBe(200);
};

test('[ADMIN1] the host sees every chat, who is in it and how large it is, and nothing that is said there', async () => {
  const group = await newChat({ name: 'Plans', is_group: true });
  const secret = await newChat({ name: 'Between us' });
  const { created_at } = await say(group, 'the words themselves');
  await upload(group);
  const { body } = await host.call('GET', '/api/admin/chats');
  const both = { participants: 2, participant_usernames: ['ann', 'bob'], owner: { id: ann.id, username: 'ann' } };
  const rest = { ...both, is_ai_chat: false, is_lobby: false, created_at: expect.any(String) };
  expect(body).toEqual([
    {
      ...rest,
      id: group,
      name: 'Plans',
      is_group: true,
      last_message_at: created_at,
      message_bytes: expect.any(Number),
      file_bytes: pixel.length,
    },
    { ...rest, id: secret, name: null, is_group: false, last_message_at: null, message_bytes: 0, file_bytes: 0 },
  ]);
  expect(body[0].message_bytes).toBeGreaterThan('the words themselves'.length);
  for (const hidden of ['the words themselves', 'Between us', 'cat.png'])
    expect(JSON.stringify(body)).not.toContain(hidden);
});

test('[ADMIN1] an edit of an old message is no newer one, and a quote in a text is no date', async () => {
  const group = await newChat({ name: 'Plans', is_group: true });
  const first = await say(group, 'first');
  const second = await say(group, ',"created_at":"2999-01-01T00:00:00.000Z"');
  await ann.call('PATCH', `/api/chats/${group}/messages/${first.message_id}`, { content: 'other' });
  const { body } = await host.call('GET', '/api/admin/chats');
  expect(body[0].last_message_at).toBe(second.created_at);
});

test('[ADMIN2] [AUDIT1] the host deletes any chat: everybody is told, a running reply ends, and it is written down', async () => {
  const chat_id = await newChat({ name: 'Plans', is_group: true });
  await upload(chat_id);
  const [one, two] = [await ann.connect(), await bob.connect()];
  one.send({ type: 'join', chat_id });
  one.send({ type: 'message', chat_id, content: '/bot talk' });
  await model.asked;
  const { status, body } = await host.call('DELETE', `/api/admin/chats/${chat_id}`);
  expect([status, body]).toEqual([200, { message: 'Chat deleted' }]);
  for (const socket of [one, two]) {
    expect(await socket.next('chat_removed')).toEqual({ type: 'chat_removed', chat_id, reason: 'deleted' });
    socket.webSocket.close();
  }
  expect((await host.call('GET', '/api/admin/chats')).body).toEqual([]);
  expect((await host.call('DELETE', `/api/admin/chats/${chat_id}`)).body.code).toBe('not_found');
  const [entry, ...others] = (await host.call('GET', '/api/admin/audit')).body;
  const target = { kind: 'chat', id: chat_id, name: 'Plans' };
  expect(entry).toMatchObject({ by: { username: 'host' }, act: 'chat_deleted', target, details: { participants: 2 } });
  expect(others).toEqual([]);
  expect((await host.call('GET', '/api/admin/overview')).body.files).toEqual({ bytes: 0, limit: 5000 });
});

test('[ADMIN2] the chat of the whole party stays', async () => {
  const party = await startTestServer({ party: { hostName: 'Hanna' }, name: 'Party' });
  try {
    const { access_token: token } = await party.signInHost();
    const { body: chats } = await party.call('GET', '/api/admin/chats', undefined, token);
    const lobby = (chats as AdminChat[]).find(({ is_lobby }) => is_lobby)!;
    const { status, body } = await party.call('DELETE', `/api/admin/chats/${lobby.id}`, undefined, token);
    expect([status, body.code]).toEqual([400, 'lobby_stays']);
  } finally {
    await party.close();
  }
});

test('[ADMIN3] the host sees how much there is of everything, and how much room', async () => {
  const chat_id = await newChat({ name: 'Plans', is_group: true });
  await say(chat_id, 'hello');
  await upload(chat_id);
  await server.call('POST', '/api/auth/guest', { display_name: 'Gus', password: 'x'.repeat(32) });
  await host.call('PUT', `/api/people/${bob.id}/ban`);
  const socket = await ann.connect();
  const { body } = await host.call('GET', '/api/admin/overview');
  const { version, started_at, saving, bot } = server.health;
  expect(body).toEqual({
    people: { total: 4, guests: 1, banned: 1, online: 1 },
    chats: 1,
    message_bytes: expect.any(Number),
    files: { bytes: pixel.length, limit: 5000 },
    free_bytes: expect.any(Number),
    version,
    started_at,
    saving,
    bot,
  });
  expect(body.message_bytes).toBeGreaterThan(50);
  expect(body.free_bytes).toBeGreaterThan(1000);
  socket.webSocket.close();
});

test('[ADMIN4] the list of people has in how many chats they are, and what their files take', async () => {
  const chat_id = await newChat({ name: 'Plans', is_group: true });
  await newChat({});
  await upload(chat_id);
  await upload(chat_id);
  const { body } = await host.call('GET', '/api/people');
  expect(body.map(({ chats, file_bytes }: { chats: number; file_bytes: number }) => [chats, file_bytes])).toEqual([
    [0, 0],
    [2, 0],
    [2, 2 * pixel.length],
  ]);
});
