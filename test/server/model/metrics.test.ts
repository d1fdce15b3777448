import { afterEach, beforeEach, expect, test } from 'vitest';
import { noMetrics, type Metrics, type ModelFailureKind } from '../../../server/core/ports/metrics.ts';
import type { ModelUsage } from '../../../server/core/ports/model.ts';
import { createGemini } from '../../../server/model/gemini.ts';
import { createFakeClock, type FakeClock } from '../../support/clock.ts';
import type { Behaviour } from '../../support/gemini-exchange.ts';
import { startGeminiApi, type GeminiApi } from '../../support/gemini-api.ts';
import { chunks, fail, parts, reply } from '../../support/gemini-replies.ts';
import { question, readModel, type Reading } from '../../support/read-model.ts';

let api: GeminiApi;
let clock: FakeClock;
let failures: ModelFailureKind[];
let used: ModelUsage[];

beforeEach(async () => {
  api = await startGeminiApi();
  clock = createFakeClock();
  failures = [];
  used = [];
});
afterEach(() => api.close());

function ask(...behaviours: Behaviour[]): Promise<Reading> {
  api.script(...behaviours);
  const metrics: Metrics = {
    ...noMetrics,
    modelFailed: (kind) => void failures.push(kind),
    modelUsed: (usage) => void used.push(usage),
  };
  const options = { apiKey: api.key, baseUrl: api.url, model: () => 'gemini-flash-latest', random: () => 0 };
  return readModel(
    createGemini({ ...options, clock, metrics }).stream(question('hello'), new AbortController().signal),
  );
}

test('[METRICS4] tries that failed count each, also where the last one succeeds', async () => {
  const reading = ask(fail.overloaded(), fail.internal(), reply('there you are'));
  for (const ms of [1000, 2000]) {
    await clock.scheduled(ms);
    await clock.advance(ms);
  }
  expect((await reading).text).toBe('there you are');
  expect(failures).toEqual(['unavailable', 'unavailable']);
});

test('[METRICS4] a quota counts before it is waited for', async () => {
  const reading = ask(fail.quota({ retrySeconds: 2 }), reply('there you are'));
  await clock.scheduled(2000);
  expect(failures).toEqual(['quota']);
  await clock.advance(2000);
  await reading;
  expect(failures).toEqual(['quota']);
});

test.each<[string, Behaviour, ModelFailureKind]>([
  ['no text at all', chunks(parts({ text: '' }), { finishReason: 'STOP' }), 'incomplete'],
  ['a reason of tomorrow', reply('half', { finishReason: 'REASON_OF_TOMORROW' }), 'incomplete'],
  ['an event of the stream', fail.errorAfter('half an'), 'unavailable'],
  ['no permission', fail.forbidden(), 'key'],
  ['another place', fail.location(), 'refused'],
  ['no such model', fail.modelNotFound('gemini-flash-latest'), 'refused'],
  ['a page of a proxy', fail.page(418), 'refused'],
  ['a page of a broken proxy', fail.page(599), 'unavailable'],
])('[METRICS4] a failure is told by its kind: %s', async (_what, behaviour, kind) => {
  const { error } = await ask(behaviour);
  expect(error).toBeInstanceOf(Error);
  expect(failures).toEqual([kind]);
});

test('[METRICS4] silence is told by its kind', async () => {
  const reading = ask(fail.silence());
  await clock.scheduled(60_000);
  await clock.advance(60_000);
  await reading;
  expect(failures).toEqual(['timeout']);
});

test('[METRICS4] nobody there is another kind than nobody who answers', async () => {
  await api.close();
  await ask();
  expect(failures).toEqual(['unreachable']);
});

test('[METRICS4] what was used up by thinking counts, though there is no reply', async () => {
  const usage = { promptTokenCount: 5, thoughtsTokenCount: 4000 };
  const { error } = await ask(chunks({ parts: [{ text: '' }], finishReason: 'MAX_TOKENS', usage }));
  expect(error).toBeInstanceOf(Error);
  expect(used).toEqual([{ promptTokens: 5, replyTokens: 4000 }]);
});

test.each([-5, 1.5, 1e308, '7', null])('[METRICS4] a count that is none (%j) counts nothing', async (count) => {
  const usageMetadata = { promptTokenCount: count, candidatesTokenCount: 3 };
  const candidates = [{ content: { parts: [{ text: 'well' }] }, finishReason: 'STOP' }];
  const { error } = await ask(chunks({ event: { candidates, usageMetadata } }));
  expect(error).toBeUndefined();
  expect(used).toEqual([{ promptTokens: 0, replyTokens: 3 }]);
});
