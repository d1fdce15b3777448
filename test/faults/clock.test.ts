import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../server/clock.ts';
import { EXPIRY_CHECK_INTERVAL } from '../../server/gateway/expiry.ts';
import { createGemini } from '../../server/model/gemini.ts';
import type { Message } from '../../server/protocol/messages.ts';
import type { ServerParts } from '../../server/server.ts';
import { openSocket, type TestPerson, type TestSocket } from '../support/client.ts';
import { createFakeClock } from '../support/clock.ts';
import { takeOverDate, YEAR } from '../support/date.ts';
import { startGeminiApi } from '../support/gemini-api.ts';
import { reply } from '../support/gemini-replies.ts';
import { scaled, seedOfRun } from '../support/long-run.ts';
import { createScriptedModel } from '../support/scripted-model.ts';
import { startTestServer } from '../support/server.ts';

const DAY = 24 * 60 * 60 * 1000;

async function start(config: Parameters<typeof startTestServer>[0] = {}, parts: ServerParts = {}) {
  const server = await startTestServer(config, parts);
  onTestFinished(() => server.close());
  return server;
}

/** A chat of these people, the first its owner; its id. */
async function chatOf(owner: TestPerson, ...others: TestPerson[]): Promise<number> {
  const participant_usernames = others.map(({ username }) => username);
  const { body } = await owner.call('POST', '/api/chats', { name: 'Room', is_group: true, participant_usernames });
  return body.id;
}

async function joined(person: TestPerson, ...chatIds: number[]): Promise<TestSocket> {
  const socket = await person.connect();
  for (const chat_id of chatIds) {
    socket.send({ type: 'join', chat_id });
    await socket.next('joined');
  }
  return socket;
}

/** Everything in a chat, asked for in small pages from its end. */
async function history(person: TestPerson, chatId: number): Promise<Message[]> {
  const all: Message[] = [];
  for (;;) {
    const before = all[0] ? `&before=${all[0].id}` : '';
    const { body } = await person.call('GET', `/api/chats/${chatId}/messages?limit=20${before}`);
    if (body.length === 0) return all;
    all.unshift(...(body as Message[]));
  }
}

/** Asks until the answer fits. */
async function until<Answer>(ask: () => Promise<Answer>, fits: (answer: Answer) => boolean): Promise<Answer> {
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
  }
}

describe('order', () => {
  const steps = fc.array(
    fc.record({
      // How far behind the real date; ahead of it, tokens would end.
      behind: fc.oneof(fc.constantFrom(0, 1, YEAR), fc.nat(2 * YEAR)),
      who: fc.nat(1),
      where: fc.nat(2),
    }),
    { minLength: scaled(60, 3000), maxLength: scaled(60, 3000) },
  );

  test('[CLOCK1] whatever the date does between them, messages, pages and chat lists keep the order in which they were sent', async () => {
    const seed = seedOfRun();
    const dataDirectory = await mkdtemp(path.join(tmpdir(), 'gemini-coop-'));
    onTestFinished(() => rm(dataDirectory, { recursive: true }));
    const first = await startTestServer({ dataDirectory, secretKey: 'the same one before and after the restart' });
    const people = [await first.person('ann'), await first.person('bob')];
    const [ann, bob] = people as [TestPerson, TestPerson];
    const chats = [await chatOf(ann, bob), await chatOf(ann, bob), await chatOf(ann, bob)];
    const sockets = [await joined(ann, ...chats), await joined(bob, ...chats)];

    const date = takeOverDate();
    const sent = chats.map((): string[] => []);
    const echoed: number[] = [];
    const active: number[] = [];
    let dates = 0;
    let behindBefore = 0;
    for (const [n, { behind, who, where }] of fc.sample(steps, { seed, numRuns: 1 })[0]!.entries()) {
      date.jump(behindBefore - behind);
      behindBefore = behind;
      const chat_id = chats[where]!;
      sockets[who]!.send({ type: 'message', chat_id, content: `${n}`, client_id: `${n}` });
      const echo = await sockets[1 - who]!.next('message', ({ client_id }) => client_id === `${n}`);
      sent[where]!.push(echo.content);
      echoed.push(echo.message_id);
      active.push(chat_id);
      if (Math.abs(Date.parse(echo.created_at) - Date.now()) < DAY) dates++;
    }
    const check = async (person: TestPerson): Promise<void> => {
      for (const [at, chat] of chats.entries()) {
        const contents = (await history(person, chat)).map(({ content }) => content);
        expect(contents, `chat ${at}, FAULT_SEED=${seed}`).toEqual(sent[at]);
      }
      const listed: number[] = (await person.call('GET', '/api/chats')).body.map(({ id }: { id: number }) => id);
      const recent = [...new Set([...active.toReversed(), ...chats.toReversed()])];
      expect(listed, `FAULT_SEED=${seed}`).toEqual(recent);
    };
    expect(echoed, `FAULT_SEED=${seed}`).toEqual([...new Set(echoed)].toSorted((a, b) => a - b));
    // They do carry the date of their time, or nothing here was shown.
    expect(dates).toBe(echoed.length);
    await check(ann);

    await first.close();
    date.jump(-2 * YEAR);
    const second = await start({ dataDirectory, secretKey: 'the same one before and after the restart' });
    await check(await again(second, 'bob'));
  });

  test('[CLOCK1] messages of one millisecond are told apart, and keep the order in which they were sent', async () => {
    const server = await start();
    const [ann, bob] = [await server.person('ann'), await server.person('bob')];
    const chat_id = await chatOf(ann, bob);
    const [sender, reader] = [await joined(ann, chat_id), await joined(bob, chat_id)];
    takeOverDate().stop();
    const contents = Array.from({ length: 40 }, (_, n) => `${n}`);
    for (const content of contents) sender.send({ type: 'message', chat_id, content });
    await reader.next('message', ({ content }) => content === contents.at(-1));
    const seen = reader.received.filter((frame) => frame.type === 'message');
    expect(seen.map(({ content }) => content)).toEqual(contents);
    expect(new Set(seen.map(({ created_at }) => created_at)).size).toBe(1);
    expect(new Set(seen.map(({ message_id }) => message_id)).size).toBe(contents.length);
    expect((await history(bob, chat_id)).map(({ content }) => content)).toEqual(contents);
  });
});

/** The same person at a server that was started again. */
async function again(server: Awaited<ReturnType<typeof startTestServer>>, username: string): Promise<TestPerson> {
  const { body } = await server.call('POST', '/api/auth/login', { username, password: 'correct horse' });
  const token: string = body.access_token;
  const { body: user } = await server.call('GET', '/api/auth/me', undefined, token);
  return {
    username,
    id: user.id,
    token,
    call: (method, place, sent) => server.call(method, place, sent, token),
    connect: () => openSocket(`${server.url.replace('http', 'ws')}/ws?token=${token}`),
  };
}

describe('waits', () => {
  test('[CLOCK2] a running reply goes on through a year back and a year forward: chunks, what is saved of it, its end', async () => {
    const model = createScriptedModel();
    const server = await start({}, { model });
    const ann = await server.person('ann');
    const chat_id = await chatOf(ann);
    const socket = await joined(ann, chat_id);
    const date = takeOverDate();
    socket.send({ type: 'message', chat_id, content: '/bot talk' });
    const answer = await model.asked;
    let text = '';
    for (const jump of [0, -YEAR, 2 * YEAR, -YEAR]) {
      date.jump(jump);
      // Two pieces: the first may find the pace idle, the second has to wait for it.
      for (const piece of [`before ${jump}. `, `after ${jump}. `]) {
        text += piece;
        answer.text(piece);
        await socket.next('bot_stream', ({ chunk }) => chunk.includes(piece));
      }
      // With a token of this time.
      const reader = await again(server, 'ann');
      const stored = async () => (await history(reader, chat_id)).at(-1);
      const saved = await until(stored, (message) => message?.content === text);
      expect(saved?.status).toBe('streaming');
    }
    date.jump(-YEAR);
    answer.finish();
    expect(await socket.next('bot_stream', ({ is_complete }) => is_complete)).toMatchObject({
      full_response: text,
      status: 'complete',
    });
  });

  test('[CLOCK2] a jump while Gemini thinks is no silence', async () => {
    const api = await startGeminiApi();
    onTestFinished(() => api.close());
    const date = takeOverDate();
    const gemini = createGemini({
      apiKey: api.key,
      baseUrl: api.url,
      model: () => 'gemini-flash-latest',
      clock: systemClock,
    });
    for (const jump of [YEAR, -2 * YEAR]) {
      api.script(async (exchange) => {
        date.jump(jump);
        // Only the headers and the start of an event: it goes on thinking.
        exchange.raw('data: ');
        await exchange.pause(50);
        exchange.raw('{"candidates": []}\r\n\r\n');
        date.jump(jump);
        await reply('Here I am')(exchange);
      });
      let text = '';
      const request = { contents: [{ role: 'user' as const, parts: [{ text: '?' }] }], system: '' };
      for await (const event of gemini.stream(request, new AbortController().signal)) {
        if (event.type === 'text') text += event.text;
      }
      expect(text).toBe('Here I am');
    }
  });

  test('[CLOCK2] the host goes on hearing of people', async () => {
    const server = await start();
    const host = await server.person('host');
    const socket = await host.connect();
    const date = takeOverDate();
    for (const [n, jump] of [0, -YEAR, 2 * YEAR].entries()) {
      date.jump(jump);
      // The second comes while the first is news, and has to wait for its time.
      for (const name of [`ann${n}`, `bob${n}`]) {
        await server.person(name);
        expect(await socket.next('people_changed')).toEqual({ type: 'people_changed' });
      }
    }
  });
});

describe('tokens', () => {
  /** A server that only knows the time of this clock, and somebody with a token and a connection. */
  async function signedIn() {
    const clock = createFakeClock();
    const server = await start({}, { clock });
    const ann = await server.person('ann');
    const socket = await ann.connect();
    socket.send({ type: 'ping' });
    await socket.next('pong');
    return { clock, server, ann, socket };
  }

  test('[CLOCK3] a date behind the end of a token closes its connections, and signing in again works', async () => {
    const { clock, server, ann, socket } = await signedIn();
    clock.set(clock.now() + YEAR);
    await clock.advance(EXPIRY_CHECK_INTERVAL);
    expect((await socket.closed).code).toBe(4001);
    expect((await ann.call('GET', '/api/auth/me')).status).toBe(401);
    expect((await (await ann.connect()).closed).code).toBe(1008);

    const back = await again(server, 'ann');
    expect((await back.call('GET', '/api/chats')).status).toBe(200);
    const second = await back.connect();
    second.send({ type: 'ping' });
    await second.next('pong');
  });

  test('[CLOCK3] a date that is set back locks nobody out, old tokens and new ones', async () => {
    const { clock, server, ann, socket } = await signedIn();
    for (const back of [1000, DAY, YEAR]) {
      clock.set(clock.now() - back);
      await clock.advance(EXPIRY_CHECK_INTERVAL);
      expect((await ann.call('GET', '/api/auth/me')).status).toBe(200);
      const fresh = await again(server, 'ann');
      for (const person of [ann, fresh]) {
        const another = await person.connect();
        another.send({ type: 'ping' });
        await another.next('pong');
      }
    }
    socket.send({ type: 'ping' });
    await socket.next('pong');
  });

  test('[CLOCK3] a date that is set back gives no connection more time than its token had, and no token more than its own end', async () => {
    const { clock, ann, socket } = await signedIn();
    const end = clock.now() + DAY;
    clock.set(clock.now() - YEAR);
    await clock.advance(DAY - 1000);
    expect(socket.webSocket.readyState).toBe(socket.webSocket.OPEN);
    await clock.advance(1000);
    expect((await socket.closed).code).toBe(4001);
    clock.set(end - 1000);
    expect((await ann.call('GET', '/api/auth/me')).status).toBe(200);
    clock.set(end);
    expect((await ann.call('GET', '/api/auth/me')).status).toBe(401);
  });
});

describe('limits', () => {
  test('[CLOCK4] who is over a limit is never told to wait for longer than the limit lasts', async () => {
    const server = await start({ rateLimit: 0.1 });
    const ann = await server.person('ann');
    const chat_id = await chatOf(ann);
    const socket = await joined(ann, chat_id);
    const date = takeOverDate();
    const refusal = async (): Promise<number> => {
      for (let n = 0; n < 20; n++) socket.send({ type: 'message', chat_id, content: 'again and again' });
      const { code, retry_after } = await socket.next('error');
      expect(code).toBe('rate_limited');
      return retry_after!;
    };
    expect(await refusal()).toBeLessThanOrEqual(10);
    date.jump(-YEAR);
    expect(await refusal()).toBeLessThanOrEqual(10);

    const signIn = () => server.call('POST', '/api/auth/login', { username: 'nobody', password: 'a guess' });
    const refused = await until(signIn, ({ status }) => status === 429);
    date.jump(-YEAR);
    const later = await signIn();
    expect([refused.status, later.status]).toEqual([429, 429]);
    expect(Number(later.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  });

  test('[CLOCK4] a date that jumps ahead lets everybody go on at once', async () => {
    const server = await start({ rateLimit: 0.1 });
    const ann = await server.person('ann');
    const chat_id = await chatOf(ann);
    const socket = await joined(ann, chat_id);
    const date = takeOverDate();
    for (let n = 0; n < 20; n++) socket.send({ type: 'message', chat_id, content: 'again and again' });
    await socket.next('error', ({ code }) => code === 'rate_limited');
    date.jump(YEAR);
    socket.send({ type: 'message', chat_id, content: 'on we go' });
    expect((await socket.next('message', ({ content }) => content === 'on we go')).user_id).toBe(ann.id);
  });
});
