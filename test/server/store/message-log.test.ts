import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Store } from '../../../server/core/ports/store.ts';
import type { Message } from '../../../server/protocol/messages.ts';
import { keyHash } from '../../../server/store/json/log-line.ts';
import { createDataDirectory, inviteAnnAndBob, type DataDirectory } from '../../support/data-directory.ts';
import { newChat, newMessage, newReply } from '../../support/records.ts';

let data: DataDirectory;
let store: Store;
let chatId: number;

beforeEach(async () => {
  data = await createDataDirectory();
  store = await data.open();
  chatId = await inviteAnnAndBob(store);
});
afterEach(() => data.close());

const add = async (content: string): Promise<Message> =>
  (await store.addMessage(newMessage(chatId, content, { client_id: content }))).message;
const contents = async (): Promise<string[]> =>
  (await store.messages(chatId, { limit: 200 })).map(({ content }) => content);
const asides = (why: string): string[] => data.disk.paths.filter((file) => file.includes(`.${why}-`));

test('[STORE3] a torn last line is cut at whatever byte, kept beside the log, and all before it is there', async () => {
  await add('one');
  await add('two');
  const whole = data.disk.content(data.logOf(chatId))!;
  await add('three');
  await store.close();
  const full = Buffer.from(data.disk.content(data.logOf(chatId))!);
  for (let length = Buffer.byteLength(whole); length < full.length; length++) {
    const torn = full.subarray(0, length);
    for (const aside of asides('torn')) await data.disk.remove(aside);
    data.disk.put(data.logOf(chatId), torn);
    store = await data.open();
    expect(await contents()).toEqual(['one', 'two']);
    expect((await add('four')).content).toBe('four');
    expect(await contents()).toEqual(['one', 'two', 'four']);
    expect(asides('torn').map((aside) => data.disk.content(aside))).toEqual(
      length === whole.length ? [] : [torn.toString().slice(whole.length)],
    );
    store = await data.reopenAfterCrash();
    expect(await contents()).toEqual(['one', 'two', 'four']);
  }
});

test('[STORE3] a log that is one torn line is empty', async () => {
  await store.close();
  data.disk.put(data.logOf(chatId), '{"id":5,"user_');
  store = await data.open();
  expect(await store.lastMessageId(chatId)).toBe(0);
  await add('one');
  expect(await contents()).toEqual(['one']);
});

test('[STORE4] a damaged log is set aside whole and reported once; the rest stays readable', async () => {
  for (const content of ['one', 'two', 'three', 'four']) await add(content);
  await store.close();
  const lines = data.disk.content(data.logOf(chatId))!.split('\n');
  const damaged = [
    lines[0],
    '\0\0\0 not a message',
    `${lines[2]!.slice(0, 90)}\u0000${lines[2]!.slice(91)}`,
    lines[3],
    '',
  ];
  data.disk.put(data.logOf(chatId), damaged.join('\n'));
  store = await data.open();
  expect(await contents()).toEqual(['one', 'four']);
  await add('five');
  await store.close();
  expect(asides('damaged').some((aside) => data.disk.content(aside)!.startsWith(damaged.join('\n')))).toBe(true);
  expect(data.log.entries.filter(({ level }) => level === 'error')).toHaveLength(2);
  store = await data.reopenAfterCrash();
  expect(await contents()).toEqual(['one', 'four', 'five']);
});

test('[STORE4] a page has as many messages as asked for, also where one between them is damaged', async () => {
  for (const content of ['one', 'two', 'three', 'four']) await add(content);
  await store.close();
  const log = data.disk.content(data.logOf(chatId))!;
  data.disk.put(data.logOf(chatId), log.replace('"content":"three"', '"content":"thr"e"'));
  store = await data.open();
  expect((await store.messages(chatId, { limit: 2 })).map(({ content }) => content)).toEqual(['two', 'four']);
  expect((await store.addMessage(newMessage(chatId, 'again', { client_id: 'three' }))).added).toBe(true);
});

test('a line that a person rewrote is read as long as it is a message', async () => {
  const { id } = await add('one');
  await store.close();
  const line = JSON.parse(data.disk.content(data.logOf(chatId))!) as object;
  data.disk.put(
    data.logOf(chatId),
    `${JSON.stringify({ ...line, content: 'edited', id }, null, 1).replaceAll('\n', '')}\n`,
  );
  store = await data.open();
  expect(await contents()).toEqual(['edited']);
  expect((await store.addMessage(newMessage(chatId, 'one', { client_id: 'one' }))).added).toBe(false);
  expect((await add('two')).id).toBeGreaterThan(id);
});

test('[STORE8] two keys with the same hash are two keys', async () => {
  const [one, two] = keysWithOneHash();
  await add(one);
  store = await data.reopenAfterCrash();
  expect((await store.addMessage(newMessage(chatId, two, { client_id: two }))).added).toBe(true);
  expect((await store.addMessage(newMessage(chatId, one, { client_id: one }))).added).toBe(false);
  expect((await store.addMessage(newMessage(chatId, two, { client_id: two }))).added).toBe(false);
});

function keysWithOneHash(): [string, string] {
  const keys = new Map<number, string>();
  for (let i = 0; ; i++) {
    const key = `key ${i}`;
    const hash = keyHash({ user_id: 1, client_id: key });
    const other = keys.get(hash);
    if (other !== undefined) return [other, key];
    keys.set(hash, key);
  }
}

test('[STORE10] a reply that streamed when the process died is interrupted, with the text it had', async () => {
  const { message: reply } = await store.addMessage(newReply(chatId, ''));
  await add('meanwhile');
  const { message: ended } = await store.addMessage(newReply(chatId, 'whole'));
  await store.changeMessage(chatId, reply.id, { content: 'half', status: 'streaming' });
  await store.changeMessage(chatId, ended.id, { content: 'whole', status: 'stopped' });
  expect((await store.message(chatId, reply.id))?.status).toBe('streaming');

  store = await data.reopenAfterCrash();
  const expected = { ...reply, content: 'half', status: 'interrupted' };
  expect(await store.message(chatId, reply.id)).toEqual(expected);
  expect((await store.message(chatId, ended.id))?.status).toBe('stopped');
  await store.close();
  expect(data.disk.content(data.logOf(chatId))).toContain('"status":"interrupted"');

  store = await data.reopenAfterCrash();
  expect(await store.message(chatId, reply.id)).toEqual(expected);
  const { message: next } = await store.addMessage(newReply(chatId, 'new'));
  expect((await store.message(chatId, next.id))?.status).toBe('streaming');
});

test('[STORE10] on a disk that is full, such a reply is interrupted all the same', async () => {
  const { message: reply } = await store.addMessage(newReply(chatId, 'half'));
  data.disk = data.disk.crashed();
  data.disk.free = 0;
  store = await data.open();
  expect((await store.message(chatId, reply.id))?.status).toBe('interrupted');
  data.disk.free = Infinity;
  await add('after');
  expect((await store.message(chatId, reply.id))?.status).toBe('interrupted');
});

test('[STORE7] ids grow over restarts, though the last block was hardly used', async () => {
  const first = await add('one');
  for (let restart = 0; restart < 3; restart++) {
    store = await data.reopenAfterCrash();
    const { id } = await add(`after ${restart}`);
    expect(id).toBeGreaterThan(first.id + restart);
    expect(await store.lastMessageId(chatId)).toBe(id);
  }
});

test('[STORE7] a message costs no write of the document, and a new block is reserved ahead of need', async () => {
  await add('first');
  let writes = 0;
  data.disk.before = (operation, file) => void (operation === 'rename' && file.endsWith('coop.json') && writes++);
  await Promise.all(Array.from({ length: 4000 }, (_, i) => add(`a${i}`)));
  expect(writes).toBe(0);
  await Promise.all(Array.from({ length: 4000 }, (_, i) => add(`b${i}`)));
  await store.close();
  expect(writes).toBe(1);
});

test('[STORE7] ids stay above those in the logs, also where the document is an old copy', async () => {
  await store.close();
  const old = data.disk.content(`${data.path}/coop.json`)!;
  store = await data.open();
  const other = await store.addChat(newChat(), [1]);
  for (let i = 0; i < 3; i++) await add(`message ${i}`);
  const { message: newest } = await store.addMessage(newMessage(other.id, 'newest'));
  await store.close();

  data.disk.put(`${data.path}/coop.json`, old);
  store = await data.open();
  expect((await add('after')).id).toBeGreaterThan(newest.id);
  const made = await store.addChat(newChat(), [1]);
  expect(made.id, '[STORE17]').toBeGreaterThan(other.id);
  expect(await store.messages(made.id, { limit: 5 })).toEqual([]);
});

test('[STORE12] a log of mostly superseded lines is compacted, and loses nothing that is written meanwhile', async () => {
  const writing: Promise<unknown>[] = [];
  const expected: string[] = [];
  for (let i = 0; i < 8; i++) expected.push((await add(`before ${i}`)).content);
  const { message: reply } = await store.addMessage(newReply(chatId, ''));
  const { message: late } = await store.addMessage(newReply(chatId, 'late'));
  const compacted: string[] = [];
  data.disk.before = (operation, file) => {
    if (operation === 'rename') compacted.push(file);
    // The compaction has begun: from now on somebody writes at each of its steps.
    if (!file.endsWith('.tmp') || writing.length > 30) return;
    const content = `meanwhile ${writing.length}`;
    expected.push(content);
    writing.push(add(content), store.changeMessage(chatId, late.id, { content, status: 'streaming' }));
  };
  let text = '';
  while (compacted.length === 0) {
    text += 'x'.repeat(20_000);
    await store.changeMessage(chatId, reply.id, { content: text, status: 'streaming' });
    expect(text.length).toBeLessThan(1_000_000);
  }
  await Promise.all(writing);
  expect(writing.length).toBeGreaterThan(2);
  const all = await contents();
  const lastChange = expected.at(-1)!;
  const check = (): void => expect(all).toEqual([...expected.slice(0, 8), text, lastChange, ...expected.slice(8)]);
  check();
  await add('end');
  store = await data.reopenAfterCrash();
  expect(await contents()).toEqual([...all, 'end']);
  expect((await store.addMessage(newMessage(chatId, 'again', { client_id: 'before 3' }))).added).toBe(false);
  expect(data.disk.content(data.logOf(chatId))).not.toContain(`"${'x'.repeat(20_000)}"`);
  expect(data.disk.paths.filter((file) => file.endsWith('.tmp'))).toEqual([]);
});

test('[STORE12] a compaction that fails leaves the log as it was', async () => {
  data.disk.before = (operation, file) => {
    if (operation === 'rename' && file.endsWith('.jsonl')) throw Object.assign(new Error('EIO'), { code: 'EIO' });
  };
  const { message: reply } = await store.addMessage(newReply(chatId, ''));
  const text = 'x'.repeat(100_000);
  for (let i = 0; i < 15; i++) await store.changeMessage(chatId, reply.id, { content: text + i, status: 'streaming' });
  await add('after');
  expect(await contents()).toEqual([`${text}14`, 'after']);
  await store.close();
  expect(data.log.entries.map(({ message }) => message)).toContain('a message log was not compacted');
  expect(data.disk.paths.filter((file) => file.endsWith('.tmp'))).toEqual([]);
});

test('[STORE18] a start reads no log, and a page reads little of one', async () => {
  await Promise.all(Array.from({ length: 20_000 }, (_, i) => add(`message ${i}`)));
  await store.close();
  const reads: string[] = [];
  data.disk.before = (operation, file) => void (operation === 'read' && file.endsWith('.jsonl') && reads.push(file));
  store = await data.open();
  expect(reads).toEqual([]);
  await store.chatsOf(1);
  expect(reads).toHaveLength(1);
  await store.lastMessageId(chatId);
  reads.length = 0;
  expect(await store.messages(chatId, { limit: 200, before: 5000 })).toHaveLength(200);
  expect(reads).toHaveLength(1);
});

test('[STORE18] files that were not used for long are closed, and open again by themselves', async () => {
  store = await data.open({ openFiles: 4 });
  const chatIds: number[] = [];
  for (let i = 0; i < 10; i++) chatIds.push((await store.addChat(newChat(), [1])).id);
  await Promise.all(chatIds.map((id) => store.addMessage(newMessage(id, `in ${id}`))));
  for (const id of chatIds) {
    expect((await store.messages(id, { limit: 1 })).map(({ content }) => content)).toEqual([`in ${id}`]);
    expect(data.disk.openFiles).toBeLessThanOrEqual(5);
  }
  await store.close();
  expect(data.disk.openFiles).toBe(0);
});
