import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDataDirectory, inviteAnnAndBob, type DataDirectory } from '../../support/data-directory.ts';
import { at, newSession } from '../../support/records.ts';

let data: DataDirectory;
let file: string;
beforeEach(async () => {
  data = await createDataDirectory();
  file = path.join(data.path, 'sessions.json');
});
afterEach(() => data.close());

test('[SESSION6] when they were used is saved behind, many uses in one write, and not lost at the end', async () => {
  const store = await data.open({ tracesPace: 60_000 });
  await inviteAnnAndBob(store);
  await store.sessions.change(1, () => [newSession('one', 1), newSession('two', 1)]);
  let writes = 0;
  data.disk.before = (operation, place) => void (operation === 'rename' && place.startsWith(file) && writes++);
  for (let i = 1; i <= 500; i++) store.sessions.used(i % 2 === 0 ? 'one' : 'two', at(i));
  const again = await data.open();
  expect(writes).toBe(1);
  expect(again.sessions.of(1).map(({ last_used_at }) => last_used_at)).toEqual([at(500), at(499)]);
});

test.each(['', '{', '[]', '{"schema_version": 2, "sessions": []}', '{"schema_version": 1, "sessions": [{"id": "x"}]}'])(
  '[SESSION6] %j is set aside, said in the log, and everybody signs in again',
  async (content) => {
    const store = await data.open();
    await inviteAnnAndBob(store);
    await store.sessions.change(1, () => [newSession('one', 1)]);
    await store.close();
    data.disk.put(file, content);
    const again = await data.open();
    expect(again.sessions.of(1)).toEqual([]);
    expect(data.log.entries.map((entry) => entry.message)).toContain(
      'sessions.json begins anew: everybody has to sign in again',
    );
    expect(data.disk.paths.filter((name) => name.startsWith(`${file}.unreadable-`))).toHaveLength(1);
    await again.sessions.change(1, () => [newSession('two', 1)]);
    expect((await data.open()).sessions.of(1)).toEqual([newSession('two', 1)]);
  },
);

test('[SESSION6] what cannot be saved is refused, and nothing has changed', async () => {
  const store = await data.open();
  await inviteAnnAndBob(store);
  await store.sessions.change(1, () => [newSession('one', 1)]);
  data.disk.free = 0;
  await expect(store.sessions.change(1, () => [])).rejects.toMatchObject({ code: 'storage_unavailable' });
  expect(store.sessions.of(1)).toEqual([newSession('one', 1)]);
});
