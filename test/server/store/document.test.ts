import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DataDirectoryError } from '../../../server/store/json/failures.ts';
import { newAccountFields } from '../../../server/store/account-fields.ts';
import { createDataDirectory, inviteAnnAndBob, type DataDirectory } from '../../support/data-directory.ts';
import { at, newAccount } from '../../support/records.ts';

let data: DataDirectory;
let file: string;

beforeEach(async () => {
  data = await createDataDirectory();
  file = `${data.path}/coop.json`;
});
afterEach(() => data.close());

const asides = (): string[] => data.disk.paths.filter((name) => name.includes('.unreadable-'));

test.each([
  '',
  '{"users": [',
  'null',
  '[]',
  '{"schema_version": 1, "users": {}}',
  '{"schema_version": 2, "users": []}',
  '{"schema_version": 3, "users": []}',
  '{"schema_version": 4, "users": []}',
  '{"schema_version": "1"}',
])(
  '[STORE4] a document that holds %j is not taken for an empty one: a copy is set aside, and nothing starts',
  async (content) => {
    data.disk.put(file, content);
    for (let attempt = 0; attempt < 2; attempt++) {
      const refusal = await data.open().catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(DataDirectoryError);
      expect(String(refusal)).toContain(file);
      expect(String(refusal)).toContain(asides().at(-1));
      expect(data.disk.content(file)).toBe(content);
    }
    expect(asides().map((name) => data.disk.content(name))).toEqual([content]);
    data.disk.put(file, '');
    await data.open().catch(() => undefined);
    expect(asides().length).toBe(content === '' ? 1 : 2);
  },
);

test('[STORE5] a document of a newer version is refused with where it is and what helps, and left alone', async () => {
  const content = '{"schema_version": 5, "people": []}';
  data.disk.put(file, content);
  const before = data.disk.paths;
  await expect(data.open()).rejects.toThrow(
    `${file} was written by a newer version of Gemini Coop (format 5; this one reads up to 4). Nothing was changed.`,
  );
  expect(data.disk.content(file)).toBe(content);
  expect(data.disk.paths).toEqual(before);
});

test('[STORE5] a document of the first form is read as it was meant: everybody has an address, the first is the host', async () => {
  const user = (id: number, username: string) => {
    return { id, username, email: `${username}@example.org`, created_at: at(id), password_hash: `hash of ${username}` };
  };
  const chat = { id: 1, name: 'Chat', owner_id: 2, is_group: true, created_at: at(), is_ai_chat: false };
  const former = {
    schema_version: 1,
    last_ids: { user: 3, chat: 1, message: 1024 },
    users: [user(2, 'ann'), user(3, 'bob')],
    chats: [{ ...chat, created_after: 0 }],
    participants: [
      { chat_id: 1, user_id: 2 },
      { chat_id: 1, user_id: 3 },
    ],
  };
  data.disk.put(file, JSON.stringify(former));
  const store = await data.open();
  const ann = { ...newAccountFields, ...user(2, 'ann'), is_guest: false, is_host: true };
  expect(await store.accounts()).toEqual([
    ann,
    { ...newAccountFields, ...user(3, 'bob'), is_guest: false, is_host: false },
  ]);
  expect(await store.host()).toEqual(ann);
  expect(await store.chatsOf(3)).toEqual([{ ...chat, topic: null, picture: null, pinned_message_ids: [] }]);
  expect(await store.invites()).toEqual([]);
  await store.settle({ server_id: 'a' });
  expect((await store.addAccount(newAccount('cleo'))).id).toBe(4);
  const again = await data.reopenAfterCrash();
  expect((await again.accounts()).map(({ username, is_host }) => [username, is_host])).toEqual([
    ['ann', true],
    ['bob', false],
    ['cleo', false],
  ]);
  expect(JSON.parse(data.disk.content(file)!)).toMatchObject({
    schema_version: 4,
    settings: { server_id: 'a', options: {} },
  });
});

test('[STORE5] a document of the form before this one is read as it was meant: nobody has a profile, a ban or a webhook', async () => {
  const store = await data.open();
  await inviteAnnAndBob(store);
  await store.removeAccount((await store.addAccount(newAccount('cleo'))).id);
  const accounts = await store.accounts();
  await data.reopenAfterCrash();
  const { webhooks, password_resets, settings, last_ids, users, ...same } = JSON.parse(data.disk.content(file)!);
  expect([webhooks, password_resets]).toEqual([[], []]);
  const without = (one: object, names: string[]) =>
    Object.fromEntries(Object.entries(one).filter(([name]) => !names.includes(name)));
  const added = Object.keys(newAccountFields).filter((name) => name !== 'hides_last_seen');
  const former = {
    ...same,
    schema_version: 3,
    settings: without(settings, ['options']),
    last_ids: without(last_ids, ['webhook']),
    users: users.map((user: object) => without(user, added)),
    removed_users: same.removed_users.map((user: object) => without(user, ['erasure'])),
    participants: same.participants.map((one: object) => without(one, ['notify'])),
  };
  data.disk.put(file, JSON.stringify(former));
  const again = await data.reopenAfterCrash();
  expect(await again.accounts()).toEqual(accounts);
  await again.settle({ server_id: 'b' });
  expect(JSON.parse(data.disk.content(file)!)).toEqual({
    ...same,
    schema_version: 4,
    settings: { ...settings, server_id: 'b' },
    last_ids,
    users,
    webhooks,
    password_resets,
  });
});

test('[STORE1] a crash at any step of a write leaves the old document or the new one', async () => {
  let store = await data.open();
  await store.addAccount(newAccount('ann'));
  for (let step = 0; step < 8; step++) {
    const name = `user${step}`;
    let steps = 0;
    let atStep = data.disk.crashed();
    data.disk.before = () => void (steps++ === step && (atStep = data.disk.crashed()));
    await store.addAccount(newAccount(name));
    data.disk = atStep;
    store = await data.open();
    expect((await store.accountByName('ann'))?.id).toBe(1);
    data.disk.before = () => undefined;
  }
});

test('changes that are asked for together are written together', async () => {
  const store = await data.open();
  let writes = 0;
  data.disk.before = (operation) => void (operation === 'rename' && writes++);
  await Promise.all(Array.from({ length: 20 }, (_, i) => store.addAccount(newAccount(`user${i}`))));
  expect(writes).toBe(1);
});

test('a write starts at once after a pause, and no sooner than 50 ms after the last; close does not wait for that', async () => {
  vi.useFakeTimers({ now: 0, toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  try {
    const store = await data.open({ documentPace: 50 });
    vi.advanceTimersByTime(1000);
    await store.addAccount(newAccount('one'));
    expect(vi.getTimerCount()).toBe(0);
    const second = store.addAccount(newAccount('two'));
    const third = store.addAccount(newAccount('three'));
    await vi.advanceTimersByTimeAsync(49);
    expect(await store.accountByName('two')).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    await Promise.all([second, third]);
    const last = store.addAccount(newAccount('four'));
    await store.close();
    await expect(last).resolves.toMatchObject({ username: 'four' });
  } finally {
    vi.useRealTimers();
  }
});

test('what a crash left under temporary names is removed at the next start, and nothing else', async () => {
  const store = await data.open();
  const chatId = await inviteAnnAndBob(store);
  await store.close();
  const id = crypto.randomUUID();
  for (const name of [`${file}.${id}.tmp`, `${data.logOf(chatId)}.${id}.tmp`, `${file}.tmp`]) data.disk.put(name, 'x');
  await data.open();
  expect(data.disk.paths.filter((name) => name.endsWith('.tmp'))).toEqual([`${file}.tmp`]);
});
