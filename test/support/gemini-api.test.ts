import { afterEach, beforeEach, expect, test } from 'vitest';
import { startGeminiApi, type GeminiApi } from './gemini-api.ts';
import { byHand, fail, reply } from './gemini-replies.ts';

const user = (text: string): object => ({ role: 'user', parts: [{ text }] });

let api: GeminiApi;
beforeEach(async () => void (api = await startGeminiApi()));
afterEach(() => api.close());

interface Answer {
  status: number;
  type: string | null;
  text: string;
}

async function call(path: string, body?: unknown, key: string = api.key): Promise<Answer> {
  const answer = await fetch(`${api.url}/v1beta/${path}`, {
    ...(body === undefined ? {} : { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
    headers: key === '' ? {} : { 'x-goog-api-key': key },
  });
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
}

const stream = (body: unknown, key?: string): Promise<Answer> =>
  call('models/gemini-flash-latest:streamGenerateContent?alt=sse', body, key);

/** The stream's text, read the way its format says, without the SDK. */
function textOf({ text }: Answer): string {
  const events = text.split('\r\n\r\n').filter(Boolean);
  return events
    .map((event) => {
      expect(event).toMatch(/^data: \{/);
      const chunk = JSON.parse(event.slice(6)) as { candidates: { content: { parts: { text: string }[] } }[] };
      return chunk.candidates[0]?.content.parts.map((part) => part.text).join('');
    })
    .join('');
}

test('the stand-in streams server-sent events that end with a finish reason', async () => {
  const answer = await stream({ contents: [user('Hi there')] });
  expect(answer).toMatchObject({ status: 200, type: 'text/event-stream' });
  expect(textOf(answer)).toContain('> Hi there');
  const last = answer.text.split('\r\n\r\n').findLast(Boolean);
  expect(JSON.parse(last?.slice(6) ?? '')).toMatchObject({
    candidates: [{ content: { role: 'model' }, finishReason: 'STOP', index: 0 }],
    usageMetadata: { promptTokenCount: 7 },
    modelVersion: 'gemini-flash-latest',
    responseId: expect.any(String),
  });
});

test('line separators are escaped, as in all JSON of Google', async () => {
  api.script(reply('a\u2028b\u2029c'));
  const answer = await stream({ contents: [user('hi')] });
  expect(answer.text).not.toMatch(/[\u2028\u2029]/);
  expect(textOf(answer)).toBe('a\u2028b\u2029c');
});

test('a key is accepted in the header and in the query, and no other one', async () => {
  const body = { contents: [user('hi')] };
  expect((await stream(body)).status).toBe(200);
  const inQuery = `models/gemini-flash-latest:streamGenerateContent?alt=sse&key=${api.key}`;
  expect((await call(inQuery, body, '')).status).toBe(200);
  expect(await stream(body, '')).toMatchObject({ status: 403, text: expect.stringContaining('unregistered callers') });
  const wrong = await stream(body, 'wrong');
  expect(wrong.status).toBe(400);
  expect(JSON.parse(wrong.text)).toMatchObject({
    error: { code: 400, status: 'INVALID_ARGUMENT', details: [{ reason: 'API_KEY_INVALID' }, {}] },
  });
});

test.each([
  ['no contents', { contents: [] }, 'contents is not specified'],
  ['a model that has the last word', { contents: [user('a'), { role: 'model', parts: [{ text: 'b' }] }] }, 'user turn'],
  ['an unknown role', { contents: [{ role: 'bot', parts: [{ text: 'b' }] }] }, 'valid role'],
  ['a content without parts', { contents: [{ role: 'user', parts: [] }] }, 'parts must not be empty'],
  ['a part without data', { contents: [{ role: 'user', parts: [{}] }] }, 'required oneof field'],
  ['an unknown field', { contents: [user('a')], system: 'x' }, 'Unknown name'],
  ['a sampling parameter', { contents: [user('a')], generationConfig: { temperature: 1 } }, 'temperature'],
  ['broken JSON', '{"contents": [', 'Invalid JSON payload'],
])('a request with %s is refused as the real API refuses it', async (_, body, words) => {
  const { status, text } = await stream(body);
  expect([status, text]).toEqual([400, expect.stringContaining(words)]);
});

test('models are listed and found by name; others do not exist', async () => {
  const { models } = JSON.parse((await call('models')).text) as { models: { name: string }[] };
  expect(models.map(({ name }) => name)).toContain('models/gemini-flash-latest');
  expect(JSON.parse((await call('models/gemini-flash-latest')).text)).toMatchObject({
    name: 'models/gemini-flash-latest',
    supportedGenerationMethods: expect.arrayContaining(['generateContent']),
  });
  expect((await call('models/gone')).status).toBe(404);
  expect((await call('models/gone:streamGenerateContent?alt=sse', { contents: [user('a')] })).status).toBe(404);
  expect((await call('models/gemini-flash-latest:embedContent', { contents: [user('a')] })).status).toBe(404);
});

test('tokens are counted, and whole answers given, without a script', async () => {
  const body = { contents: [user('hello')] };
  const counted = await call('models/gemini-flash-latest:countTokens', body);
  expect(JSON.parse(counted.text)).toEqual({ totalTokens: expect.any(Number) });
  const whole = await call('models/gemini-flash-latest:generateContent', body);
  expect(JSON.parse(whole.text)).toMatchObject({ candidates: [{ finishReason: 'STOP' }] });
  expect(whole.text).toContain('hello');
});

/** The text of the answer, or its status where that is no 200. */
async function ask(...texts: string[]): Promise<string | number> {
  const answer = await stream({ contents: texts.map(user) });
  return answer.status === 200 ? textOf(answer) : answer.status;
}

test('a rule comes before the script, the newest rule before older ones, and the script before the rest', async () => {
  api.script(fail.overloaded(), reply('scripted'));
  api.when(/weather/, reply('rain'));
  api.when(/weather in June/, reply('sun'));
  api.otherwise(reply('the rest'));
  expect(await ask('weather')).toBe('rain');
  expect(await ask('weather in June')).toBe('sun');
  expect(await ask('weather', 'something else')).toBe(503);
  expect(await ask('hi')).toBe('scripted');
  expect(await ask('hi')).toBe('the rest');
});

test('requests are recorded, with how they ended', async () => {
  const hand = byHand();
  api.when(/slow/, hand.behaviour);
  await stream({ contents: [user('quick')] });
  const hangUp = new AbortController();
  hand.send('early ');
  const slow = fetch(`${api.url}/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse`, {
    method: 'POST',
    body: JSON.stringify({ contents: [user('old'), { role: 'user', parts: [{ text: 'very' }, { text: 'slow' }] }] }),
    headers: { 'x-goog-api-key': api.key },
    signal: hangUp.signal,
  });
  const request = await api.request(1);
  expect(request).toMatchObject({ method: 'POST', model: 'gemini-2.5-pro', question: 'very\nslow', key: api.key });
  const body = (await slow).body?.getReader();
  expect(new TextDecoder().decode((await body?.read())?.value)).toContain('early ');
  hangUp.abort();
  await hand.aborted;
  expect(await request.ended).toBe('aborted');
  expect(await api.requests[0]?.ended).toBe('answered');
  // Nobody is there to read this any more.
  hand.send('late');
  hand.finish();
});

test('close hangs up on those who wait, and may be called twice', async () => {
  api.script(fail.silence());
  const waiting = stream({ contents: [user('hi')] }).catch((error: unknown) => error);
  const request = await api.request(0);
  await api.close();
  await api.close();
  expect(await waiting).toBeInstanceOf(TypeError);
  expect(await request.ended).toBe('cut');
  await expect(call('models')).rejects.toThrow('fetch failed');
});
