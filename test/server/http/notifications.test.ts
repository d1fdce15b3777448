import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultPreferences } from '../../../server/protocol/preferences.ts';
import type { TestPerson, TestSocket } from '../../support/client.ts';
import { startTestServer } from '../../support/server.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
let ann: TestPerson;
let bob: TestPerson;
let chatId: number;
beforeAll(async () => {
  server = await startTestServer();
  [ann, bob] = [await server.person('ann'), await server.person('bob')];
  const { body } = await ann.call('POST', '/api/chats', { name: 'Chat', participant_usernames: ['bob'] });
  chatId = body.id;
});
afterAll(() => server.close());

const levelOf = async (who: TestPerson) => {
  const { body: one } = await who.call('GET', `/api/chats/${chatId}`);
  const { body: list } = await who.call('GET', '/api/chats');
  expect(list.find(({ id }: { id: number }) => id === chatId).notify).toBe(one.notify);
  return one.notify as unknown;
};

/** Everything that was sent to it before this. */
async function heard(socket: TestSocket): Promise<string[]> {
  socket.send({ type: 'ping' });
  await socket.next('pong');
  return socket.received.map(({ type }) => type).filter((type) => /^(notify|preferences)_changed$/.test(type));
}

test('[LEVEL1] what somebody is told of a chat is their own, and all of their devices know', async () => {
  const [one, other, bobs] = [await ann.connect(), await ann.connect(), await bob.connect()];
  expect(await levelOf(ann)).toBeNull();
  const place = `/api/chats/${chatId}/notifications`;
  expect(await ann.call('PUT', place, { level: 'mentions' })).toMatchObject({
    status: 200,
    body: { level: 'mentions' },
  });
  for (const socket of [one, other]) {
    expect(await socket.next('notify_changed')).toEqual({ type: 'notify_changed', chat_id: chatId, level: 'mentions' });
  }
  expect([await levelOf(ann), await levelOf(bob)]).toEqual(['mentions', null]);
  expect(await heard(bobs)).toEqual([]);
  await ann.call('PUT', place, { level: null });
  expect(await levelOf(ann)).toBeNull();
  for (const body of [{}, { level: 'loud' }, { level: 1 }]) {
    expect(await ann.call('PUT', place, body)).toMatchObject({ status: 422 });
  }
  for (const { webSocket } of [one, other, bobs]) webSocket.close();
});

test('[LEVEL2] who leaves and comes back is told as their preferences say', async () => {
  await bob.call('PUT', `/api/chats/${chatId}/notifications`, { level: 'none' });
  expect(await levelOf(bob)).toBe('none');
  await bob.call('POST', `/api/chats/${chatId}/leave`);
  const socket = await bob.connect();
  await ann.call('POST', `/api/chats/${chatId}/invite`, { username: 'bob' });
  expect((await socket.next('chat_added')).chat.notify).toBeNull();
  socket.webSocket.close();
});

test('[LEVEL3] preferences are changed one by one, and told to all devices of the account', async () => {
  const [one, bobs] = [await ann.connect(), await bob.connect()];
  const me = async () => (await ann.call('GET', '/api/auth/me')).body.preferences as unknown;
  expect(await me()).toEqual(defaultPreferences);
  const quiet_hours = { from: '22:30', to: '07:00' };
  await ann.call('PATCH', '/api/auth/me', { preferences: { quiet_hours, notify: 'mentions' } });
  await one.next('preferences_changed');
  const { body } = await ann.call('PATCH', '/api/auth/me', { preferences: { sound: false } });
  const all = { sound: false, notify: 'mentions', quiet_hours, paused_until: null };
  expect(body.preferences).toEqual(all);
  expect((await one.next('preferences_changed')).preferences).toEqual(all);
  expect(await me()).toEqual(all);
  expect(await heard(bobs)).toEqual([]);
  const wrong = [
    { quiet_hours: { from: '24:00', to: '07:00' } },
    { quiet_hours: { from: '07:00', to: '07:00' } },
    { quiet_hours: { from: '07:00' } },
    { paused_until: 'tomorrow' },
    { sound: 'loud' },
    { notify: null },
  ];
  for (const preferences of wrong) {
    expect(await ann.call('PATCH', '/api/auth/me', { preferences })).toMatchObject({ status: 422 });
  }
  expect(await me()).toEqual(all);
  const { body: people } = await bob.call('GET', `/api/chats/${chatId}/participants`);
  expect(JSON.stringify(people.filter(({ username }: TestPerson) => username === 'ann'))).not.toContain('quiet_hours');
  for (const { webSocket } of [one, bobs]) webSocket.close();
});
