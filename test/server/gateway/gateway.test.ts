import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Accounts } from '../../../server/core/accounts.ts';
import { AppError } from '../../../server/core/errors.ts';
import type { Hub } from '../../../server/core/hub.ts';
import { Gateway } from '../../../server/gateway/gateway.ts';
import type { ErrorFrame } from '../../../server/protocol/frames.ts';
import type { ServerParts } from '../../../server/server.ts';
import { createOrigins } from '../../../server/security/origins.ts';
import { createFakeClock } from '../../support/clock.ts';
import { createRecordedLog } from '../../support/records.ts';
import { createScriptedModel } from '../../support/scripted-model.ts';
import { openSocket, type TestPerson, type TestSocket } from '../../support/client.ts';
import { startTestServer } from '../../support/server.ts';

const secretKey = 'a key that only these tests know, long enough';
let server: Awaited<ReturnType<typeof startTestServer>>;
let ann: TestPerson;
let chat_id: number;
let socketUrl: string;
beforeAll(async () => {
  server = await startTestServer({ secretKey });
  ann = await server.person('ann');
  chat_id = (await ann.call('POST', '/api/chats', {})).body.id;
  socketUrl = `${server.url.replace('http', 'ws')}/ws`;
});
afterAll(() => server.close());

describe('letting in', () => {
  test('[WS1] the token may come in the subprotocol, and only ours is answered', async () => {
    const socket = await openSocket(socketUrl, ['gemini-coop.v1', `bearer.${ann.token}`]);
    expect(socket.webSocket.protocol).toBe('gemini-coop.v1');
    socket.send({ type: 'ping' });
    await socket.next('pong');
    socket.webSocket.close();
  });

  test('[WS1] the token may come in the query', async () => {
    const socket = await ann.connect();
    socket.send({ type: 'ping' });
    expect(await socket.next('pong')).toEqual({ type: 'pong' });
    socket.webSocket.close();
  });

  test.each([
    ['no token', () => ''],
    ['garbage', () => '?token=garbage'],
    ['an expired token', () => `?token=${jwt.sign({ sub: 'ann', exp: 1 }, secretKey)}`],
    ['a forged token', () => `?token=${jwt.sign({ sub: 'ann' }, 'some other key', { expiresIn: 60 })}`],
    ['a token of nobody', () => `?token=${jwt.sign({ sub: 'nobody' }, secretKey, { expiresIn: 60 })}`],
  ])('[WS2] with %s the upgrade completes and the socket closes with 1008', async (_kind, query) => {
    const socket = await openSocket(socketUrl + query());
    expect((await socket.closed).code).toBe(1008);
    expect(socket.received).toEqual([]);
  });

  test('[WS2] where the token cannot be checked, nobody is signed out for it', async () => {
    const httpServer = createServer();
    const clock = createFakeClock();
    const failing = { authenticate: () => Promise.reject(new AppError('storage_unavailable')) };
    const log = createRecordedLog();
    const gateway = new Gateway({
      server: httpServer,
      hub: {} as Hub,
      accounts: failing as unknown as Accounts,
      origins: createOrigins([]),
      clock,
      log,
      frameMax: () => 1000,
    });
    await new Promise<void>((resolve) => void httpServer.listen(0, '127.0.0.1', resolve));
    const { port } = httpServer.address() as AddressInfo;
    const socket = await openSocket(`ws://127.0.0.1:${port}/ws?token=any`);
    expect(await socket.closed).toMatchObject({ code: 1013 });
    await gateway.close();
    httpServer.close();
    expect(log.entries).toEqual([]);
  });

  test('[WS3] a token that expires while connected closes the socket with 4001', async () => {
    const exp = Math.floor(Date.now() / 1000) + 2;
    const socket = await openSocket(`${socketUrl}?token=${jwt.sign({ sub: 'ann', exp }, secretKey)}`);
    expect((await socket.closed).code).toBe(4001);
  });

  test.each([
    ['a strange origin', { origin: 'https://evil.example' }],
    ['a strange host', { host: 'evil.example' }],
    ['both alike', { origin: 'http://evil.example', host: 'evil.example' }],
  ])('[ORIGIN3] %s is refused with 403 before the upgrade', async (_kind, headers) => {
    await expect(openSocket(`${socketUrl}?token=${ann.token}`, [], headers)).rejects.toThrow('403');
  });

  test.each<Record<string, string>>([
    { origin: 'app://bundle' },
    { host: 'localhost:1234', origin: 'http://localhost:1234' },
  ])('[ORIGIN3] %j is let in', async (headers) => {
    const socket = await openSocket(`${socketUrl}?token=${ann.token}`, [], headers);
    socket.send({ type: 'ping' });
    expect(await socket.next('pong')).toEqual({ type: 'pong' });
    socket.webSocket.close();
  });

  test('[WS1] another address is no socket', async () => {
    await expect(openSocket(`${socketUrl}x?token=${ann.token}`)).rejects.toThrow('404');
  });
});

describe('frames', () => {
  let socket: TestSocket;
  beforeAll(async () => {
    socket = await ann.connect();
  });
  afterAll(() => socket.webSocket.close());

  test.each([
    ['not JSON', '{"type"'],
    ['empty', ''],
    ['a list', '[1]'],
    ['null', 'null'],
    ['a number', '7'],
    ['without a type', '{}'],
    ['of an unknown type', '{"type":"shout","chat_id":1}'],
    ['of a type from the prototype', '{"type":"__proto__"}'],
    ['without a chat', '{"type":"join"}'],
    ['with a chat id that is text', '{"type":"join","chat_id":"1"}'],
    ['with a negative chat id', '{"type":"join","chat_id":-1}'],
    ['with a chat id beyond 2^53', '{"type":"join","chat_id":9007199254740993}'],
    ['with content that is no text', '{"type":"message","chat_id":1,"content":{}}'],
    ['with NUL', '{"type":"message","chat_id":1,"content":"a\\u0000b"}'],
    ['with half a surrogate pair', '{"type":"message","chat_id":1,"content":"a\\ud800b"}'],
    ['with an over-long client_id', `{"type":"message","chat_id":1,"content":"a","client_id":"${'x'.repeat(65)}"}`],
    ['with an empty client_id', '{"type":"message","chat_id":1,"content":"a","client_id":""}'],
  ])('[WS4] a frame %s gets an error frame and the socket lives on', async (_kind, text) => {
    socket.send(text);
    const error: ErrorFrame = await socket.next('error');
    expect(error.code).toBe('invalid');
    expect(error.error).not.toBe('');
    socket.send({ type: 'ping' });
    await socket.next('pong');
  });

  test('[WS4] the error repeats what identifies the refused frame', async () => {
    socket.send({ type: 'message', chat_id, content: 5, client_id: 'a7' });
    expect(await socket.next('error')).toMatchObject({ chat_id, client_id: 'a7', code: 'invalid' });
  });

  test('[WS4] a number that no JSON can hold is not repeated', async () => {
    socket.send('{"type":"join","chat_id":1e999}');
    const error = await socket.next('error');
    expect([error.code, 'chat_id' in error]).toEqual(['invalid', false]);
  });

  test('[WS5] a binary frame closes the socket with 1003', async () => {
    const other = await ann.connect();
    other.send(Buffer.from('{"type":"ping"}'));
    expect((await other.closed).code).toBe(1003);
  });

  test('[WS5] a frame over the size limit closes the socket with 1009', async () => {
    const other = await ann.connect();
    other.send({ type: 'message', chat_id, content: 'x'.repeat(300_000) });
    expect((await other.closed).code).toBe(1009);
  });

  test('[SEND6] a message of the longest length arrives whole, one longer is refused', async () => {
    const longest = '\u{1f600}'.repeat(16_000);
    socket.send({ type: 'message', chat_id, content: longest });
    expect((await socket.next('message')).content).toBe(longest);
    socket.send({ type: 'message', chat_id, content: `${longest}!`, client_id: 'long' });
    expect(await socket.next('error')).toMatchObject({ code: 'invalid', client_id: 'long' });
  });
});

/** Two people in the room of one chat on a server of their own. */
async function roomOfTwo(parts: ServerParts) {
  const own = await startTestServer({}, parts);
  const [host, guest] = [await own.person('ann'), await own.person('bob')];
  const { body } = await host.call('POST', '/api/chats', { participant_usernames: ['bob'] });
  const [fast, slow] = [await host.connect(), await guest.connect()];
  for (const each of [fast, slow]) {
    each.send({ type: 'join', chat_id: body.id });
    await each.next('joined');
  }
  return { own, fast, slow, chatId: body.id as number };
}

describe('slow readers', () => {
  test('[WS6] who does not read is closed with 1013, and nobody else waits for it', async () => {
    const { own, fast, slow, chatId } = await roomOfTwo({
      backpressure: { skipBytes: 64 * 1024, closeBytes: 512 * 1024, stuckAfter: 60_000 },
    });
    slow.webSocket.pause();
    const content = 'x'.repeat(32_000);
    // More than the operating system takes for a peer that does not read.
    for (let count = 1; count <= 500; count++) {
      fast.send({ type: 'message', chat_id: chatId, content, client_id: `m${count}` });
      if (count % 10 === 0) await fast.next('message', (frame) => frame.client_id === `m${count}`);
    }
    // The room need not wait until it has read the rest.
    await fast.next('user_left');
    slow.webSocket.resume();
    expect((await slow.closed).code).toBe(1013);
    await own.close();
  });

  test('[WS6] who stays behind for too long is closed', async () => {
    const clock = createFakeClock(Date.now());
    const { own, fast, slow, chatId } = await roomOfTwo({
      clock,
      backpressure: { skipBytes: 128 * 1024, closeBytes: 2 ** 30, stuckAfter: 20_000 },
    });
    slow.webSocket.pause();
    const content = 'x'.repeat(32_000);
    for (let count = 1; count <= 500; count++) {
      fast.send({ type: 'message', chat_id: chatId, content, client_id: `m${count}` });
    }
    await fast.next('message', (frame) => frame.client_id === 'm500');
    await clock.advance(20_000);
    slow.webSocket.resume();
    expect((await slow.closed).code).toBe(1013);
    const closing = own.close();
    await clock.settle();
    await closing;
  });

  test('[TURN5] who missed chunks gets the whole text as soon as it has read what it was sent', async () => {
    const model = createScriptedModel();
    const { own, fast, slow, chatId } = await roomOfTwo({
      model,
      backpressure: { skipBytes: 128 * 1024, closeBytes: 2 ** 30, stuckAfter: 60_000 },
    });
    fast.send({ type: 'message', chat_id: chatId, content: '/bot hi' });
    await fast.next('bot_stream');
    slow.webSocket.pause();
    const piece = 'x'.repeat(400_000);
    const content = 'x'.repeat(32_000);
    for (let count = 1; count <= 500; count++) {
      fast.send({ type: 'message', chat_id: chatId, content, client_id: `m${count}` });
    }
    await fast.next('message', (frame) => frame.client_id === 'm500');
    model.replies[0]?.text(piece);
    await fast.next('bot_stream', (frame) => frame.chunk !== '');
    slow.webSocket.resume();
    const catchUp = await slow.next('bot_stream', (frame) => frame.chunk !== '');
    expect([catchUp.offset, catchUp.chunk.length]).toEqual([0, piece.length]);
    await own.close();
  });
});

describe('dead peers', () => {
  test('[WS8] a peer that answers no ping is cut off and its room is told', async () => {
    const { own, fast, slow } = await roomOfTwo({ heartbeatInterval: 100 });
    slow.webSocket.pause();
    expect((await fast.next('user_left')).username).toBe('bob');
    fast.send({ type: 'ping' });
    await fast.next('pong');
    await own.close();
  });
});
