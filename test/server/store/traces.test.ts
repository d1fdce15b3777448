import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDataDirectory, inviteAnnAndBob, type DataDirectory } from '../../support/data-directory.ts';
import { at, newMessage } from '../../support/records.ts';

let data: DataDirectory;
let file: string;
beforeEach(async () => {
  data = await createDataDirectory();
  file = path.join(data.path, 'traces.json');
});
afterEach(() => data.close());

const read = (message_id: number, mention_ids: number[] = []) => ({ message_id, read_at: at(message_id), mention_ids });

test('[READ8] what was read, and who was here, survives a restart', async () => {
  const store = await data.open();
  const chatId = await inviteAnnAndBob(store);
  store.traces.setPosition(chatId, 1, read(7, [8, 9]));
  store.traces.setLastSeen(2, at(5));
  const again = await data.open();
  expect(again.traces.position(chatId, 1)).toEqual(read(7, [8, 9]));
  expect(again.traces.position(chatId, 2)).toBeUndefined();
  expect([again.traces.lastSeen(1), again.traces.lastSeen(2)]).toEqual([undefined, at(5)]);
});

test('[READ8] many moves are one write, and the last ones are not lost at the end', async () => {
  const store = await data.open({ tracesPace: 60_000 });
  const chatId = await inviteAnnAndBob(store);
  let writes = 0;
  data.disk.before = (operation, place) => void (operation === 'rename' && place.startsWith(file) && writes++);
  for (let i = 1; i <= 500; i++) store.traces.setPosition(chatId, 1 + (i % 2), read(i));
  const again = await data.open();
  expect(writes).toBe(1);
  expect([again.traces.position(chatId, 1), again.traces.position(chatId, 2)]).toEqual([read(500), read(499)]);
});

test.each(['', '{', '{}', '[1, 2]', '\0\0\0', '{"schema_version": 2}', '{"schema_version": 1, "since": -1}'])(
  '[READ8] %j is set aside, said in the log, and all up to then counts as read',
  async (content) => {
    const store = await data.open();
    const chatId = await inviteAnnAndBob(store);
    store.traces.setPosition(chatId, 1, read(1));
    const { message } = await store.addMessage(newMessage(chatId, 'hello', { user_id: 1 }));
    await store.close();
    await write(content);
    const again = await data.open();
    expect(again.traces.position(chatId, 1)).toBeUndefined();
    expect(again.traces.since).toBe(message.id);
    expect(data.log.entries.map((entry) => entry.message)).toContain(
      'traces.json begins anew: who has read what is not known any more',
    );
    expect(data.disk.paths.filter((name) => name.startsWith(`${file}.unreadable-`))).toHaveLength(1);
    await again.addMessage(newMessage(chatId, 'later', { user_id: 1 }));
    expect((await data.open()).traces.since).toBe(message.id);
  },
);

test('[READ8] while nothing can be saved it is kept, and saved when that is over', async () => {
  const store = await data.open({ tracesPace: 0 });
  const chatId = await inviteAnnAndBob(store);
  data.disk.before = (_, place) => {
    if (place.startsWith(file)) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
  };
  store.traces.setPosition(chatId, 1, read(3));
  await expect
    .poll(() => data.log.entries.map(({ message }) => message))
    .toContainEqual(expect.stringContaining('traces.json could not be written'));
  expect(store.traces.position(chatId, 1)).toEqual(read(3));
  expect(store.isSaving).toBe(true);
  data.disk.before = () => undefined;
  expect((await data.open()).traces.position(chatId, 1)).toEqual(read(3));
});

test('[READ9] what is of nobody any more is not read back', async () => {
  const store = await data.open();
  const chatId = await inviteAnnAndBob(store);
  store.traces.setPosition(chatId, 1, read(3));
  await store.close();
  const stranger = { chat_id: chatId, user_id: 77, ...read(3) };
  const unknown = { chat_id: 99, user_id: 1, ...read(3) };
  const last_seen = [{ user_id: 77, at: at(1) }];
  await write(JSON.stringify({ schema_version: 1, since: 0, positions: [stranger, unknown], last_seen }));
  const { traces } = await data.open();
  expect([traces.position(chatId, 77), traces.position(99, 1), traces.lastSeen(77)]).toEqual(Array(3).fill(undefined));
});

async function write(content: string): Promise<void> {
  const opened = await data.disk.open(file, 'update');
  await opened.truncate(0);
  await opened.write(Buffer.from(content), 0);
  await opened.sync();
  await opened.close();
}
