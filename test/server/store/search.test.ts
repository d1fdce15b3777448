import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SearchRequest, Store } from '../../../server/core/ports/store.ts';
import { searchTerms } from '../../../server/protocol/search.ts';
import { ChatTexts } from '../../../server/store/json/search/chat-texts.js';
import { SearchThread } from '../../../server/store/json/search/search-thread.ts';
import { createDataDirectory, inviteAnnAndBob, type DataDirectory } from '../../support/data-directory.ts';
import { createGate, diskError } from '../../support/memory-disk.ts';
import { at, newChat, newMessage, newReply } from '../../support/records.ts';

let data: DataDirectory;
let store: Store;
let chat: number;
beforeEach(async () => {
  data = await createDataDirectory();
  store = await data.open();
  chat = await inviteAnnAndBob(store);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await data.close();
});

const found = async (query: string, more: Partial<SearchRequest> = {}): Promise<string[]> => {
  const { messages } = await store.search({ chatIds: [chat], terms: searchTerms(query), limit: 50, ...more });
  return messages.map(({ content }) => content);
};

/** So many messages of about a kilobyte, `word 0` and so on. */
const fill = (chatId: number, count: number): Promise<unknown> =>
  Promise.all(
    Array.from({ length: count }, (_, i) => store.addMessage(newMessage(chatId, `word${i} ${'x'.repeat(1000)}`))),
  );

/** The threads that are started from here on. */
function watchThreads(): SearchThread[] {
  const threads: SearchThread[] = [];
  const take = Reflect.get(SearchThread.prototype, 'take');
  vi.spyOn(SearchThread.prototype, 'take').mockImplementation(function (this: SearchThread, ...args) {
    if (!threads.includes(this)) threads.push(this);
    return take.apply(this, args);
  });
  return threads;
}

test('[SEARCH9] a thread that breaks fails the searches under way, and the next one works', async () => {
  await store.addMessage(newMessage(chat, 'still here'));
  const ask = vi.spyOn(Worker.prototype, 'postMessage');
  expect(await found('still')).toEqual(['still here']);
  const worker = ask.mock.contexts[0] as Worker;
  const gate = createGate();
  data.disk.before = (operation) => (operation === 'read' ? gate.passed : undefined);
  await store.addMessage(newMessage(chat, 'here as well'));
  const failing = [found('here'), found('still')].map((search) => search.catch((error: Error) => error));
  await worker.terminate();
  gate.open();
  for (const answer of failing) expect(await answer).toMatchObject({ code: 'storage_unavailable' });
  expect(data.log.entries.map(({ level, message }) => [level, message])).toContainEqual([
    'error',
    'the search thread has failed',
  ]);
  expect(await found('here')).toEqual(['here as well', 'still here']);
});

test('[SEARCH9] a disk that cannot be read fails a search, and the next one works', async () => {
  await store.addMessage(newMessage(chat, 'one'));
  expect(await found('one')).toEqual(['one']);
  await store.addMessage(newMessage(chat, 'two'));
  data.disk.before = (operation) => {
    if (operation === 'read') throw diskError('EIO');
  };
  await expect(found('two')).rejects.toMatchObject({ code: 'storage_unavailable' });
  data.disk.before = () => undefined;
  expect(await found('o')).toEqual(['two', 'one']);
});

test('[SEARCH9] closing the store ends a search that is under way', async () => {
  await fill(chat, 3);
  const gate = createGate();
  const reading = createGate();
  data.disk.before = (operation) => {
    if (operation !== 'read') return undefined;
    reading.open();
    return gate.passed;
  };
  const search = found('word').catch((error: Error) => error);
  await reading.passed;
  const closed = store.close();
  gate.open();
  expect(await search).toMatchObject({ code: 'not_ready' });
  await closed;
  await expect(found('word')).rejects.toMatchObject({ code: 'not_ready' });
});

test('[SEARCH9] the thread keeps no process alive', async () => {
  const script = path.join(import.meta.dirname, 'search-and-end.ts');
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, data.path], {
    timeout: 20_000,
  });
  expect(stdout).toBe('found 1\n');
});

test('[SEARCH3] [SEARCH4] what is found is the same after the log was rewritten', async () => {
  const reply = (await store.addMessage(newReply(chat, ''))).message.id;
  const id = (await store.addMessage(newMessage(chat, 'a former text'))).message.id;
  await fill(chat, 10);
  expect(await found('former')).toEqual(['a former text']);
  const rewritten = vi.waitFor(() => expect(data.disk.content(data.logOf(chat))!.length).toBeLessThan(1 << 20), 10_000);
  const long = 'y'.repeat(60_000);
  for (let i = 0; i < 20; i++) await store.changeMessage(chat, reply, { content: long });
  await store.changeMessage(chat, id, { content: 'a later text' });
  await store.changeMessage(chat, reply, { content: 'the answer', status: 'complete' });
  await rewritten;
  await store.addMessage(newMessage(chat, 'the newest text'));
  expect(await found('text')).toEqual(['the newest text', 'a later text']);
  expect(await found('former')).toEqual([]);
  expect(await found('answer')).toEqual(['the answer']);
  expect(await found('word7')).toHaveLength(1);
});

test('[SEARCH3] damaged lines are passed over, and what is around them is found', async () => {
  for (const word of ['one', 'two', 'three']) await store.addMessage(newMessage(chat, `word ${word}`));
  await store.close();
  const lines = data.disk.content(data.logOf(chat))!.split('\n');
  lines[1] = lines[1]!.replace('"id":2', '"id":1');
  data.disk.put(data.logOf(chat), [...lines.slice(0, 2), 'nonsense', '{"id":5}', ...lines.slice(2)].join('\n'));
  store = await data.open();
  expect(await found('word')).toEqual(['word three', 'word one']);
});

test('[SEARCH4] a reply that streamed when the process died is found at once', async () => {
  await store.addMessage(newReply(chat, 'half of an answer'));
  expect(await found('half')).toEqual([]);
  store = await data.reopenAfterCrash();
  expect(await found('half')).toEqual(['half of an answer']);
});

test('[SEARCH10] chats are forgotten and learned again where there is not room for all', async () => {
  store = await data.open({ searchMemory: 300_000 });
  const chats = [chat];
  for (let i = 0; i < 5; i++) chats.push((await store.addChat(newChat(), [1, 2])).id);
  await Promise.all(chats.map((chatId) => fill(chatId, 100)));
  const threads = watchThreads();
  const forget = vi.spyOn(SearchThread.prototype, 'forget');
  for (let round = 0; round < 3; round++) {
    for (const chatId of chats) expect(await found('word42', { chatIds: [chatId] })).toHaveLength(1);
    expect(await found('word42', { chatIds: chats })).toHaveLength(6);
    await Promise.all(chats.map(async (one) => expect(await found('word9', { chatIds: [one] })).toHaveLength(11)));
  }
  expect(threads).toHaveLength(1);
  expect(new Set(forget.mock.calls.map(([chatId]) => chatId)).size).toBeGreaterThan(3);
});

test('[SEARCH10] [SEARCH4] a chat that is deleted is forgotten, and nothing of it is found', async () => {
  await store.addMessage(newMessage(chat, 'a word'));
  expect(await found('word')).toEqual(['a word']);
  const forget = vi.spyOn(SearchThread.prototype, 'forget');
  await store.removeChat(chat, 1);
  expect(forget.mock.calls).toEqual([[chat]]);
  expect(await found('word')).toEqual([]);
});

test('[SEARCH10] of a chat that is larger than all the room, the newest messages are found', async () => {
  const texts = new ChatTexts(8 << 20);
  const content = 'x'.repeat(10_000);
  for (let id = 1; id <= 2000; id++) {
    const line = { id, username: 'ann', content: `${content} word${id}`, created_at: at(), status: 'complete' };
    texts.take(Buffer.from(`${JSON.stringify(line)}\n`));
    expect(texts.size).toBeLessThan(8 << 20);
  }
  const query = { from: undefined, since: undefined, until: undefined, hasFile: undefined, before: Infinity, floor: 0 };
  expect(texts.find({ ...query, terms: ['word'], limit: 3 })).toEqual([2000, 1999, 1998]);
  expect(texts.find({ ...query, terms: ['word1'], limit: 9 })).not.toContain(1);
});

test('[SEARCH10] a message that is changed again and again takes no more room each time', async () => {
  const texts = new ChatTexts(8 << 20);
  const line = (id: number, content: string, more: object = {}) =>
    texts.take(
      Buffer.from(
        `${JSON.stringify({ id, username: 'ann', content, created_at: at(), status: 'complete', ...more })}\n`,
      ),
    );
  line(1, 'a neighbour before');
  line(2, 'x'.repeat(1000));
  line(3, 'a neighbour behind');
  for (let i = 0; i < 1000; i++) line(2, `${'x'.repeat(1000)} version${i}`, { changes: 2, newest_id: 3 });
  expect(texts.size).toBeLessThan(10_000);
  const query = { from: undefined, since: undefined, until: undefined, hasFile: undefined, before: Infinity, floor: 0 };
  expect(texts.find({ ...query, terms: ['version998'], limit: 9 })).toEqual([]);
  expect(texts.find({ ...query, terms: ['version999'], limit: 9 })).toEqual([2]);
  expect(texts.find({ ...query, terms: ['neighbour'], limit: 9 })).toEqual([3, 1]);
});
