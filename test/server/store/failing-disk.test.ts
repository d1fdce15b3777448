import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Store } from '../../../server/core/ports/store.ts';
import type { Message } from '../../../server/protocol/messages.ts';
import { createDataDirectory, inviteAnnAndBob, type DataDirectory } from '../../support/data-directory.ts';
import { createGate, diskError } from '../../support/memory-disk.ts';
import { newAccount, newChat, newMessage, newReply } from '../../support/records.ts';
import { takeOut } from '../../support/take-out.ts';

let data: DataDirectory;
let store: Store;
let chatId: number;

beforeEach(async () => {
  data = await createDataDirectory();
  store = await data.open();
  chatId = await inviteAnnAndBob(store);
});
afterEach(() => data.close());

const unavailable = { code: 'storage_unavailable' };
const send = (content: string): Promise<{ message: Message; added: boolean }> =>
  store.addMessage(newMessage(chatId, content, { client_id: content }));
const contents = async (): Promise<string[]> =>
  (await store.messages(chatId, { limit: 200 })).map(({ content }) => content);

test.each([0, 1, 100, 250])(
  '[STORE2] with %i bytes left, refused messages are never seen, and can be sent again when space returns',
  async (free) => {
    await send('one');
    data.disk.free = free;
    const refused = await Promise.allSettled([send('two'), send('three')]);
    expect(refused).toMatchObject([{ reason: unavailable }, { reason: unavailable }]);
    expect(await contents()).toEqual(['one']);
    const left = data.disk.crashed();
    data.disk.free = Infinity;
    expect((await send('three')).added).toBe(true);
    expect((await send('two')).added).toBe(true);
    expect(await contents()).toEqual(['one', 'three', 'two']);
    store = await data.reopenAfterCrash();
    expect(await contents()).toEqual(['one', 'three', 'two']);
    data.disk = left;
    store = await data.open();
    expect(await contents()).toEqual(['one']);
  },
);

test.each(['write', 'sync', 'open'] as const)(
  '[STORE2] where %s fails, the message is refused, now and after a restart',
  async (failing) => {
    await send('one');
    if (failing === 'open') store = await data.open();
    data.disk.before = (operation, file) => {
      if (operation === failing && file.endsWith('.jsonl')) throw diskError('EIO');
    };
    await expect(send('two')).rejects.toMatchObject(unavailable);
    data.disk.before = () => undefined;
    expect(await contents()).toEqual(['one']);
    expect((await send('two')).added).toBe(true);
    store = await data.reopenAfterCrash();
    expect(await contents()).toEqual(['one', 'two']);
  },
);

test('[STORE2] the file handle of a failed sync is not trusted again', async () => {
  await send('one');
  const opened: string[] = [];
  data.disk.before = (operation, file) => {
    if (operation === 'open') opened.push(file);
    if (operation === 'sync' && opened.length === 0) throw diskError('EIO');
  };
  await expect(send('two')).rejects.toMatchObject(unavailable);
  expect(opened).toContain(data.logOf(chatId));
});

test('[STORE2] what is left of a refused message is cut before the next, also where cutting failed at first', async () => {
  await send('one');
  data.disk.before = (operation) => {
    if (operation === 'sync' || operation === 'truncate') throw diskError('EIO');
  };
  await expect(send('a much longer message than the next one')).rejects.toMatchObject(unavailable);
  data.disk.before = () => undefined;
  await send('two');
  store = await data.reopenAfterCrash();
  expect(await contents()).toEqual(['one', 'two']);
  expect(data.log.entries.filter(({ message }) => message.includes('lines that are no message'))).toEqual([]);
});

test('[STORE1] a message is not seen, and its promise not resolved, before it is synced', async () => {
  const { id: before } = (await send('one')).message;
  const [reached, released] = [createGate(), createGate()];
  data.disk.before = (operation) => {
    if (operation !== 'sync') return;
    reached.open();
    return released.passed;
  };
  let told = false;
  const sending = send('two').then(() => (told = true));
  await reached.passed;
  expect(await contents()).toEqual(['one']);
  expect(await store.lastMessageId(chatId)).toBe(before);
  expect(told).toBe(false);
  released.open();
  await sending;
  expect(await contents()).toEqual(['one', 'two']);
});

test('[STORE2] a refused change leaves the message as it was', async () => {
  const { message } = await store.addMessage(newReply(chatId, 'old'));
  data.disk.free = 0;
  await expect(store.changeMessage(chatId, message.id, { content: 'new', status: 'complete' })).rejects.toMatchObject(
    unavailable,
  );
  expect(await store.message(chatId, message.id)).toEqual(message);
});

test('[STORE2] a refused account, chat or participant does not exist, and can be asked for again', async () => {
  data.disk.free = 0;
  await expect(store.addAccount(newAccount('eve'))).rejects.toMatchObject(unavailable);
  await expect(store.addChat(newChat({ name: 'New' }), [1])).rejects.toMatchObject(unavailable);
  expect(await store.accountByName('eve')).toBeUndefined();
  expect(await store.chatsOf(1)).toHaveLength(1);
  data.disk.free = Infinity;
  const eve = await store.addAccount(newAccount('eve'));
  expect(await store.addParticipant(chatId, eve.id)).toBe(true);
  store = await data.reopenAfterCrash();
  expect(await store.accountByName('eve')).toEqual(eve);
  expect(await store.chatsOf(1)).toHaveLength(1);
});

test('[STORE2] all who wait for one write of the document hear that it failed, and none that another took the name', async () => {
  data.disk.free = 0;
  const asked = await Promise.allSettled([
    store.addAccount(newAccount('eve')),
    store.addAccount(newAccount('Eve')),
    store.addParticipant(chatId, 1),
  ]);
  expect(asked).toMatchObject([{ reason: unavailable }, { reason: unavailable }, { reason: unavailable }]);
});

test('[STORE2] an account whose write failed at its very end is gone after an orderly stop', async () => {
  data.disk.before = (operation) => {
    if (operation === 'syncDirectory') throw diskError('EIO');
  };
  await expect(store.addAccount(newAccount('eve'))).rejects.toMatchObject(unavailable);
  data.disk.before = () => undefined;
  store = await data.open();
  expect(await store.accountByName('eve')).toBeUndefined();
});

test('[STORE2] where no ids can be reserved, messages are refused until they can', async () => {
  data.disk.before = (operation, file) => {
    if (operation === 'rename' && file.endsWith('coop.json')) throw diskError('EROFS');
  };
  expect(await Promise.allSettled([send('one'), send('two')])).toMatchObject([
    { reason: unavailable },
    { reason: unavailable },
  ]);
  data.disk.before = () => undefined;
  await send('one');
  expect(await contents()).toEqual(['one']);
});

test('[STORE2] a log that cannot be read is unavailable, not empty, and is there again later', async () => {
  await send('one');
  store = await data.open();
  data.disk.before = (operation) => {
    if (operation === 'read') throw diskError('EIO');
  };
  await expect(contents()).rejects.toMatchObject(unavailable);
  await expect(store.lastMessageId(chatId)).rejects.toMatchObject(unavailable);
  data.disk.before = () => undefined;
  expect(await contents()).toEqual(['one']);
});

test('[STORE2] a log that was taken away is not begun anew with a hole where its messages were', async () => {
  store = await data.open({ openFiles: 0 });
  await send('one');
  const log = data.disk.content(data.logOf(chatId))!;
  await data.disk.remove(data.logOf(chatId));
  await expect(send('two')).rejects.toMatchObject(unavailable);
  expect(data.disk.content(data.logOf(chatId)) ?? '').toBe('');
  data.disk.put(data.logOf(chatId), log);
  await send('three');
  expect(await contents()).toEqual(['one', 'three']);
});

test('[STORE15] close waits for a slow disk', async () => {
  const released = createGate();
  data.disk.before = (operation) => (operation === 'sync' ? released.passed : undefined);
  const order: string[] = [];
  const sent = send('one').then(() => order.push('sent'));
  const closed = store.close().then(() => order.push('closed'));
  released.open();
  await Promise.all([sent, closed]);
  expect(order).toEqual(['sent', 'closed']);
});

test('[STORE15] close waits for what is being read', async () => {
  await send('one');
  const [reached, released] = [createGate(), createGate()];
  data.disk.before = (operation) => {
    if (operation !== 'read') return;
    reached.open();
    return released.passed;
  };
  const order: string[] = [];
  const read = contents().then((found) => order.push(...found));
  await reached.passed;
  const closed = store.close().then(() => order.push('closed'));
  // All that close does besides: a turn of the event loop for each of its few steps on the real lock file.
  for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
  released.open();
  await Promise.all([read, closed]);
  expect(order).toEqual(['one', 'closed']);
});

test('[STORE25] a message that waits for the disk when its sender is removed from the chat is refused', async () => {
  const bob = (await store.accountByName('bob'))!;
  const say = (content: string) => store.addMessage(newMessage(chatId, content, { user_id: bob.id }));
  const [reached, released] = [createGate(), createGate()];
  data.disk.before = (operation, file) => {
    if (operation !== 'sync' || !file.endsWith('.jsonl')) return;
    reached.open();
    return released.passed;
  };
  const writing = say('being written');
  await reached.passed;
  const waiting = say('too late').catch((error: unknown) => error);
  const behind = send('from somebody else');
  expect(await takeOut(store, chatId, bob.id)).toBe(true);
  released.open();
  expect(await waiting).toMatchObject({ code: 'not_authorized' });
  expect((await writing).added).toBe(true);
  expect((await behind).added).toBe(true);
  expect(await contents()).toEqual(['being written', 'from somebody else']);
});
