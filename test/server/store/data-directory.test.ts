import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Store } from '../../../server/core/ports/store.ts';
import { nodeDisk, type Disk } from '../../../server/store/json/disk.ts';
import { DataDirectoryError, DirectoryInUseError } from '../../../server/store/json/failures.ts';
import { openJsonStore } from '../../../server/store/json/json-store.ts';
import { lockDirectory } from '../../../server/store/json/lock.ts';
import { loadSecret } from '../../../server/store/json/secret.ts';
import { inviteAnnAndBob } from '../../support/data-directory.ts';
import { diskError } from '../../support/memory-disk.ts';
import { createRecordedLog, newMessage } from '../../support/records.ts';

let root: string;
let directory: string;
const owners: ChildProcess[] = [];

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'coop-lock-'));
  directory = path.join(root, 'data');
});
afterEach(async () => {
  await Promise.all(owners.splice(0).map(kill));
  await rm(root, { recursive: true });
});

const log = createRecordedLog();
const open = (where = directory): Promise<Store> => openJsonStore(where, { log, documentPace: 0 });
const permissions = async (...names: string[]): Promise<number> =>
  (await stat(path.join(directory, ...names))).mode & 0o777;

async function kill(owner: ChildProcess): Promise<void> {
  if (owner.exitCode !== null || owner.signalCode !== null) return;
  const exit = once(owner, 'exit');
  owner.kill('SIGKILL');
  await exit;
}

/** Another process that tries to lock the directory; resolves to it and to what it told. */
async function startOwner(attempts = 1): Promise<{ owner: ChildProcess; told: string[] }> {
  const script = fileURLToPath(new URL('./lock-owner.ts', import.meta.url));
  const owner = spawn(process.execPath, ['--import', 'tsx', script, directory, String(attempts)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  owners.push(owner);
  const told: string[] = [];
  for await (const line of createInterface({ input: owner.stdout })) {
    if (line === 'done') break;
    told.push(line);
  }
  return { owner, told };
}

test('[STORE14] the directory and all files in it are for their owner only', async () => {
  const store = await open();
  const chatId = await inviteAnnAndBob(store);
  await store.addMessage(newMessage(chatId, 'one'));
  await loadSecret(directory);
  expect(await permissions()).toBe(0o700);
  expect(await permissions('messages')).toBe(0o700);
  const files = ['coop.json', 'secret', 'lock', `messages/${chatId}.jsonl`];
  expect(await Promise.all(files.map((name) => permissions(name)))).toEqual(files.map(() => 0o600));
  await store.close();
  expect((await readdir(directory)).toSorted()).toEqual(['coop.json', 'files', 'messages', 'secret', 'traces.json']);
});

test('[STORE14] the signing key is made once, and a damaged one is set aside and replaced', async () => {
  await mkdir(directory);
  const secret = await loadSecret(directory);
  expect(secret).toHaveLength(32);
  expect(await loadSecret(directory)).toEqual(secret);
  await writeFile(path.join(directory, 'secret'), 'abc');
  const replaced = await loadSecret(directory, { log });
  expect(replaced).toHaveLength(32);
  expect(replaced).not.toEqual(secret);
  expect(await loadSecret(directory)).toEqual(replaced);
  const aside = (await readdir(directory)).find((name) => name.startsWith('secret.unreadable-'));
  expect(await readFile(path.join(directory, aside!), 'utf8')).toBe('abc');
});

test('a directory that cannot be used is refused with one sentence that says which and why', async () => {
  await expect(open(path.join(root, 'missing', 'data'))).rejects.toThrow(
    new DataDirectoryError(
      `The data directory ${root}/missing/data cannot be used: the folder that it should be in does not exist.`,
    ),
  );
  await writeFile(directory, '');
  await expect(open()).rejects.toThrow(/cannot be used: that is a file/);
});

test.each([
  ['EACCES', 'this user may not write there.'],
  ['EROFS', 'its disk is read-only.'],
  ['ENOSPC', 'its disk is full.'],
  ['EIO', 'the system says "EIO: refused by the test".'],
])('a directory that answers %s is refused with a sentence', async (code, sentence) => {
  const disk: Disk = { ...nodeDisk, makeDirectory: () => Promise.reject(diskError(code)) };
  await expect(openJsonStore(directory, { log, disk })).rejects.toThrow(
    `The data directory ${directory} cannot be used: ${sentence}`,
  );
});

test('[STORE6] a directory can be opened once at a time, also within one process, and again after close', async () => {
  const store = await open();
  await expect(open()).rejects.toThrow(DirectoryInUseError);
  await expect(open(`${directory}/../data`)).rejects.toThrow(
    `The data directory ${directory} is in use by process ${process.pid}.`,
  );
  await store.close();
  await (await open()).close();
  expect(await readdir(directory)).not.toContain('lock');
});

test('[STORE6] a second process is refused while the first lives, and takes over when it was killed', async () => {
  await mkdir(directory);
  const { owner, told } = await startOwner();
  expect(told).toEqual(['locked']);
  const refused = await open().catch((error: unknown) => error);
  expect(refused).toMatchObject({ name: 'DirectoryInUseError', directory, pid: owner.pid });
  expect(String(refused)).toContain(`${directory} is in use by process ${owner.pid}`);
  await kill(owner);
  const store = await open();
  const { told: second } = await startOwner();
  expect(second.join()).toContain(`is in use by process ${process.pid}`);
  await store.close();
});

test('[STORE6] a copy of a directory in use can be opened', async () => {
  const store = await open();
  await inviteAnnAndBob(store);
  await store.close();
  const { told } = await startOwner();
  expect(told).toEqual(['locked']);
  await cp(directory, path.join(root, 'copy'), { recursive: true });
  const copy = await open(path.join(root, 'copy'));
  expect(await copy.chatsOf(1)).toHaveLength(1);
  await copy.close();
});

const lockOf = (pid: number, started: string | null, place: string): string => JSON.stringify({ pid, started, place });
const place = async (): Promise<string> => {
  const { dev, ino } = await stat(directory, { bigint: true });
  return `${dev}:${ino}`;
};

test.each([
  ['of a process that is gone', async () => lockOf(2 ** 22 + 1, null, await place())],
  ['of an earlier process with our pid, as in a container', async () => lockOf(process.pid, null, await place())],
  ['of an earlier process whose pid another one has now', async () => lockOf(process.ppid, 'boot:1', await place())],
  ['without content, as after a power failure', () => Promise.resolve('')],
])('[STORE6] a lock %s is taken over', async (_, content) => {
  await mkdir(directory);
  await writeFile(path.join(directory, 'lock'), await content());
  const unlock = await lockDirectory(directory);
  const mine = JSON.parse(await readFile(path.join(directory, 'lock'), 'utf8')) as { pid: number };
  expect(mine.pid).toBe(process.pid);
  await unlock();
  expect(await readdir(directory)).toEqual([]);
});

test('[STORE6] a lock whose taker-over died half way is taken over', async () => {
  await mkdir(directory);
  for (const name of ['lock', 'lock.next', 'lock.next.next']) {
    await writeFile(path.join(directory, name), lockOf(2 ** 22 + 1, null, await place()));
  }
  const unlock = await lockDirectory(directory);
  await unlock();
  expect(await readdir(directory)).toEqual([]);
});

test('[STORE6] of many processes that find a stale lock at once, one gets it', async () => {
  await mkdir(directory);
  await writeFile(path.join(directory, 'lock'), lockOf(2 ** 22 + 1, null, await place()));
  const told = await Promise.all(Array.from({ length: 4 }, () => startOwner(3)));
  const all = told.flatMap((one) => one.told);
  expect(all).toHaveLength(12);
  expect(all.filter((line) => line === 'locked')).toHaveLength(1);
  expect(all.filter((line) => line.includes('DirectoryInUseError'))).toHaveLength(11);
}, 20_000);
