import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Store } from '../../../server/core/ports/store.ts';
import { createDataDirectory, inviteAnnAndBob, type DataDirectory } from '../../support/data-directory.ts';
import { createGate, diskError } from '../../support/memory-disk.ts';
import { newChat, newMessage } from '../../support/records.ts';

let data: DataDirectory;
let store: Store;
let chatId: number;
let annId: number;

beforeEach(async () => {
  data = await createDataDirectory();
  store = await data.open();
  chatId = await inviteAnnAndBob(store);
  annId = (await store.chat(chatId))!.owner_id;
  await store.addMessage(newMessage(chatId, 'said here'));
});
afterEach(() => data.close());

const files = (): string[] => data.disk.paths.filter((name) => name.includes(`/${chatId}.jsonl`));

test('[MEMBER10] a deleted chat leaves no file, nor what was set aside of its log', async () => {
  const [log] = files();
  data.disk.put(`${log}.damaged-20260101T000000.000Z`, 'said here, more or less');
  await store.removeChat(chatId, annId);
  expect(files()).toEqual([]);
  store = await data.reopenAfterCrash();
  expect(files()).toEqual([]);
  expect((await store.addChat(newChat({ owner_id: annId }), [annId])).id).toBeGreaterThan(chatId);
});

test('[MEMBER10] a log that could not be removed is removed at the next start, unread', async () => {
  data.disk.before = (operation) => {
    if (operation === 'remove') throw diskError('EIO');
  };
  await store.removeChat(chatId, annId);
  expect(files()).toHaveLength(1);
  const opened: string[] = [];
  data.disk.before = (operation, file) => {
    if (operation === 'open') opened.push(file);
  };
  store = await data.reopenAfterCrash();
  expect(files()).toEqual([]);
  expect(opened.filter((name) => name.endsWith('.jsonl'))).toEqual([]);
  expect(await store.chat(chatId)).toBeUndefined();
});

test('[MEMBER10] where the document cannot be written, the chat is there with all its messages', async () => {
  data.disk.before = (operation, file) => {
    if (operation === 'write' && file.includes('coop.json')) throw diskError('ENOSPC');
  };
  await expect(store.removeChat(chatId, annId)).rejects.toMatchObject({ code: 'storage_unavailable' });
  data.disk.before = () => undefined;
  expect(await store.messages(chatId, { limit: 5 })).toHaveLength(1);
  await store.removeChat(chatId, annId);
  expect(files()).toEqual([]);
});

test('[MEMBER10] a log of which the document knows nothing is left alone', async () => {
  const directory = files()[0]!.replace(/\/\d+\.jsonl$/, '');
  await store.close();
  data.disk.put(`${directory}/77.jsonl`, 'of another backup\n');
  store = await data.open();
  expect(data.disk.content(`${directory}/77.jsonl`)).toBe('of another backup\n');
  expect((await store.addChat(newChat({ owner_id: annId }), [annId])).id).toBeGreaterThan(77);
});

test('[MEMBER9] [MEMBER10] a write that waits for the disk when its chat is deleted brings no file back', async () => {
  const gate = createGate();
  let reached = () => {};
  const isWriting = new Promise<void>((resolve) => (reached = resolve));
  data.disk.before = (operation, file) => {
    if (operation !== 'write' || !file.endsWith('.jsonl')) return;
    reached();
    return gate.passed;
  };
  const writing = store.addMessage(newMessage(chatId, 'under way'));
  await isWriting;
  const waiting = store.addMessage(newMessage(chatId, 'behind it'));
  const removal = store.removeChat(chatId, annId);
  const settled = Promise.allSettled([writing, waiting]);
  gate.open();
  await removal;
  const codes = (await settled).flatMap((one) => (one.status === 'rejected' ? String(one.reason.code) : []));
  expect(codes.filter((code) => !['not_found', 'not_authorized'].includes(code))).toEqual([]);
  expect(files()).toEqual([]);
  await store.close();
  expect([files(), data.disk.openFiles]).toEqual([[], 0]);
  store = await data.open();
});
