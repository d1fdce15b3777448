import { afterEach, beforeEach, expect, test } from 'vitest';
import { ModelError, type Model, type ModelRequest } from '../../../server/core/ports/model.ts';
import { createGemini, type GeminiOptions } from '../../../server/model/gemini.ts';
import { createFakeClock, type FakeClock } from '../../support/clock.ts';
import { startGeminiApi, type GeminiApi } from '../../support/gemini-api.ts';
import { byHand, chunks, fail, parts, reply } from '../../support/gemini-replies.ts';
import { question, readModel, type Reading } from '../../support/read-model.ts';

const MODEL = 'gemini-flash-latest';
const never = new AbortController().signal;

let api: GeminiApi;
let clock: FakeClock;

beforeEach(async () => {
  api = await startGeminiApi();
  clock = createFakeClock();
});
afterEach(() => api.close());

function gemini(options: Partial<GeminiOptions> = {}): Model {
  return createGemini({ apiKey: api.key, baseUrl: api.url, model: () => MODEL, clock, random: () => 0, ...options });
}

function ask(text = 'hello', options: Partial<GeminiOptions> = {}): Promise<Reading> {
  return readModel(gemini(options).stream(question(text), never));
}

/** The sentence that people see. Every failure must be a `ModelError`, and nothing in it may be secret. */
function sentence({ error }: Reading): string {
  expect(error).toBeInstanceOf(ModelError);
  const { message, cause } = error as ModelError;
  expect(message).toMatch(/^[A-Z].*[.!?"]$/s);
  for (const text of [message, JSON.stringify(cause) ?? '']) {
    expect(text).not.toContain(api.key);
    expect(text).not.toContain('127.0.0.1');
    expect(text).not.toMatch(/https?:/);
  }
  // Details are for programs.
  expect(message).not.toContain('@type');
  return message;
}

test('[MODEL4] a reply comes as it was written, with the tokens that it cost', async () => {
  api.script(reply(['Grüße, ', '世界 ', '👩‍👩‍👧', '!']));
  const { events, error } = await ask();
  expect(error).toBeUndefined();
  expect(events).toEqual([
    { type: 'text', text: 'Grüße, ' },
    { type: 'text', text: '世界 ' },
    { type: 'text', text: '👩‍👩‍👧' },
    { type: 'text', text: '!' },
    { type: 'finish', reason: 'complete', usage: { promptTokens: 7, replyTokens: 4 } },
  ]);
});

test('[MODEL4] the request holds the contents and the standing instructions apart, and no sampling parameters', async () => {
  const request: ModelRequest = {
    system: 'Be kind.',
    contents: [
      { role: 'user', parts: [{ text: 'one' }, { text: 'two' }] },
      { role: 'model', parts: [{ text: 'three' }] },
      { role: 'user', parts: [{ text: 'four' }] },
    ],
  };
  const { error } = await readModel(gemini({ baseUrl: `${api.url}/` }).stream(request, never));
  expect(error).toBeUndefined();
  const { url, body, key } = api.requests[0]!;
  expect(url).toBe(`/v1beta/models/${MODEL}:streamGenerateContent?alt=sse`);
  expect(key).toBe(api.key);
  expect(body).toEqual({
    generationConfig: {},
    safetySettings: [],
    systemInstruction: { role: 'system', parts: [{ text: 'Be kind.' }] },
    contents: [
      { role: 'user', parts: [{ text: 'one' }, { text: 'two' }] },
      { role: 'model', parts: [{ text: 'three' }] },
      { role: 'user', parts: [{ text: 'four' }] },
    ],
  });
});

test('[FILE19] files go with the request as they are, behind the text that names them', async () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  const contents: ModelRequest['contents'] = [
    { role: 'user', parts: [{ text: 'look' }, { type: 'image/png', data: bytes.subarray(16), name: 'a.png' }] },
  ];
  const { error } = await readModel(gemini().stream({ system: '', contents }, never));
  expect(error).toBeUndefined();
  const { body } = api.requests[0]!;
  const data = bytes.subarray(16).toString('base64');
  expect(body).toMatchObject({
    contents: [{ role: 'user', parts: [{ text: 'look' }, { inlineData: { mimeType: 'image/png', data } }] }],
  });
});

test('[MODEL4] a thought part never reaches the chat, though it counts as output', async () => {
  api.script(
    chunks(
      parts({ text: 'I wonder', thought: true }),
      parts({ text: 'still wondering', thought: true }, { text: 'Yes' }),
      { finishReason: 'STOP', usage: { promptTokenCount: 5, candidatesTokenCount: 1, thoughtsTokenCount: 40 } },
    ),
  );
  const { text, finishes } = await ask();
  expect(text).toBe('Yes');
  expect(finishes).toEqual([{ type: 'finish', reason: 'complete', usage: { promptTokens: 5, replyTokens: 41 } }]);
});

test('[MODEL4] several parts of one chunk are all kept, in their order; what is no text is left out', async () => {
  api.script(
    chunks(parts({ text: 'a' }, { functionCall: { name: 'f' } }, { text: 'b' }, { text: 'c' }), parts({ text: 'd' }), {
      finishReason: 'STOP',
    }),
  );
  expect((await ask()).text).toBe('abcd');
});

test('[MODEL4] models that say STOP in every chunk are read to their end', async () => {
  api.script(
    chunks(
      { parts: [{ text: 'one ' }], finishReason: 'STOP' },
      { parts: [{ text: 'two ' }], finishReason: 'STOP' },
      { parts: [{ text: 'three' }], finishReason: 'STOP' },
    ),
  );
  const { text, finishes } = await ask();
  expect(text).toBe('one two three');
  expect(finishes).toHaveLength(1);
});

test('[MODEL4] characters that are split over packets arrive whole', async () => {
  const bytes = Buffer.from(
    'data: {"candidates":[{"content":{"parts":[{"text":"é世👩"}]},"finishReason":"STOP"}]}\r\n\r\n',
  );
  api.script(async (exchange) => {
    for (const byte of bytes) {
      exchange.raw(Uint8Array.of(byte));
      await exchange.pause(0);
    }
    exchange.end();
  });
  expect((await ask()).text).toBe('é世👩');
});

test('[MODEL4] a chunk of 2 MB arrives whole', async () => {
  const big = 'x'.repeat(2_000_000);
  api.script(reply([big, 'end']));
  const { text } = await ask();
  expect(text.length).toBe(2_000_003);
  expect(text.endsWith('xend')).toBe(true);
});

test.each([
  ['bytes that are not UTF-8', Uint8Array.of(0x64, 0xff, 0xfe, 0x0a)],
  ['a page instead of events', '<html>Sign in to this network</html>'],
  ['an event that is not JSON', 'data: {"candidates": [oops\r\n\r\n'],
  ['JSON that is no object', 'data: null\r\n\r\n'],
])('[MODEL9] %s is a failure, not an answer', async (_, raw) => {
  api.script(chunks({ raw }));
  const reading = await ask();
  expect(reading.text).toBe('');
  sentence(reading);
});

test('[MODEL13] what the model wrote is not in the cause of a failure, which goes to the log', async () => {
  api.script(chunks({ raw: 'data: {"candidates":[{"content":{"parts":[{"text":"private words"\r\n\r\n' }));
  const { error } = await ask();
  expect(error).toBeInstanceOf(ModelError);
  expect((error as ModelError).cause).toMatch(/Error parsing JSON response/);
  expect((error as ModelError).cause).not.toContain('private words');
});

test('[MODEL8] a reply that reached the limit of the model keeps its text and says so', async () => {
  api.script(reply('cut short', { finishReason: 'MAX_TOKENS' }));
  const { text, finishes, error } = await ask();
  expect(error).toBeUndefined();
  expect(text).toBe('cut short');
  expect(finishes).toEqual([expect.objectContaining({ reason: 'length', detail: expect.stringContaining('limit') })]);
});

test('[MODEL9] a limit that was used up by thinking alone is a failure', async () => {
  api.script(reply([], { finishReason: 'MAX_TOKENS' }));
  expect(sentence(await ask())).toContain('limit');
});

test.each([
  ['SAFETY', 'safety'],
  ['RECITATION', 'published text'],
  ['BLOCKLIST', 'forbidden words'],
  ['PROHIBITED_CONTENT', 'prohibited content'],
  ['SPII', 'personal data'],
  ['LANGUAGE', 'language'],
  ['IMAGE_SAFETY', 'safety'],
])('[MODEL7] a reply that is stopped for %s ends as blocked, and says why', async (finishReason, why) => {
  api.script(chunks(parts({ text: 'Well, ' }), { finishReason }));
  const { text, finishes, error } = await ask();
  expect(error).toBeUndefined();
  expect(text).toBe('Well, ');
  expect(finishes).toEqual([expect.objectContaining({ reason: 'blocked', detail: expect.stringContaining(why) })]);
  expect(finishes[0]?.detail).not.toContain(finishReason);
});

test.each([
  ['SAFETY', 'safety'],
  ['PROHIBITED_CONTENT', 'prohibited content'],
  ['BLOCKLIST', 'forbidden words'],
  ['OTHER', '(OTHER)'],
  ['REASON_OF_TOMORROW', '(REASON_OF_TOMORROW)'],
])('[MODEL7] a question that is refused for %s ends as blocked, and says why', async (blockReason, why) => {
  api.script(fail.promptBlocked(blockReason));
  const { text, finishes, error } = await ask();
  expect(error).toBeUndefined();
  expect(text).toBe('');
  expect(finishes).toEqual([expect.objectContaining({ reason: 'blocked', detail: expect.stringContaining(why) })]);
});

test.each(['OTHER', 'MALFORMED_FUNCTION_CALL', 'REASON_OF_TOMORROW'])(
  '[MODEL9] a reply that ends for %s is a failure that names it, and keeps the text',
  async (finishReason) => {
    api.script(reply('so far', { finishReason }));
    const reading = await ask();
    expect(reading.text).toBe('so far');
    expect(reading.finishes).toEqual([]);
    expect(sentence(reading)).toContain(finishReason);
  },
);

test('[MODEL9] a reply without any text is a failure', async () => {
  api.script(chunks(parts({ text: '' }), parts({ text: ' \n' }), { finishReason: 'STOP' }));
  expect(sentence(await ask())).toContain('without saying anything');
});

test.each(['words', ''])(
  '[MODEL9] a stream that ends in order but without a finish reason is cut (text: "%s")',
  async (text) => {
    api.script(fail.endAfter(text));
    const reading = await ask();
    expect(reading.text).toBe(text);
    expect(reading.finishes).toEqual([]);
    expect(sentence(reading)).toContain('broke off');
  },
);

test('[MODEL9] the unspecified finish reason is none', async () => {
  api.script(reply('words', { finishReason: 'FINISH_REASON_UNSPECIFIED' }));
  expect(sentence(await ask())).toContain('broke off');
});

test('[MODEL9] a socket that breaks in mid-reply is a failure, and the text before it stands', async () => {
  const hand = byHand();
  api.script(hand.behaviour);
  const stream = gemini().stream(question('hello'), never)[Symbol.asyncIterator]();
  hand.send('first ');
  expect(await stream.next()).toEqual({ done: false, value: { type: 'text', text: 'first ' } });
  hand.cut();
  const rest = await readModel({ [Symbol.asyncIterator]: () => stream });
  expect(rest.events).toEqual([]);
  expect(sentence(rest)).toContain('broke off');
});

test('[MODEL9] a connection that breaks behind the finish reason costs nothing', async () => {
  const hand = byHand();
  api.script(hand.behaviour);
  const stream = gemini().stream(question('hello'), never)[Symbol.asyncIterator]();
  void hand.asked.then((exchange) => exchange.chunk({ parts: [{ text: 'done' }], finishReason: 'STOP' }));
  expect(await stream.next()).toMatchObject({ value: { text: 'done' } });
  hand.cut();
  expect(await stream.next()).toMatchObject({ value: { type: 'finish', reason: 'complete' } });
});

test('[MODEL9] a connection that stays open behind the finish reason is not waited for long', async () => {
  api.script((exchange) => exchange.chunk({ parts: [{ text: 'done' }], finishReason: 'STOP' }));
  const reading = ask();
  await clock.scheduled(2000);
  await clock.advance(2000);
  expect(await reading).toMatchObject({ text: 'done', finishes: [{ reason: 'complete' }], error: undefined });
  expect(await api.requests[0]?.ended).toBe('aborted');
});

test('[MODEL9] an error event within the stream is a failure, and the text before it stands', async () => {
  api.script(fail.errorAfter('so far'));
  const reading = await ask();
  expect(reading.text).toBe('so far');
  expect(reading.finishes).toEqual([]);
  expect(sentence(reading)).toContain('overloaded');
  expect(api.requests).toHaveLength(1);
});

test('[MODEL9] so is an error that is not even an event', async () => {
  api.script(fail.bareErrorAfter('so far'));
  const reading = await ask();
  expect(reading.finishes).toEqual([]);
  sentence(reading);
});

test('[MODEL10] silence before the first chunk ends the reply after 60 seconds, and the request with it', async () => {
  api.script(fail.silence());
  const reading = ask();
  const request = await api.request(0);
  await clock.advance(59_999);
  expect(clock.timers).toEqual([1]);
  await clock.advance(1);
  expect(sentence(await reading)).toContain('60 seconds');
  expect(await request.ended).toBe('aborted');
  expect(api.requests).toHaveLength(1);
});

test('[MODEL10] headers alone are not a sign of life', async () => {
  const hand = byHand();
  api.script(hand.behaviour);
  const reading = ask('hello', { firstChunkTimeoutMs: 5000 });
  const exchange = await hand.asked;
  await clock.advance(3000);
  exchange.raw('');
  await clock.scheduled(2000);
  await clock.advance(2000);
  expect(sentence(await reading)).toContain('5 seconds');
});

test('[MODEL10] silence between chunks ends the reply after 30 seconds, and any chunk starts them anew', async () => {
  const hand = byHand();
  api.script(hand.behaviour);
  const stream = gemini().stream(question('hello'), never)[Symbol.asyncIterator]();
  hand.send('first');
  expect(await stream.next()).toMatchObject({ value: { text: 'first' } });
  const second = stream.next();
  await clock.advance(29_000);
  // A thought is a sign of life too.
  (await hand.asked).chunk({ parts: [{ text: 'hm', thought: true }] });
  await clock.scheduled(30_000);
  hand.send('second');
  expect(await second).toMatchObject({ value: { text: 'second' } });
  const rest = readModel({ [Symbol.asyncIterator]: () => stream });
  await clock.advance(29_999);
  expect(clock.timers).toEqual([1]);
  await clock.advance(1);
  expect(sentence(await rest)).toContain('30 seconds');
  await hand.aborted;
});

test('[MODEL10] time that the reader takes is not silence of the model', async () => {
  const hand = byHand();
  api.script(hand.behaviour);
  const stream = gemini().stream(question('hello'), never)[Symbol.asyncIterator]();
  hand.send('first');
  await stream.next();
  await clock.advance(3_600_000);
  hand.send('second');
  expect(await stream.next()).toMatchObject({ value: { text: 'second' } });
  hand.finish();
  expect(await stream.next()).toMatchObject({ value: { type: 'finish' } });
});

test.each(['internal', 'overloaded'] as const)(
  '[MODEL11] a fault of Google (%s) is tried again twice, each time later',
  async (fault) => {
    api.script(fail[fault](), fail[fault](), reply('at last'));
    const reading = ask();
    await clock.scheduled(1000);
    await clock.advance(1000);
    await clock.scheduled(2000);
    await clock.advance(2000);
    expect(await reading).toMatchObject({ text: 'at last', error: undefined });
    expect(api.requests).toHaveLength(3);
  },
);

test('[MODEL11] jitter halves the wait at most', async () => {
  api.script(fail.overloaded(), reply('ok'));
  const reading = ask('hello', { random: () => 0.998 });
  await clock.scheduled(501);
  await clock.advance(501);
  expect((await reading).text).toBe('ok');
});

test('[MODEL11] after the third fault people are told', async () => {
  api.otherwise(fail.overloaded());
  const reading = ask();
  for (const ms of [1000, 2000]) {
    await clock.scheduled(ms);
    await clock.advance(ms);
  }
  expect(sentence(await reading)).toContain('overloaded');
  expect(api.requests).toHaveLength(3);
});

test('[MODEL11] an error event before any text is tried again like an answer with that status', async () => {
  api.script(fail.errorAfter(''), reply('ok'));
  const reading = ask();
  await clock.scheduled(1000);
  await clock.advance(1000);
  expect((await reading).text).toBe('ok');
});

test('[MODEL2] an abort ends the wait for a retry', async () => {
  api.script(fail.overloaded());
  const stop = new AbortController();
  const reading = readModel(gemini().stream(question('hello'), stop.signal));
  await clock.scheduled(1000);
  stop.abort();
  expect((await reading).error).toBeDefined();
  expect(clock.timers).toEqual([]);
  expect(api.requests).toHaveLength(1);
});

test('[MODEL12] a quota with a short delay is tried again once, after that delay', async () => {
  api.script(fail.quota({ retrySeconds: 26.5 }), reply('ok'));
  const reading = ask();
  await clock.scheduled(26_500);
  await clock.advance(26_500);
  expect((await reading).text).toBe('ok');
});

test('[MODEL12] a quota that is still exceeded then is not tried again; people are told for how long', async () => {
  api.otherwise(fail.quota({ retrySeconds: 20, quotaIds: ['GenerateRequestsPerMinutePerProjectPerModel-FreeTier'] }));
  const reading = ask();
  await clock.scheduled(20_000);
  await clock.advance(20_000);
  expect(sentence(await reading)).toMatch(/number of questions per minute .* in 20 seconds/);
  expect(api.requests).toHaveLength(2);
});

test.each([
  ['a long delay', { retrySeconds: 45.2 }, 'in 46 seconds'],
  ['a very long delay', { retrySeconds: 3000 }, 'in 50 minutes'],
  ['no delay at all', {}, 'in a minute'],
  ['the text of a minute', { quotaIds: ['GenerateContentInputTokensPerModelPerMinute-FreeTier'] }, 'amount of text'],
])('[MODEL12] a quota with %s is told at once', async (_, quota, words) => {
  api.script(fail.quota(quota));
  expect(sentence(await ask())).toContain(words);
  expect(api.requests).toHaveLength(1);
});

test("[MODEL12] a day's quota is told as such at once, though Google suggests to come back soon", async () => {
  const quotaIds = [
    'GenerateRequestsPerMinutePerProjectPerModel-FreeTier',
    'GenerateRequestsPerDayPerProjectPerModel-FreeTier',
  ];
  api.script(fail.quota({ retrySeconds: 12, quotaIds }));
  expect(sentence(await ask())).toMatch(/day's quota .* midnight Pacific/);
  expect(api.requests).toHaveLength(1);
});

test('[MODEL12] a plan without the model is told as such', async () => {
  api.script(
    fail.quota({ retrySeconds: 12, limit: 0, quotaIds: ['GenerateRequestsPerDayPerProjectPerModel-FreeTier'] }),
  );
  expect(sentence(await ask())).toMatch(/does not include the model gemini-flash-latest/);
});

test.each(['not-the-key', 'x', 'AQ.another-shape-of-key_0123456789'])(
  '[MODEL5] a key that Google refuses (%s) is sent all the same, and the host is told where to set another',
  async (apiKey) => {
    const reading = await ask('hello', { apiKey });
    expect(sentence(reading)).toMatch(/does not accept the Gemini API key.*host settings.*GEMINI_API_KEY/);
    expect((reading.error as ModelError).message).not.toContain(`"${apiKey}`);
    expect(api.requests.map(({ key }) => key)).toEqual([apiKey]);
  },
);

test('[MODEL5] an expired key is told as such', async () => {
  api.script(fail.keyInvalid('API key expired. Please renew the API key.'));
  expect(sentence(await ask())).toMatch(/GEMINI_API_KEY.*API key expired/);
});

test('[MODEL5] a key without the permission is told as such', async () => {
  api.script(fail.forbidden());
  expect(sentence(await ask())).toMatch(/not allowed.*GEMINI_API_KEY.*denied access/);
});

test('[MODEL13] the key is in no sentence and no cause, even where Google repeats it', async () => {
  api.script(fail.keySuspended(api.key));
  const reading = await ask();
  expect(sentence(reading)).toMatch(/does not accept.*has been suspended/);
  expect((reading.error as ModelError).cause).toMatch(/CONSUMER_SUSPENDED/);
});

test('[MODEL13] a key that no header can carry is told without repeating it', async () => {
  const apiKey = 'AIza-with\na-line-break-世界';
  const reading = await ask('hello', { apiKey });
  expect(sentence(reading)).toMatch(/characters.*GEMINI_API_KEY/);
  expect(`${(reading.error as ModelError).message} ${String((reading.error as ModelError).cause)}`).not.toContain(
    'a-line-break',
  );
  expect(api.requests).toEqual([]);
});

test('[MODEL6] a model that does not exist is named, with the setting', async () => {
  expect(sentence(await ask('hello', { model: () => 'gemini-1.0-gone' }))).toMatch(/gemini-1\.0-gone.*GEMINI_MODEL/);
});

test.each([
  ['location', /turn on billing/],
  ['tooLong', /longer than the model can read/],
] as const)('[MODEL6] a rejected request says what to do (%s)', async (fault, words) => {
  api.script(fail[fault]());
  expect(sentence(await ask())).toMatch(words);
});

test("[MODEL6] a request that Gemini rejects for another reason gives Google's words", async () => {
  const { error } = await readModel(
    gemini().stream({ system: '', contents: [{ role: 'model', parts: [{ text: 'I go on' }] }] }, never),
  );
  expect(error).toBeInstanceOf(ModelError);
  expect((error as ModelError).message).toMatch(/rejected the request.*ends with a user turn/);
});

test('[MODEL6] an answer with an unknown status and no JSON is told by its number', async () => {
  api.script(fail.page(418));
  expect(sentence(await ask())).toContain('418');
});

test('[MODEL6] where nobody answers at all, the internet connection is to blame', async () => {
  await api.close();
  expect(sentence(await ask())).toContain('internet connection');
});

test('[MODEL3] a failed stream leaves no request open and no timer behind', async () => {
  api.script(chunks(parts({ text: 'a' }), { raw: 'data: {oops\r\n\r\n' }));
  sentence(await ask());
  expect(await api.requests[0]?.ended).not.toBe('cut');
  expect(clock.timers).toEqual([]);
});
