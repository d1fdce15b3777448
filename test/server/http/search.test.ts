import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { JsonStore } from '../../../server/store/json/store.ts';
import { messageAtDate, searchAnswer } from '../../../server/protocol/search.ts';
import type { TestPerson } from '../../support/client.ts';
import { createFakeClock } from '../../support/clock.ts';
import { createScriptedModel } from '../../support/scripted-model.ts';
import { startTestServer } from '../../support/server.ts';

const clock = createFakeClock(Date.UTC(2026, 10, 23, 8));
const model = createScriptedModel();
let server: Awaited<ReturnType<typeof startTestServer>>;
let ann: TestPerson;
let bob: TestPerson;
let eve: TestPerson;
beforeAll(async () => {
  server = await startTestServer({}, { clock, model });
  [ann, bob, eve] = await Promise.all([server.person('ann'), server.person('bob'), server.person('eve')]);
});
afterAll(() => server.close());

const newChat = async (...participant_usernames: string[]): Promise<number> => {
  const { body } = await ann.call('POST', '/api/chats', { name: 'party', participant_usernames });
  return body.id;
};

/** Somebody says these things, one after the other; resolves to the ids of the messages. */
async function say(person: TestPerson, chatId: number, ...contents: string[]): Promise<number[]> {
  const socket = await person.connect();
  const ids: number[] = [];
  for (const content of contents) {
    socket.send({ type: 'message', chat_id: chatId, content });
    ids.push((await socket.next('message')).message_id);
  }
  socket.webSocket.close();
  await socket.closed;
  return ids;
}

/** @param chatId undefined: in all chats */
async function search(person: TestPerson, chatId: number | undefined, query: Record<string, string>) {
  const place = chatId === undefined ? '/api/search' : `/api/chats/${chatId}/search`;
  const { status, body } = await person.call('GET', `${place}?${new URLSearchParams(query)}`);
  return status === 200 ? searchAnswer.parse(body) : { status, code: body.code, detail: body.detail };
}

async function found(person: TestPerson, chatId: number | undefined, query: Record<string, string>): Promise<string[]> {
  const answer = await search(person, chatId, query);
  return 'hits' in answer ? answer.hits.map(({ message }) => message.content) : [answer.code];
}

describe('searching', () => {
  test('[SEARCH3] a hit is the message as it is, with its chat', async () => {
    const chatId = await newChat('bob');
    const [id] = await say(bob, chatId, 'Where is the Crème brûlée?');
    await say(ann, chatId, 'in the fridge');
    const { body: history } = await ann.call('GET', `/api/chats/${chatId}/messages`);
    const answer = { hits: [{ chat_id: chatId, message: history[0] }], more: false };
    expect(history[0].id).toBe(id);
    expect(await search(ann, chatId, { query: 'creme "IS THE"' })).toEqual(answer);
    expect(await search(ann, undefined, { query: 'brulee' })).toEqual(answer);
    expect(await search(ann, chatId, { query: 'nothing such' })).toEqual({ hits: [], more: false });
  });

  test('[SEARCH5] by author, by time, and all of it together', async () => {
    const chatId = await newChat('bob');
    await say(ann, chatId, 'early tea');
    clock.set(Date.UTC(2026, 10, 23, 10));
    await say(bob, chatId, 'tea at ten');
    clock.set(Date.UTC(2026, 10, 23, 12));
    await say(ann, chatId, 'late tea');
    expect(await found(ann, chatId, { from: 'BOB' })).toEqual(['tea at ten']);
    expect(await found(ann, chatId, { from: 'nobody' })).toEqual([]);
    expect(await found(ann, chatId, { since: '2026-11-23T10:00:00Z' })).toEqual(['late tea', 'tea at ten']);
    expect(await found(ann, chatId, { until: '2026-11-23T13:00:00+02:00' })).toEqual(['tea at ten', 'early tea']);
    expect(await found(ann, chatId, { since: '2026-11-23', until: '2026-11-23' })).toHaveLength(3);
    expect(await found(ann, chatId, { until: '2026-11-22' })).toEqual([]);
    expect(await found(ann, chatId, { query: 'tea', from: 'ann', since: '2026-11-23T09:00:00Z' })).toEqual([
      'late tea',
    ]);
    expect(await found(ann, chatId, { query: 'late', has_file: 'false' })).toEqual(['late tea']);
    expect(await found(ann, chatId, { has_file: 'true' })).toEqual([]);
  });

  test('[SEARCH4] what the bot says is found once it has said it', async () => {
    const chatId = await newChat();
    await say(ann, chatId, '/bot a question');
    const reply = await model.asked;
    reply.text('a zebra, of course');
    expect(await found(ann, chatId, { query: 'zebra' })).toEqual([]);
    const socket = await ann.connect();
    socket.send({ type: 'join', chat_id: chatId });
    await socket.next('joined');
    reply.finish();
    await socket.next('bot_stream', ({ is_complete }) => is_complete);
    expect(await found(ann, chatId, { query: 'zebra', from: 'Gemini' })).toEqual(['a zebra, of course']);
    socket.webSocket.close();
  });

  test('[SEARCH6] page by page, everything is found once, in one chat and in all', async () => {
    const [one, two] = [await newChat(), await newChat()];
    const said: string[] = [];
    for (let i = 0; i < 12; i++) {
      said.unshift(`page number ${i}`);
      await say(ann, i % 3 ? one : two, said[0]!);
    }
    for (const chatId of [undefined, one]) {
      const contents: string[] = [];
      let before = String(Number.MAX_SAFE_INTEGER);
      for (let more = true; more;) {
        const answer = await search(ann, chatId, { query: 'page number', limit: '4', before });
        if (!('hits' in answer)) throw new Error(answer.code);
        contents.push(...answer.hits.map(({ message }) => message.content));
        before = String(answer.hits.at(-1)!.message.id);
        ({ more } = answer);
        // What is said meanwhile is newer, and in nobody's way.
        await say(ann, one, 'page number new');
      }
      const old = contents.filter((content) => !content.endsWith('new'));
      expect(old).toEqual(chatId === undefined ? said : said.filter((_, i) => (11 - i) % 3));
    }
  });

  test('[SEARCH7] nobody finds anything in a chat that they take no part in', async () => {
    const chatId = await newChat('bob', 'eve');
    await say(ann, chatId, 'a secret of three');
    expect(await found(eve, undefined, { query: 'secret of three' })).toHaveLength(1);
    await ann.call('DELETE', `/api/chats/${chatId}/participants/${eve.id}`);
    expect(await found(eve, undefined, { query: 'secret of three' })).toEqual([]);
    expect(await search(eve, chatId, { query: 'secret' })).toMatchObject({ status: 403, code: 'not_authorized' });
    expect(await search(eve, 987_654, { query: 'secret' })).toMatchObject({ status: 403, code: 'not_authorized' });
    expect(await found(bob, undefined, { query: 'secret of three' })).toHaveLength(1);
  });

  test('[SEARCH7] who is removed while their search runs is told nothing of what it has found', async () => {
    const chatId = await newChat('bob', 'eve');
    await say(ann, chatId, 'a word of farewell');
    const run = Reflect.get(JsonStore.prototype, 'search');
    for (const [person, place] of [
      [bob, chatId],
      [eve, undefined],
    ] as const) {
      vi.spyOn(JsonStore.prototype, 'search').mockImplementationOnce(async function (this: JsonStore, request) {
        const answer = await run.call(this, request);
        await ann.call('DELETE', `/api/chats/${chatId}/participants/${person.id}`);
        expect(answer.messages).toHaveLength(1);
        return answer;
      });
      const answer = await search(person, place, { query: 'farewell' });
      expect(answer).toMatchObject(place === undefined ? { hits: [] } : { status: 403, code: 'not_authorized' });
    }
  });

  test('[SEARCH2] [WIRE1] what is no search is refused with what is wrong', async () => {
    const chatId = await newChat();
    const wrong: [Record<string, string>, string][] = [
      [{}, 'must have query, from, since, until or has_file'],
      [{ limit: '3' }, 'must have query, from, since, until or has_file'],
      [{ query: ' ' }, 'must not be empty'],
      [{ query: '"" "' }, 'must contain something to look for'],
      [{ query: 'x'.repeat(201) }, 'must have at most 200 characters'],
      [{ query: 'x', limit: '51' }, 'must be at most 50'],
      [{ query: 'x', limit: '0' }, 'must be at least 1'],
      [{ query: 'x', has_file: 'yes' }, 'must be true or false'],
      [{ query: 'x', since: 'monday' }, 'must be a date such as 2026-11-23, or a time such as 2026-11-23T18:30:00Z'],
    ];
    for (const [query, sentence] of wrong) {
      for (const place of [chatId, undefined]) {
        const answer = await search(ann, place, query);
        expect([query, answer]).toEqual([query, expect.objectContaining({ status: 422, code: 'invalid' })]);
        expect(JSON.stringify(answer)).toContain(sentence);
      }
    }
    for (const before of ['0', '-1', 'x', '1.5']) {
      expect(await search(ann, chatId, { query: 'x', before })).toMatchObject({ status: 422 });
    }
  });
});

describe('the message at a date', () => {
  const at = async (person: TestPerson, chatId: number, date: string) => {
    const { status, body } = await person.call('GET', `/api/chats/${chatId}/messages/at?date=${date}`);
    return status === 200 ? messageAtDate.parse(body).message_id : [status, body.code];
  };

  test('[SEARCH11] is the first of that time or later', async () => {
    const chatId = await newChat();
    const ids: number[] = [];
    for (const hour of [14, 15, 15, 17]) {
      clock.set(Date.UTC(2026, 10, 23, hour));
      ids.push(...(await say(ann, chatId, `at ${hour}`)));
    }
    expect(await at(ann, chatId, '2026-11-23')).toBe(ids[0]);
    expect(await at(ann, chatId, '2026-11-23T14:00:00Z')).toBe(ids[0]);
    expect(await at(ann, chatId, '2026-11-23T14:00:00.001Z')).toBe(ids[1]);
    expect(await at(ann, chatId, '2026-11-23T15:00:00Z')).toBe(ids[1]);
    expect(await at(ann, chatId, '2026-11-23T16:00:00Z')).toBe(ids[3]);
    expect(await at(ann, chatId, '2026-11-24')).toBe(null);
    expect(await at(ann, await newChat(), '2026-11-23')).toBe(null);
  });

  test('[SEARCH11] [WIRE1] is told to who takes part, for a date', async () => {
    const chatId = await newChat();
    expect(await at(bob, chatId, '2026-11-23')).toEqual([403, 'not_authorized']);
    expect(await at(ann, chatId, 'monday')).toEqual([422, 'invalid']);
    expect(await at(ann, chatId, '')).toEqual([422, 'invalid']);
  });
});

test('[SEARCH8] who searches in a loop is told when to go on, and nobody else is', async () => {
  const limited = await startTestServer({ rateLimit: 0.1 });
  const [cara, dan] = [await limited.person('cara'), await limited.person('dan')];
  const statuses: number[] = [];
  for (let i = 0; i < 8; i++) statuses.push((await cara.call('GET', '/api/search?query=x')).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429, 429]);
  expect((await dan.call('GET', '/api/search?query=x')).status).toBe(200);
  await limited.close();
});
