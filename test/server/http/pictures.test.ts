import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestPerson } from '../../support/client.ts';
import { startTestServer } from '../../support/server.ts';
import { contentsIn, download, pixel, upload } from '../../support/uploads.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
let ann: TestPerson;
let bob: TestPerson;
let place: string;
let chatId: number;

beforeAll(async () => {
  server = await startTestServer();
  [ann, bob] = await Promise.all([server.person('ann'), server.person('bob')]);
  const { body: chat } = await ann.call('POST', '/api/chats', { name: 'Chat', participant_usernames: ['bob'] });
  chatId = chat.id;
  place = `/api/chats/${chatId}/picture`;
});
afterAll(() => server.close());

const put = (who: TestPerson, content: string | Uint8Array<ArrayBuffer>) =>
  upload(server.url, who, place, 'me.png', content, { method: 'PUT' });

test('[FILE20] a chat is given its picture, which everybody in it learns of and sees, until it is taken away', async () => {
  const socket = await bob.connect();
  expect((await download(server.url, bob, place)).status).toBe(404);
  const { status, body } = await put(ann, pixel);
  const sha256 = createHash('sha256').update(pixel).digest('hex');
  expect([status, body.picture]).toEqual([200, sha256]);
  expect(await socket.next('chat_changed')).toMatchObject({ chat: { id: chatId, picture: sha256 }, by: 'ann' });
  const { content, headers } = await download(server.url, bob, place);
  expect(content.equals(pixel)).toBe(true);
  expect([headers.get('content-type'), headers.get('cache-control')]).toEqual([
    'image/png',
    'private, no-cache, no-transform',
  ]);
  const other = Buffer.concat([pixel, Buffer.from('another')]);
  const { body: changed } = await put(ann, other);
  expect(await contentsIn(server.dataDirectory)).toEqual([changed.picture]);
  expect((await ann.call('DELETE', place)).body.picture).toBeNull();
  expect(await contentsIn(server.dataDirectory)).toEqual([]);
  socket.webSocket.close();
  await socket.closed;
});

test('[FILE20] what is no image, or too large, is no picture, nor may everybody give one', async () => {
  expect((await put(ann, '<svg xmlns="http://www.w3.org/2000/svg"/>')).status).toBe(422);
  expect((await put(ann, Buffer.concat([pixel, Buffer.alloc(1_048_576)]))).status).toBe(413);
  expect((await put(bob, pixel)).status).toBe(403);
  // What had come of it goes with the end of the request.
  await expect.poll(() => contentsIn(server.dataDirectory)).toEqual([]);
});

test('[FILE16] [FILE20] a deleted chat takes its picture and its files along', async () => {
  await put(ann, pixel);
  await upload(server.url, bob, `/api/chats/${chatId}/files`, 'x.txt', 'x');
  expect(await contentsIn(server.dataDirectory)).toHaveLength(2);
  expect((await ann.call('DELETE', `/api/chats/${chatId}`)).status).toBe(200);
  expect(await contentsIn(server.dataDirectory)).toEqual([]);
});
