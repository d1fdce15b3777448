import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CompletionFrame } from '../../server/protocol/frames.ts';
import { createGemini } from '../../server/model/gemini.ts';
import type { TestPerson, TestSocket } from '../support/client.ts';
import { createFakeClock, type FakeClock } from '../support/clock.ts';
import { startGeminiApi, type GeminiApi } from '../support/gemini-api.ts';
import type { Behaviour } from '../support/gemini-exchange.ts';
import { noise } from '../support/gemini-noise.ts';
import { chunks, fail, parts, reply } from '../support/gemini-replies.ts';
import { scaled } from '../support/long-run.ts';
import { startTestServer } from '../support/server.ts';

/** How long Gemini may be silent, in milliseconds: before the first chunk, and between two. */
const FIRST = 60_000;
const NEXT = 30_000;
/** The longest that Google is waited for before a further try. */
const RETRY_MAX = 30_500;
const MB = 1024 * 1024;

let api: GeminiApi;
let clock: FakeClock;
let server: Awaited<ReturnType<typeof startTestServer>>;
let ann: TestPerson;
let bob: TestPerson;
/** Ann's, in the room of the chat that the model fails in. */
let hers: TestSocket;
/** Bob's, in the room of another chat. */
let his: TestSocket;
let elsewhere: number;
let lines = 0;

beforeAll(async () => {
  api = await startGeminiApi();
  api.when(/how are you/, reply('fine'));
  // The model's alone: the rest of the server has real time.
  clock = createFakeClock();
  const model = createGemini({ apiKey: api.key, model: () => 'gemini-flash-latest', baseUrl: api.url, clock });
  server = await startTestServer({}, { model });
  ann = await server.person('ann');
  bob = await server.person('bob');
  hers = await ann.connect();
  his = await bob.connect();
  elsewhere = await enterNewChat(bob, his);
});
afterAll(async () => {
  await server.close();
  await api.close();
});

async function enterNewChat(person: TestPerson, socket: TestSocket): Promise<number> {
  const { body } = await person.call('POST', '/api/chats', {});
  socket.send({ type: 'join', chat_id: body.id });
  await socket.next('joined', (frame) => frame.chat_id === body.id);
  return body.id;
}

function ask(socket: TestSocket, chat_id: number, question: string): Promise<CompletionFrame> {
  const ended = socket.next('bot_stream', (frame) => frame.chat_id === chat_id && frame.is_complete);
  socket.send({ type: 'message', chat_id, content: `/bot ${question}` });
  return ended as Promise<CompletionFrame>;
}

/** Bob's chat has a message and a reply of the bot, as on any day. */
async function goesOnElsewhere(): Promise<void> {
  const client_id = `line-${++lines}`;
  his.send({ type: 'message', chat_id: elsewhere, content: 'by the way', client_id });
  await his.next('message', (frame) => frame.client_id === client_id);
  const { status, full_response } = await ask(his, elsewhere, 'how are you?');
  expect({ status, full_response }).toEqual({ status: 'complete', full_response: 'fine' });
}

/** Moves the clock on to each further try, as soon as the one before it has been answered. */
async function waitThrough(turn: Promise<unknown>): Promise<void> {
  const running = new Set([turn]);
  void turn.then(() => running.clear());
  while (running.size > 0) {
    const { timers } = clock;
    const isAsking = timers.includes(FIRST) || timers.includes(NEXT);
    const [soonest = Infinity] = timers;
    if (!isAsking && soonest <= RETRY_MAX) await clock.advance(soonest);
    else await setImmediate();
  }
}

interface Fault {
  /** What the stand-in does with this question, try by try. */
  does: Behaviour[] | ((isSeen: Promise<unknown>) => Behaviour[]);
  status?: 'complete' | 'blocked';
  says: RegExp;
  /** The text that stands. */
  text?: string;
  /** How long nothing comes before people are told. */
  silentFor?: number;
}

const DAY = 'GenerateRequestsPerDayPerProjectPerModel-FreeTier';
const always = (behaviour: Behaviour): Behaviour[] => [behaviour, behaviour, behaviour];

const faults: Record<string, Fault> = {
  'an internal error': { does: always(fail.internal()), says: /has a fault of its own/ },
  'an overload': { does: always(fail.overloaded()), says: /is overloaded/ },
  'a bad gateway': { does: always(fail.page(502)), says: /has a fault of its own/ },
  'an overload that is told within the stream': { does: always(fail.errorAfter('')), says: /is overloaded/ },
  'a timeout at Google': { does: [fail.page(504)], says: /could not answer in time/ },
  'a status that nobody knows': { does: [fail.page(418)], says: /an error \(418\)/ },
  'a redirection to nowhere': { does: [fail.page(302)], says: /an error \(302\)/ },
  'a quota for a while': {
    does: always(fail.quota({ retrySeconds: 26 })),
    says: /number of questions per minute .* in 26 seconds/,
  },
  'a quota for longer': { does: [fail.quota({ retrySeconds: 400 })], says: /in 7 minutes/ },
  'a quota without a time': { does: [fail.quota()], says: /in a minute/ },
  "a day's quota": { does: [fail.quota({ quotaIds: [DAY] })], says: /day's quota .* midnight Pacific/ },
  'a plan without the model': { does: [fail.quota({ limit: 0, quotaIds: [DAY] })], says: /does not include the model/ },
  'a refused key': { does: [fail.keyInvalid()], says: /does not accept the Gemini API key/ },
  'a suspended key': { does: [fail.keySuspended('AIzaSyAnything-at-all')], says: /has been suspended/ },
  'a key without permission': { does: [fail.forbidden()], says: /is not allowed to do this/ },
  'an unknown model': { does: [fail.modelNotFound('gone')], says: /no model named gemini-flash-latest/ },
  'a country without the API': { does: [fail.location()], says: /where this server runs/ },
  'a conversation that is too long': { does: [fail.tooLong()], says: /longer than the model can read/ },
  'a refused question': { does: [fail.promptBlocked('SAFETY')], status: 'blocked', says: /refused this question/ },
  'a reply that is refused midway': {
    does: [reply('Well, ', { finishReason: 'SAFETY' })],
    status: 'blocked',
    says: /safety filters stopped/,
    text: 'Well, ',
  },
  "a reply at the model's limit": {
    does: [reply('cut short', { finishReason: 'MAX_TOKENS' })],
    status: 'complete',
    says: /reached the limit of the model/,
    text: 'cut short',
  },
  'a limit used up by thinking': { does: [reply([], { finishReason: 'MAX_TOKENS' })], says: /by thinking/ },
  'an empty reply': { does: [reply([])], says: /without saying anything/ },
  'a reason of tomorrow': { does: [reply('so far', { finishReason: 'NEW' })], says: /early \(NEW\)/, text: 'so far' },
  'an end without a reason': { does: [fail.endAfter('so far')], says: /broke off before its end/, text: 'so far' },
  'an error within the stream': { does: [fail.errorAfter('so far')], says: /is overloaded/, text: 'so far' },
  'an error without the form of an event': {
    does: [fail.bareErrorAfter('so far')],
    says: /not a reply/,
    text: 'so far',
  },
  'a hang before anything': { does: [fail.silence()], says: /silent for 60 seconds/, silentFor: FIRST },
  'a hang behind the headers': {
    does: [(exchange) => exchange.begin({})],
    says: /silent for 60 seconds/,
    silentFor: FIRST,
  },
  'a hang in mid-reply': {
    does: [fail.silenceAfter('so far')],
    says: /silent for 30 seconds/,
    text: 'so far',
    silentFor: NEXT,
  },
  'a connection that breaks within an event': {
    does: (isSeen) => [noise.resetWithin('so far', isSeen)],
    says: /connection to Gemini broke off/,
    text: 'so far',
  },
  'a page of a proxy': { does: [chunks({ raw: '<html>Sign in</html>' })], says: /not a reply/ },
  'an event that is no JSON': { does: [chunks({ raw: 'data: {oops\r\n\r\n' })], says: /not a reply/ },
  'bytes that are no text': {
    does: (isSeen) => [noise.notUtf8('so far', isSeen)],
    says: /connection to Gemini broke off/,
    text: 'so far',
  },
  'a false gzip': { does: [noise.falseGzip()], says: /connection to Gemini broke off/ },
  'headers beyond measure': { does: [noise.hugeHeaders()], says: /cannot be reached/ },
  '10 MB without a line': { does: [noise.flood('x', 10 * MB)], says: /broke off before its end/ },
  '10 MB within an event': { does: [noise.flood('data: {', 10 * MB)], says: /broke off before its end/ },
  '20 MB in 20 KB': { does: [noise.gzipBomb(20 * MB)], says: /broke off before its end/ },
};

test.each(Object.entries(faults))(
  '[BOT1] [BOT2] %s: told and stored as it is, while the other chat goes on',
  async (_, { does, status = 'failed', says, text = '', silentFor }) => {
    const chat = await enterNewChat(ann, hers);
    const isSeen = hers.next('bot_stream', (frame) => frame.chat_id === chat && frame.chunk === text);
    api.script(...(Array.isArray(does) ? does : does(isSeen)));
    const asked = api.requests.length;
    const turn = ask(hers, chat, 'what breaks?');
    await api.request(asked);
    await goesOnElsewhere();
    if (silentFor !== undefined) {
      await clock.scheduled(silentFor);
      await clock.advance(silentFor);
    }
    await waitThrough(turn);
    const completion = await turn;
    expect(completion).toMatchObject({ status, detail: expect.stringMatching(says), full_response: text });
    const { body: history } = await ann.call('GET', `/api/chats/${chat}/messages`);
    expect(history.at(-1)).toMatchObject({ content: text, status, detail: completion.detail });
    for (const { ended } of api.requests.slice(asked)) expect(await ended).toMatch(/answered|aborted|cut/);

    // What a try left in the script is not for the next question.
    api.script(...always(reply('back again')));
    const after = ask(hers, chat, 'and now?');
    await waitThrough(after);
    expect((await after).status).toBe('complete');
    api.forget();
  },
);

test('[BOT3] ten minutes of 503: every question costs three requests and is answered with why, and then it is over', async () => {
  const chat = await enterNewChat(ann, hers);
  const asked = api.requests.length;
  const questions = scaled(40, 200);
  api.otherwise(fail.overloaded());
  const start = clock.now();
  for (let i = 1; i <= questions; i++) {
    const turn = ask(hers, chat, `question ${i}?`);
    await waitThrough(turn);
    expect(await turn).toMatchObject({ status: 'failed', detail: expect.stringContaining('overloaded') });
    await clock.advance(Math.max(0, start + (i / questions) * 600_000 - clock.now()));
  }
  await goesOnElsewhere();
  expect(api.requests.length - asked).toBe(questions * 3 + 1);
  expect(clock.timers).toEqual([]);

  api.otherwise(reply('sorry for that'));
  expect(await ask(hers, chat, 'and now?')).toMatchObject({ status: 'complete', full_response: 'sorry for that' });
  const last = JSON.stringify(api.requests.at(-1)!.body);
  expect(last).not.toContain('overloaded');
});

test('[BOT3] a whole queue that waits through an overload is answered one by one, and empty behind it', async () => {
  const chat = await enterNewChat(ann, hers);
  api.otherwise(fail.overloaded());
  const turns = Array.from({ length: 21 }, (_, i) => ask(hers, chat, `waiting ${i}?`));
  await waitThrough(Promise.all(turns));
  for (const turn of turns) expect((await turn).status).toBe('failed');
  api.otherwise(reply('at last'));
  expect(await ask(hers, chat, 'and now?')).toMatchObject({ status: 'complete', full_response: 'at last' });
});

test('[BOT6] what is no text in valid JSON is shown as U+FFFD, and characters in two pieces are whole', async () => {
  const chat = await enterNewChat(ann, hers);
  const pieces = ['a\0b', '\ud83d', '\ude00', '\udc00', ' \ud83d', 'c', '\ud800'];
  api.script(chunks(...pieces.map((text) => parts({ text })), { finishReason: 'STOP' }));
  const { full_response, status } = await ask(hers, chat, 'what is no text?');
  expect({ full_response, status }).toEqual({ full_response: 'a\ufffdb\u{1f600}\ufffd \ufffdc', status: 'complete' });
});
