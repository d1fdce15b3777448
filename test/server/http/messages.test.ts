import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestPerson, TestSocket } from '../../support/client.ts';
import { startTestServer } from '../../support/server.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
let ann: TestPerson;
let bob: TestPerson;
let sockets: Record<'ann' | 'bob', TestSocket>;
let chatId: number;
beforeAll(async () => {
  server = await startTestServer();
  [ann, bob] = await Promise.all([server.person('ann'), server.person('bob')]);
  const { body } = await ann.call('POST', '/api/chats', { name: 'party', participant_usernames: ['bob'] });
  chatId = body.id;
  sockets = { ann: await ann.connect(), bob: await bob.connect() };
  sockets.bob.send({ type: 'join', chat_id: chatId });
  await sockets.bob.next('joined');
});
afterAll(() => server.close());

const say = async (content: string, more: object = {}): Promise<number> => {
  sockets.ann.send({ type: 'message', chat_id: chatId, content, ...more });
  return (await sockets.ann.next('message', (frame) => frame.content === content)).message_id;
};
const place = (messageId: number | string) => `/api/chats/${chatId}/messages/${messageId}`;
const emoji = encodeURIComponent('🎉');

describe('a message by its address', () => {
  test('[MSG2] is got, edited, and got with its former versions', async () => {
    const id = await say('helo');
    expect((await bob.call('GET', place(id))).body).toMatchObject({ id, content: 'helo' });
    const { status, body } = await ann.call('PATCH', place(id), { content: 'hello' });
    expect([status, body]).toEqual([200, expect.objectContaining({ id, content: 'hello', edited_at: body.edited_at })]);
    expect(await sockets.bob.next('message_edited')).toMatchObject({ message_id: id, content: 'hello' });
    const edits = await bob.call('GET', `${place(id)}/edits`);
    expect(edits.body).toEqual([{ content: 'helo', at: body.edited_at }]);
    const page = await bob.call('GET', `/api/chats/${chatId}/messages`);
    expect(page.body.at(-1)).toEqual(body);
  });

  test('[MSG5] is deleted, and stays where it was', async () => {
    const id = await say('gone');
    const { status, body } = await ann.call('DELETE', place(id));
    expect([status, body.content]).toEqual([200, '']);
    const frame = await sockets.bob.next('message_deleted');
    expect(frame).toMatchObject({ message_id: id, username: 'ann', deleted_at: body.deleted_at });
    expect((await ann.call('DELETE', place(id))).body).toEqual(body);
    expect((await bob.call('GET', place(id))).body).toEqual(body);
    const late = await ann.call('PATCH', place(id), { content: 'x' });
    expect([late.status, late.body.code]).toEqual([400, 'message_deleted']);
  });

  test('[MSG6] takes reactions, each of exactly one emoji', async () => {
    const id = await say('nice');
    const { body } = await bob.call('PUT', `${place(id)}/reactions/${emoji}`);
    expect(body.reactions).toEqual([{ emoji: '🎉', users: [{ id: bob.id, username: 'bob' }] }]);
    expect(await sockets.bob.next('message_reactions')).toMatchObject({ message_id: id, reactions: body.reactions });
    for (const text of ['x', '🎉🎉', '%20', '1']) {
      const wrong = await bob.call('PUT', `${place(id)}/reactions/${text}`);
      expect([wrong.status, wrong.body.detail[0].loc]).toEqual([422, ['path', 'emoji']]);
    }
    expect((await bob.call('DELETE', `${place(id)}/reactions/${emoji}`)).body).not.toHaveProperty('reactions');
  });

  test('[MSG7] is pinned and unpinned', async () => {
    const id = await say('keep');
    expect((await bob.call('PUT', `/api/chats/${chatId}/pins/${id}`)).body).toEqual({ message_ids: [id] });
    expect((await ann.call('GET', `/api/chats/${chatId}/pins`)).body).toMatchObject([{ id, content: 'keep' }]);
    expect((await ann.call('GET', `/api/chats/${chatId}`)).body.pinned_message_ids).toEqual([id]);
    expect((await ann.call('DELETE', `/api/chats/${chatId}/pins/${id}`)).body).toEqual({ message_ids: [] });
  });

  test.each(['GET', 'PATCH', 'DELETE'])('%s of one that does not exist is answered with 404', async (method) => {
    const body = method === 'PATCH' ? { content: 'x' } : undefined;
    const { status, body: answer } = await ann.call(method, place(987_654), body);
    expect([status, answer.code]).toEqual([404, 'not_found']);
    expect((await ann.call(method, place('x'), body)).status).toBe(422);
  });

  test('[MSG3] [WIRE1] a body that is no new text is refused', async () => {
    const id = await say('as it is');
    for (const body of [{}, { content: 1 }, { content: '\0' }, { content: ' ' }]) {
      expect((await ann.call('PATCH', place(id), body)).status).toBe(422);
    }
  });
});

test('[MSG8] [MSG5] edits and reactions that meet a deletion come to nothing, and are told before it or not at all', async () => {
  for (let round = 0; round < 10; round++) {
    const id = await say(`round ${round}`);
    const answers = await Promise.all([
      ann.call('PATCH', place(id), { content: `edited ${round}` }),
      bob.call('PUT', `${place(id)}/reactions/${emoji}`),
      ann.call('DELETE', place(id)),
      bob.call('PUT', `${place(id)}/reactions/${encodeURIComponent('👍')}`),
      bob.call('PUT', `/api/chats/${chatId}/pins/${id}`),
    ]);
    expect(answers.map(({ status }) => status).every((status) => status === 200 || status === 400)).toBe(true);
    await sockets.bob.next('message_deleted', (frame) => frame.message_id === id);
    const { body } = await bob.call('GET', place(id));
    expect(body).toMatchObject({ content: '', deleted_at: expect.any(String) });
    expect(body).not.toHaveProperty('reactions');
    const told = sockets.bob.received.filter((frame) => 'message_id' in frame && frame.message_id === id);
    expect(told.at(-1)?.type).toBe('message_deleted');
    expect((await bob.call('GET', `/api/chats/${chatId}`)).body.pinned_message_ids).toEqual([]);
  }
});

test('[MSG10] [ROOM6] who is just being removed takes nothing along', async () => {
  const { body: secret } = await ann.call('POST', '/api/chats', { participant_usernames: ['bob'] });
  const { body: own } = await bob.call('POST', '/api/chats', {});
  sockets.ann.send({ type: 'message', chat_id: secret.id, content: 'for us' });
  const { message_id } = await sockets.ann.next('message', (frame) => frame.chat_id === secret.id);
  const forward = { chat_id: secret.id, message_id };
  const copy = (client_id: string) =>
    sockets.bob.send({ type: 'message', chat_id: own.id, content: '', client_id, forward });
  copy('before');
  await sockets.bob.next('message', (frame) => frame.client_id === 'before');
  const removal = ann.call('DELETE', `/api/chats/${secret.id}/participants/${bob.id}`);
  copy('meanwhile');
  await sockets.bob.next('chat_removed');
  copy('behind');
  const refusal = await sockets.bob.next('error', (frame) => frame.client_id === 'behind');
  expect(refusal).toMatchObject({ code: 'not_authorized', chat_id: own.id });
  await removal;
  const { body } = await bob.call('GET', `/api/chats/${own.id}/messages`);
  expect(body.map((message: { client_id: string }) => message.client_id)).not.toContain('behind');
});

test('[MSG11] [MSG2] what was edited while a connection was away is there when it is back', async () => {
  const id = await say('before');
  const first = await bob.connect();
  first.send({ type: 'join', chat_id: chatId });
  const { version } = await first.next('joined');
  first.webSocket.close();
  await first.closed;
  await ann.call('PATCH', place(id), { content: 'after' });
  const second = await bob.connect();
  second.send({ type: 'join', chat_id: chatId });
  expect((await second.next('joined')).version).not.toBe(version);
  expect((await bob.call('GET', place(id))).body.content).toBe('after');
  second.webSocket.close();
  await second.closed;
});

test('[MSG12] [LIMIT1] who changes too much at once is told when to try again', async () => {
  const limited = await startTestServer({ rateLimit: 0.05 });
  try {
    const cy = await limited.person('cy');
    const { body } = await cy.call('POST', '/api/chats', {});
    const answers = [];
    for (let count = 0; count < 10; count++) answers.push(await cy.call('PUT', `/api/chats/${body.id}/pins/1`));
    const { status, headers } = answers.at(-1)!;
    expect([answers[0]!.status, status]).toEqual([404, 429]);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  } finally {
    await limited.close();
  }
});
