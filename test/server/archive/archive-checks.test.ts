import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppError } from '../../../server/core/errors.ts';
import { importArchive } from '../../../server/store/json/archive/offline.ts';
import { saveArchive } from '../../../server/save-archive.ts';
import { JsonArchives } from '../../../server/store/json/archive/json-archives.ts';
import { nodeDisk } from '../../../server/store/json/disk.ts';
import { openJsonStore } from '../../../server/store/json/json-store.ts';
import { archiveOf, entriesIn, manifestOf, renamed, sha256, zipOf, type Entries } from '../../support/archives.ts';
import { createRecordedLog, newAccount, newChat, newFile, newMessage } from '../../support/records.ts';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';

const log = createRecordedLog();
let home: string;
let right: Entries;
let content: string;

/** A server with two people, a chat, two messages and a file, as an archive. */
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'coop-archive-'));
  const directory = path.join(home, 'source');
  const store = await openJsonStore(directory, { log, documentPace: 0 });
  await store.settle({ server_id: 'the source' });
  const [ann, bob] = [await store.addAccount(newAccount('ann')), await store.addAccount(newAccount('bob'))];
  const chat = await store.addChat(newChat({ owner_id: ann.id }), [ann.id, bob.id]);
  for (const text of ['one', 'two']) await store.addMessage(newMessage(chat.id, text));
  const draft = await store.files.draft();
  await draft.write(Buffer.from('some notes'));
  content = (await store.files.add(draft, newFile({ chat_id: chat.id }))).sha256;
  const archives = new JsonArchives({
    directory,
    disk: nodeDisk,
    log,
    now: Date.now,
    appVersion: '0',
    serverName: () => 'Source',
    current: store,
  });
  await saveArchive(await archives.export(), path.join(home, 'right.zip'));
  await store.close();
  const { 'manifest.json': _manifest, ...entries } = await entriesIn(await readFile(path.join(home, 'right.zip')));
  right = entries;
});
afterAll(() => rm(home, { recursive: true }));

const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const parsed = (name: string) => JSON.parse(right[name]!.toString());
const withEntry = (name: string, bytes: Buffer) => archiveOf({ ...right, [name]: bytes });
const without = (name: string) => archiveOf(Object.fromEntries(Object.entries(right).filter(([one]) => one !== name)));
const file = () => `files/${content}`;
const plain = () => Object.entries(right).map(([name, bytes]) => ({ path: name, bytes }));
const withManifest = (bytes: Buffer) => zipOf([...plain(), { path: 'manifest.json', bytes }]);

const hostile: Record<string, [archive: () => Promise<Buffer>, says: RegExp | (() => RegExp)]> = {
  'no zip at all': [async () => Buffer.from('hello there, this is no zip'), /no zip archive/],
  nothing: [async () => Buffer.alloc(0), /no zip archive/],
  'half of one': [async () => (await archiveOf(right)).subarray(0, 900), /no zip archive/],
  'no manifest': [() => zipOf(plain()), /no manifest\.json/],
  'a manifest that is no JSON': [() => withManifest(Buffer.from('{')), /"manifest\.json".* cannot be read/],
  'a manifest of another format': [() => withManifest(manifestOf(right, { format: 'other' })), /another form/],
  'a manifest of a newer version': [() => withManifest(manifestOf(right, { version: 2 })), /newer version/],
  'a manifest that names an entry twice': [
    () => {
      const { entries } = JSON.parse(manifestOf(right).toString());
      return withManifest(manifestOf(right, { entries: [...entries, entries[0]] }));
    },
    /names one twice/,
  ],
  'an entry that the manifest does not name': [
    async () => {
      const manifest = manifestOf(right);
      return zipOf([
        ...plain(),
        { path: 'messages/9.jsonl', bytes: json(1) },
        { path: 'manifest.json', bytes: manifest },
      ]);
    },
    /"messages\/9\.jsonl" too many/,
  ],
  'an entry that is missing': [
    () => zipOf([...plain().slice(1), { path: 'manifest.json', bytes: manifestOf(right) }]),
    /is missing/,
  ],
  'an entry of another size': [
    () => withManifest(manifestOf({ ...right, 'coop.json': Buffer.alloc(3) })),
    /"coop\.json" of the archive has another size/,
  ],
  'an entry of another content': [
    () => withManifest(manifestOf({ ...right, 'coop.json': Buffer.alloc(right['coop.json']!.length) })),
    /"coop\.json" of the archive is damaged/,
  ],
  'a way out of the folder': [
    async () => renamed(await withEntry('files/xxxxxxxxx', json(1)), 'files/xxxxxxxxx', '../../../escape'),
    /cannot be read/,
  ],
  'an absolute name': [
    async () => renamed(await withEntry('files/xxxx', json(1)), 'files/xxxx', '/tmp/xxxxx'),
    /cannot be read/,
  ],
  'a backslash in a name': [
    async () => renamed(await withEntry('files/xxxx', json(1)), 'files/xxxx', '..\\..\\xxxx'),
    /cannot be read|does not belong/,
  ],
  'a file of another program': [() => withEntry('readme.txt', json(1)), /"readme\.txt", which does not belong/],
  'a signing key': [() => withEntry('secret', Buffer.from('0'.repeat(64))), /"secret", which does not belong/],
  'a folder': [
    async () => renamed(await withEntry('folder', json(1)), 'folder', 'files/'),
    /"files\/", which does not belong/,
  ],
  'a link': [
    () =>
      zipOf([
        ...plain().map((entry) => ({ ...entry, mode: entry.path === 'coop.json' ? 0o120777 : 0o100600 })),
        { path: 'manifest.json', bytes: manifestOf(right) },
      ]),
    /"coop\.json" of the archive is no ordinary file/,
  ],
  'an entry twice': [
    () => zipOf([...plain(), plain()[0]!, { path: 'manifest.json', bytes: manifestOf(right) }]),
    /twice/,
  ],
  'people in another form': [
    () => withEntry('coop.json', json({ users: [] })),
    /"coop\.json" of the archive cannot be used/,
  ],
  'people of a newer version': [
    () => withEntry('coop.json', json({ ...parsed('coop.json'), schema_version: 99 })),
    /"coop\.json".* newer version/,
  ],
  'people who contradict each other': [
    () => withEntry('coop.json', json({ ...parsed('coop.json'), chats: [] })),
    /"coop\.json".* chat 1/,
  ],
  nobody: [
    () => withEntry('coop.json', json({ ...parsed('coop.json'), users: [], participants: [], removed_users: [] })),
    /Nobody has an account/,
  ],
  'people that are no UTF-8': [() => withEntry('coop.json', Buffer.from([0x22, 0xff, 0x22])), /not UTF-8/],
  'no records of files': [() => without('files.json'), /"files\.json" of the archive is missing/],
  'a file that is missing': [() => without(file()), () => new RegExp(`"${file()}" of the archive is missing`)],
  'a file with another content': [() => withEntry(file(), Buffer.from('SOME NOTES')), /another content than its name/],
  'a file that nothing has': [
    () => withEntry(`files/${sha256(Buffer.from('x'))}`, Buffer.from('x')),
    /belongs to no file/,
  ],
  'messages of no chat': [
    () => withEntry('messages/7.jsonl', right['messages/1.jsonl']!),
    /"messages\/7\.jsonl".* no chat/,
  ],
  'half a message': [
    () => withEntry('messages/1.jsonl', right['messages/1.jsonl']!.subarray(0, -5)),
    /"messages\/1\.jsonl".* middle of a line/,
  ],
  'messages that are none': [() => withEntry('messages/1.jsonl', Buffer.from('hello\nthere\n')), /holds no messages/],
  'traces in another form': [() => withEntry('traces.json', json([])), /"traces\.json"/],
};

test.each(Object.keys(hostile))('[ARCHIVE4] an archive with %s is refused, and nothing is changed', async (name) => {
  const [make, says] = hostile[name]!;
  const directory = path.join(home, sha256(Buffer.from(name)).slice(0, 8));
  await mkdir(directory);
  await writeFile(path.join(directory, 'coop.json'), 'what was there');
  const archive = path.join(home, 'hostile.zip');
  await writeFile(archive, await make());
  const error: unknown = await importArchive(directory, archive, { log }).catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(AppError);
  expect(error).toMatchObject({ code: 'archive_invalid' });
  expect((error as AppError).message).toMatch(typeof says === 'function' ? says() : says);
  expect(await readdir(directory)).toEqual(['coop.json']);
});

test('[ARCHIVE4] what unpacks to more than the disk takes is refused before it is unpacked', async () => {
  const directory = path.join(home, 'bomb');
  const archive = path.join(home, 'bomb.zip');
  const honest = await withEntry('messages/1.jsonl', Buffer.alloc(5 * 2 ** 20, '\n'));
  // The directory of the zip says that it has four terabytes.
  const lying = Buffer.from(honest);
  const at = lying.lastIndexOf('messages/1.jsonl') - 46;
  lying.writeUInt32LE(0xffff_fff0, at + 24);
  await writeFile(archive, lying);
  const error: unknown = await importArchive(directory, archive, { log }).catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(AppError);
  expect(['no_room', 'archive_invalid']).toContain((error as AppError).code);
  expect(await readdir(directory)).toEqual([]);
});

test('[ARCHIVE5] an archive with people in an older form is taken', async () => {
  const { options: _options, ...settings } = parsed('coop.json').settings;
  const { webhooks: _webhooks, password_resets: _resets, ...rest } = parsed('coop.json');
  const { webhook: _webhook, ...last_ids } = rest.last_ids;
  const users = rest.users.map((user: Record<string, unknown>) => {
    const added = new Set(['display_name', 'about', 'avatar', 'tokens_from', 'banned_at', 'preferences']);
    return Object.fromEntries(Object.entries(user).filter(([name]) => !added.has(name)));
  });
  const participants = rest.participants.map(({ notify: _notify, ...old }: Record<string, unknown>) => old);
  const third = { ...rest, schema_version: 3, settings, last_ids, users, participants };
  const archive = path.join(home, 'third.zip');
  await writeFile(archive, await withEntry('coop.json', json(third)));
  const directory = path.join(home, 'third');
  const { contents, replaced } = await importArchive(directory, archive, { log });
  expect(contents).toMatchObject({ host: 'ann', people: 2, chats: 1, messages: 2, files: 1, is_same_server: false });
  expect(replaced).toBeNull();
  const store = await openJsonStore(directory, { log });
  expect((await store.accounts()).map(({ username }) => username)).toEqual(['ann', 'bob']);
  expect((await store.messages(1, { limit: 9 })).map(({ content: text }) => text)).toEqual(['one', 'two']);
  await store.close();
});
