import { createHmac } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../server/clock.ts';
import { loggedPath } from '../../../server/http/request-log.ts';
import { BOT_NAME, WEBHOOKS_MAX } from '../../../server/protocol/limits.ts';
import type { Webhook, WebhookWithSecret } from '../../../server/protocol/webhooks.ts';
import { createPoster } from '../../../server/webhooks/poster.ts';
import type { TestPerson } from '../../support/client.ts';
import { startReceiver, type Receiver } from '../../support/receiver.ts';
import { createScriptedModel } from '../../support/scripted-model.ts';
import { startTestServer } from '../../support/server.ts';

const model = createScriptedModel();
let server: Awaited<ReturnType<typeof startTestServer>>;
let ann: TestPerson;
let bob: TestPerson;
let receiver: Receiver;
let chatId: number;

beforeAll(async () => {
  server = await startTestServer({}, { model });
  [ann, bob] = [await server.person('ann'), await server.person('bob')];
});
afterAll(() => server.close());
beforeEach(async () => {
  receiver = await startReceiver();
  chatId = (await ann.call('POST', '/api/chats', { name: 'Builds', participant_usernames: ['bob'] })).body.id;
});
afterEach(() => receiver.close());

const hooks = () => `/api/chats/${chatId}/webhooks`;
async function outgoing(more: object = {}): Promise<WebhookWithSecret> {
  const wish = { kind: 'outgoing', name: 'Hook', url: receiver.url, events: ['message'], ...more };
  const { status, body } = await ann.call('POST', hooks(), wish);
  expect(status).toBe(200);
  return body;
}
async function incoming(name = 'Builder'): Promise<WebhookWithSecret> {
  return (await ann.call('POST', hooks(), { kind: 'incoming', name })).body;
}
async function say(person: TestPerson, content: string): Promise<number> {
  const socket = await person.connect();
  socket.send({ type: 'message', chat_id: chatId, content });
  const { message_id } = await socket.next('message');
  socket.webSocket.close();
  return message_id;
}
function withoutSecret(made: WebhookWithSecret): Webhook {
  const { secret: _, ...hook } = made;
  return hook;
}

describe('outgoing webhooks', () => {
  test('[HOOKOUT1] a message is sent, signed so that the receiver can check who sends it and when', async () => {
    const { secret } = await outgoing();
    const message_id = await say(bob, 'It is done 🎉');
    const { headers, json, body } = await receiver.next();
    expect(json).toEqual({
      id: headers['x-gemini-coop-delivery'],
      event: 'message',
      created_at: expect.any(String),
      chat: { id: chatId, name: 'Builds' },
      data: (await ann.call('GET', `/api/chats/${chatId}/messages/${message_id}`)).body,
    });
    expect(json.data).toMatchObject({ id: message_id, username: 'bob', content: 'It is done 🎉', is_bot: false });
    const timestamp = String(headers['x-gemini-coop-timestamp']);
    expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(60);
    const hmac = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
    expect(headers).toMatchObject({
      'x-gemini-coop-signature': `sha256=${hmac}`,
      'x-gemini-coop-event': 'message',
      'content-type': 'application/json; charset=utf-8',
    });
  });

  test('[HOOKOUT2] it hears what it was made for: replies of the bot, and who comes and goes', async () => {
    await outgoing({ events: ['bot_reply', 'joined', 'left'] });
    const carl = await server.person(`carl${chatId}`);
    await ann.call('POST', `/api/chats/${chatId}/invite`, { username: carl.username });
    expect((await receiver.next()).json).toMatchObject({
      event: 'joined',
      data: { id: carl.id, username: carl.username, by: 'ann' },
    });
    await carl.call('POST', `/api/chats/${chatId}/leave`);
    const left = (await receiver.next()).json;
    expect(left).toMatchObject({ event: 'left', data: { id: carl.id, username: carl.username, reason: 'left' } });
    await say(bob, '/bot How far?');
    await expect.poll(() => model.replies.length).toBe(1);
    model.replies[0]!.text('Far enough.');
    model.replies[0]!.finish();
    expect((await receiver.next()).json).toMatchObject({
      event: 'bot_reply',
      data: { username: BOT_NAME, is_bot: true, content: 'Far enough.', status: 'complete', asked_by: 'bob' },
    });
    expect(receiver.received.map(({ json }) => json.event)).toEqual(['joined', 'left', 'bot_reply']);
  });

  test('[HOOKOUT3] its secret is shown once; another one makes it void', async () => {
    const made = await outgoing();
    expect(made.secret).toMatch(/^whsec_[\w-]{43}$/);
    const { body: list } = await ann.call('GET', hooks());
    expect(list).toEqual([withoutSecret(made)]);
    const { body: renewed } = await ann.call('POST', `${hooks()}/${made.id}/secret`);
    expect(renewed).toEqual({ ...made, secret: expect.stringMatching(/^whsec_/) });
    expect(renewed.secret).not.toBe(made.secret);
    await say(ann, 'hello');
    const { headers, body } = await receiver.next();
    const signed = `${String(headers['x-gemini-coop-timestamp'])}.${body}`;
    const by = (secret: string) => `sha256=${createHmac('sha256', secret).update(signed).digest('hex')}`;
    expect(headers['x-gemini-coop-signature']).toBe(by(renewed.secret));
  });

  test('[HOOKOUT4] a test and a retry answer what came of them, and all of it is in the list of deliveries', async () => {
    const { id } = await outgoing();
    receiver.answer = (response) => response.writeHead(500).end(`no ${'x'.repeat(5000)}`);
    const { body: ping } = await ann.call('POST', `${hooks()}/${id}/test`);
    expect(ping).toMatchObject({ event: 'ping', status: 'failed', attempts: 1, answer_status: 500, problem: 'status' });
    expect(ping).toMatchObject({ answer: `no ${'x'.repeat(1021)}`, error: 'The receiver answered with an error.' });
    expect((await receiver.next()).json).toEqual({
      id: ping.id,
      event: 'ping',
      created_at: ping.created_at,
      chat: { id: chatId, name: 'Builds' },
    });
    expect((await ann.call('GET', hooks())).body[0].failing_since).toBe(ping.at);
    receiver.answer = (response) => response.end('thanks');
    const { body: again } = await ann.call('POST', `${hooks()}/${id}/deliveries/${ping.id}/retry`);
    expect(again).toMatchObject({ id: ping.id, status: 'delivered', attempts: 2, answer: 'thanks', problem: null });
    expect((await ann.call('GET', `${hooks()}/${id}/deliveries`)).body).toEqual([again]);
    expect((await ann.call('GET', hooks())).body[0].failing_since).toBeNull();
    const unknown = '00000000-0000-4000-8000-000000000000';
    expect(await ann.call('POST', `${hooks()}/${id}/deliveries/${unknown}/retry`)).toMatchObject({ status: 404 });
    expect(await ann.call('POST', `${hooks()}/${id}/deliveries/nonsense/retry`)).toMatchObject({ status: 422 });
  });

  test('[HOOKOUT12] it can be changed, switched off and on, and deleted; what it is not made for, it does not hear', async () => {
    const { id } = await outgoing();
    const change = (body: object) => ann.call('PATCH', `${hooks()}/${id}`, body);
    expect((await change({ is_active: false })).body).toMatchObject({ is_active: false, name: 'Hook' });
    await say(ann, 'unheard');
    expect((await change({ is_active: true, name: 'Other', events: ['message', 'left'] })).body).toMatchObject({
      is_active: true,
      name: 'Other',
      events: ['message', 'left'],
    });
    await say(ann, 'heard');
    expect((await receiver.next()).json.data.content).toBe('heard');
    expect((await ann.call('DELETE', `${hooks()}/${id}`)).status).toBe(200);
    expect((await ann.call('DELETE', `${hooks()}/${id}`)).status).toBe(404);
    const last = await outgoing({ events: ['joined'] });
    await say(ann, 'not for it');
    const { body: ping } = await ann.call('POST', `${hooks()}/${last.id}/test`);
    expect((await receiver.next()).json.id).toBe(ping.id);
    expect(receiver.received).toHaveLength(2);
  });

  test('[HOOKOUT12] the owner and admins are told when something changes, others are not', async () => {
    const [mine, his] = [await ann.connect(), await bob.connect()];
    const { id } = await outgoing();
    await mine.next('webhooks_changed', ({ chat_id }) => chat_id === chatId);
    receiver.answer = (response) => response.writeHead(410).end();
    await say(bob, 'hello');
    const frame = await mine.next('webhooks_changed', ({ switched_off }) => switched_off !== undefined);
    expect(frame).toEqual({
      type: 'webhooks_changed',
      chat_id: chatId,
      switched_off: { name: 'Hook', reason: 'gone' },
    });
    expect((await ann.call('GET', hooks())).body).toMatchObject([{ id, is_active: false, disabled_reason: 'gone' }]);
    his.send({ type: 'ping' });
    await his.next('pong');
    expect(his.received.filter(({ type }) => type === 'webhooks_changed')).toEqual([]);
    for (const socket of [mine, his]) socket.webSocket.close();
  });

  test('[SSRF2] where it may not go is said when it is made or changed', async () => {
    const strict = await startTestServer({ webhooks: 'public' });
    const eve = await strict.person('eve');
    const { body: chat } = await eve.call('POST', '/api/chats', { name: 'x' });
    const place = `/api/chats/${chat.id}/webhooks`;
    const wish = { kind: 'outgoing', name: 'Hook', url: 'http://example.org/', events: ['message'] };
    const { body: made } = await eve.call('POST', place, wish);
    for (const url of ['http://127.0.0.1:1234/', 'http://0x7f.1/', 'http://[::1]/', 'ftp://a.b/', 'x', 'http://a@b/']) {
      const refused = { status: 400, body: { code: 'webhook_url', detail: expect.any(String) } };
      expect(await eve.call('POST', place, { ...wish, url })).toMatchObject(refused);
      expect(await eve.call('PATCH', `${place}/${made.id}`, { url })).toMatchObject(refused);
    }
    await strict.close();
  });

  test('[SSRF1] a name that leads inside is refused when it is sent, and the list of deliveries tells nothing of what is there', async () => {
    const resolve = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
    const poster = createPoster({ clock: systemClock, reach: () => 'public', resolve });
    const strict = await startTestServer({}, { poster });
    const eve = await strict.person('eve');
    const { body: chat } = await eve.call('POST', '/api/chats', { name: 'x' });
    const place = `/api/chats/${chat.id}/webhooks`;
    const url = `http://inside.test:${receiver.port}/`;
    const { body: made } = await eve.call('POST', place, { kind: 'outgoing', name: 'Hook', url, events: ['message'] });
    const { body: ping } = await eve.call('POST', `${place}/${made.id}/test`);
    expect(ping).toMatchObject({ status: 'failed', problem: 'refused', answer: null, answer_status: null });
    expect(JSON.stringify(ping)).not.toContain('127.0.0.1');
    expect(receiver.received).toEqual([]);
    await strict.close();
  });

  test('[HOOKOUT13] a server may have none', async () => {
    const without = await startTestServer({ webhooks: 'off' });
    const eve = await without.person('eve');
    const { body: chat } = await eve.call('POST', '/api/chats', { name: 'x' });
    const off = { status: 403, body: { code: 'webhooks_off' } };
    expect(await eve.call('GET', `/api/chats/${chat.id}/webhooks`)).toMatchObject(off);
    const wish = { kind: 'incoming', name: 'Hook' };
    expect(await eve.call('POST', `/api/chats/${chat.id}/webhooks`, wish)).toMatchObject(off);
    await without.close();
  });

  test('[HOOKOUT7] what waited when the server ended is there after its next start', async () => {
    const dataDirectory = await mkdtemp(path.join(tmpdir(), 'gemini-coop-'));
    const first = await startTestServer({ dataDirectory });
    const eve = await first.person('eve');
    const { body: chat } = await eve.call('POST', '/api/chats', { name: 'x' });
    const place = `/api/chats/${chat.id}/webhooks`;
    const wish = { kind: 'outgoing', name: 'Hook', url: receiver.url, events: ['message'] };
    const { body: made } = await eve.call('POST', place, wish);
    receiver.answer = (response) => response.writeHead(503).end();
    const socket = await eve.connect();
    socket.send({ type: 'message', chat_id: chat.id, content: 'nobody is there' });
    await receiver.next();
    const list = async (at: typeof first) =>
      (await at.call('GET', `${place}/${made.id}/deliveries`, undefined, eve.token)).body;
    await expect.poll(() => list(first)).toMatchObject([{ status: 'waiting', attempts: 1, answer_status: 503 }]);
    const before = await list(first);
    await first.close();
    receiver.answer = (response) => response.end('thanks');
    const second = await startTestServer({ dataDirectory });
    expect(await list(second)).toEqual(before);
    const again = `${place}/${made.id}/deliveries/${before[0].id}/retry`;
    const { body: sent } = await second.call('POST', again, undefined, eve.token);
    expect(sent).toMatchObject({ status: 'delivered', attempts: 2 });
    expect((await receiver.next()).json.data.content).toBe('nobody is there');
    await second.close();
    await rm(dataDirectory, { recursive: true });
  });
});

describe('incoming webhooks', () => {
  const post = (token: string, body: string, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/api/hooks/${token}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
  const messages = async () => (await ann.call('GET', `/api/chats/${chatId}/messages`)).body;

  test('[HOOKIN1] it posts as what it is called, without an account, and everybody hears it', async () => {
    const { secret, id } = await incoming();
    expect(secret).toMatch(/^[\w-]{43}$/);
    const [inside, outside] = [await bob.connect(), await ann.connect()];
    inside.send({ type: 'join', chat_id: chatId });
    await inside.next('joined');
    const answer = await post(secret, '{"content": "Build 7 is done, @ann"}');
    const { message_id } = (await answer.json()) as { message_id: number };
    expect(answer.status).toBe(200);
    const shown = { user_id: null, is_bot: false, username: 'Builder', integration: { id }, mentions: ['ann'] };
    expect(await inside.next('message')).toMatchObject({ message_id, content: 'Build 7 is done, @ann', ...shown });
    expect(await outside.next('activity')).toMatchObject({ message_id, username: 'Builder', mentions: ['ann'] });
    expect(await messages()).toMatchObject([{ id: message_id, status: 'complete', ...shown }]);
    expect((await ann.call('GET', `/api/chats/${chatId}`)).body).toMatchObject({ unread_count: 1, mention_count: 1 });
    for (const socket of [inside, outside]) socket.webSocket.close();
  });

  test.each([
    ['application/json', '{"text": "said"}'],
    ['application/json', '{"content": "said", "other": 1}'],
    ['text/plain', 'said'],
    ['text/plain', '{"content": "said"}'],
    ['application/x-www-form-urlencoded', 'said'],
    ['application/x-www-form-urlencoded', '{"text":"said"}'],
    ['application/x-www-form-urlencoded', 'content=said'],
    ['application/x-www-form-urlencoded', 'text=said&a=b'],
    ['application/x-www-form-urlencoded', 'payload=%7B%22text%22%3A%22said%22%7D'],
  ])('[HOOKIN2] it takes %s: %s', async (type, body) => {
    const { secret } = await incoming();
    expect((await post(secret, body, { 'content-type': type })).status).toBe(200);
    expect(await messages()).toMatchObject([{ content: 'said' }]);
  });

  test.each([
    ['{}', 422],
    ['{"content": ""}', 422],
    ['{"content": "  \\n"}', 422],
    ['{"content": 5}', 422],
    ['{"content": "a\\u0000b"}', 422],
    ['[]', 422],
    ['{', 422],
    [JSON.stringify({ content: 'x'.repeat(32_001) }), 422],
    [JSON.stringify({ id: 'x', event: 'message', data: { content: 'what an outgoing webhook sends' } }), 422],
  ])('[HOOKIN2] it does not take %.40s', async (body, status) => {
    const { secret } = await incoming();
    expect((await post(secret, body)).status).toBe(status);
    expect(await messages()).toEqual([]);
  });

  test('[HOOKIN3] what is posted again with the same key is stored once', async () => {
    const [one, other] = [await incoming(), await incoming('Other')];
    const key = { 'idempotency-key': 'build 7' };
    const answers = await Promise.all([1, 2, 3].map(() => post(one.secret, '{"content": "done"}', key)));
    const ids = await Promise.all(
      answers.map(async (answer) => ((await answer.json()) as { message_id: number }).message_id),
    );
    expect(new Set(ids).size).toBe(1);
    await post(other.secret, '{"content": "done"}', key);
    expect(await messages()).toHaveLength(2);
    expect((await post(one.secret, '{"content": "x"}', { 'idempotency-key': 'x'.repeat(65) })).status).toBe(422);
  });

  test('[HOOKIN4] it never asks the bot, not even where the bot answers everything', async () => {
    const { body: chat } = await ann.call('POST', '/api/chats', { name: 'AI', is_ai_chat: true });
    chatId = chat.id;
    const { secret } = await incoming();
    for (const content of ['/bot What do you say?', 'hello']) await post(secret, JSON.stringify({ content }));
    const before = model.replies.length;
    await say(ann, 'Now you.');
    await expect.poll(() => model.replies.length).toBe(before + 1);
    model.replies.at(-1)!.finish();
  });

  test('[HOOKIN5] nobody edits it; admins delete it; all may answer, react and pin', async () => {
    const { secret } = await incoming();
    await post(secret, '{"content": "done"}');
    const [{ id }] = await messages();
    const place = `/api/chats/${chatId}/messages/${id}`;
    expect((await ann.call('PATCH', place, { content: 'other' })).status).toBe(403);
    expect((await bob.call('DELETE', place)).status).toBe(403);
    expect((await bob.call('PUT', `${place}/reactions/${encodeURIComponent('👍')}`)).status).toBe(200);
    expect((await bob.call('PUT', `/api/chats/${chatId}/pins/${id}`)).status).toBe(200);
    const socket = await bob.connect();
    socket.send({ type: 'message', chat_id: chatId, content: 'good', reply_to: id });
    await socket.next('message', ({ reply_to }) => reply_to === id);
    socket.webSocket.close();
    expect((await ann.call('DELETE', place)).body).toMatchObject({ content: '', deleted_at: expect.any(String) });
  });

  test('[HOOKIN6] it cannot be called as somebody is, or as the bot, and what takes its name later is told apart', async () => {
    for (const name of ['ann', 'ANN', 'Ａnn', 'gemini', 'Bot', 'a\u200bnn', ' ', '\u200b', 'x'.repeat(61)]) {
      const { status } = await ann.call('POST', hooks(), { kind: 'incoming', name });
      expect([name, [400, 422].includes(status)]).toEqual([name, true]);
    }
    const name = `late${chatId}`;
    const { secret, id } = await incoming(name);
    expect((await ann.call('PATCH', `${hooks()}/${id}`, { name: 'bob' })).body.code).toBe('webhook_name');
    await server.person(name);
    await post(secret, '{"content": "done"}');
    expect((await messages())[0].username).toBe(`${name} (integration)`);
  });

  test('[HOOKIN7] an address that is not known, was replaced, or is switched off takes nothing', async () => {
    const { secret, id } = await incoming();
    const { body: renewed } = await ann.call('POST', `${hooks()}/${id}/secret`);
    for (const token of [secret, 'x', 'x'.repeat(5000), '%00', encodeURIComponent('../auth/me')]) {
      expect([token, (await post(token, '{"content": "x"}')).status]).toEqual([token, 404]);
    }
    await ann.call('PATCH', `${hooks()}/${id}`, { is_active: false });
    expect((await post(renewed.secret, '{"content": "x"}')).status).toBe(403);
    await ann.call('PATCH', `${hooks()}/${id}`, { is_active: true });
    expect((await post(renewed.secret, '{"content": "x"}')).status).toBe(200);
    await ann.call('DELETE', `/api/chats/${chatId}`);
    expect((await post(renewed.secret, '{"content": "x"}')).status).toBe(404);
  });

  test('[HOOKIN8] outgoing webhooks of the chat do not hear it, unless they are told to', async () => {
    const { secret } = await incoming();
    const [deaf, keen] = [await outgoing({ url: `${receiver.url}deaf` }), await outgoing({ hears_integrations: true })];
    await post(secret, '{"content": "done"}');
    const { json } = await receiver.next();
    expect(json.data).toMatchObject({ content: 'done', integration: { id: expect.any(Number) } });
    for (const { id } of [deaf, keen]) await ann.call('POST', `${hooks()}/${id}/test`);
    expect(receiver.received.filter((hook) => hook.path === '/deaf').map(({ json: sent }) => sent.event)).toEqual([
      'ping',
    ]);
  });

  test('what is only for outgoing ones, an incoming one does not have', async () => {
    const { id } = await incoming();
    expect((await ann.call('PATCH', `${hooks()}/${id}`, { url: receiver.url })).status).toBe(422);
    expect((await ann.call('POST', `${hooks()}/${id}/test`)).status).toBe(404);
    expect((await ann.call('GET', `${hooks()}/${id}/deliveries`)).status).toBe(404);
  });

  test('[HOOKOUT12] a chat has only so many', async () => {
    const all = await Promise.all(
      Array.from({ length: WEBHOOKS_MAX + 3 }, () => ann.call('POST', hooks(), { kind: 'incoming', name: 'One' })),
    );
    expect(all.filter(({ status }) => status === 200)).toHaveLength(WEBHOOKS_MAX);
    expect(all.find(({ status }) => status !== 200)?.body.code).toBe('too_many_webhooks');
  });

  test('[HOOKIN9] neither log nor data directory holds a token', async () => {
    for (const place of ['/api/hooks/secret', '/api//hooks/secret?x=y', '/API/HOOKS/secret/more']) {
      expect(loggedPath(place)).not.toContain('secret');
    }
    const { secret } = await incoming();
    expect(await readFile(`${server.dataDirectory}/coop.json`, 'utf8')).not.toContain(secret);
  });

  test('[HOOKIN10] too many posts to one are refused for a while', async () => {
    const limited = await startTestServer({ rateLimit: 0.05 });
    const eve = await limited.person('eve');
    const { body: chat } = await eve.call('POST', '/api/chats', { name: 'x' });
    const { body: hook } = await eve.call('POST', `/api/chats/${chat.id}/webhooks`, { kind: 'incoming', name: 'One' });
    const statuses: number[] = [];
    for (let n = 0; n < 5; n++) {
      statuses.push((await limited.call('POST', `/api/hooks/${hook.secret}`, { content: 'x' })).status);
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    await limited.close();
  });
});
