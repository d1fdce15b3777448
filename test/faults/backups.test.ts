import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Message } from '../../server/protocol/messages.ts';
import { StartError } from '../../server/start-error.ts';
import { linesOf, messagesOf } from '../support/damage.ts';
import { createDataDirectory, inviteAnnAndBob, type DataDirectory } from '../support/data-directory.ts';
import { scaled, seedOfRun } from '../support/long-run.ts';
import { oneOf, seededRandom } from '../support/random.ts';
import { at, newChat, newMessage } from '../support/records.ts';
import { startTestServer } from '../support/server.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

let data: DataDirectory;
beforeEach(async () => {
  data = await createDataDirectory();
});
afterEach(() => data.close());

/** A data directory at one moment: each of its files, or undefined where there was none yet. */
type Backup = Record<string, Buffer | undefined>;

/** Runs a server's store again and again; resolves to a backup after each run. Each run makes a chat and talks in all. */
async function makeHistory(runs: number): Promise<Backup[]> {
  const backups: Backup[] = [];
  for (let run = 0; run < runs; run++) {
    const store = await data.open();
    if (run === 0) await inviteAnnAndBob(store);
    else await store.addChat(newChat(), [1, 2]);
    for (const { id } of await store.chatsOf(1)) {
      const { message } = await store.addMessage(newMessage(id, `run ${run}`, { client_id: `run ${run}` }));
      store.traces.setPosition(id, 1, { message_id: message.id, read_at: at(run), mention_ids: [] });
    }
    await store.close();
    backups.push(Object.fromEntries([...files(runs), tracesFile()].map((file) => [file, data.disk.bytes(file)])));
  }
  return backups;
}

const documentFile = (): string => path.join(data.path, 'coop.json');
const tracesFile = (): string => path.join(data.path, 'traces.json');
const files = (chats: number): string[] => [
  documentFile(),
  ...Array.from({ length: chats }, (_, n) => data.logOf(n + 1)),
];

test(
  '[DAMAGE5] whichever copies of single files are put together, new ids are new, and no log is lost or given away',
  { timeout: scaled(30_000, 600_000) },
  async () => {
    const seed = seedOfRun();
    const random = seededRandom(seed);
    const runs = 4;
    const backups = await makeHistory(runs);
    for (let n = 0; n < scaled(40, 3000); n++) {
      const mixed: Backup = Object.fromEntries(
        files(runs).map((file) => [file, oneOf(random, backups)[file]] as const),
      );
      const told = `FAULT_SEED=${seed}, mix ${n}`;
      const traces = oneOf(random, [...backups, {}])[tracesFile()];
      for (const file of data.disk.paths) await data.disk.remove(file);
      for (const [file, content] of Object.entries(mixed)) if (content) data.disk.put(file, content);
      if (traces) data.disk.put(tracesFile(), traces);

      const logs = files(runs)
        .slice(1)
        .map((file) => messagesOf(linesOf(mixed[file] ?? Buffer.alloc(0))));
      const greatestId = Math.max(...logs.flat().map(({ id }) => id), 0);
      const greatestChat = logs.findLastIndex((_, chat) => mixed[data.logOf(chat + 1)]) + 1;
      for (let start = 0; start < 2; start++) {
        const store = await data.open();
        const known = (await store.chatsOf(1)).map(({ id }) => id).toSorted((a, b) => a - b);
        for (const id of known) expect(await store.messages(id, { limit: 200 }), told).toEqual(logs[id - 1]!);
        const unknown = logs.map((_, chat) => chat + 1).filter((id) => !known.includes(id));
        for (const id of unknown) expect(await store.messages(id, { limit: 200 }), told).toEqual([]);
        await store.close();
      }
      const store = await data.open();
      const before = (await store.chatsOf(1)).map(({ id }) => id);
      const made = await store.addChat(newChat(), [1]);
      expect(made.id, told).toBeGreaterThan(Math.max(greatestChat, ...before));
      expect(await store.messages(made.id, { limit: 10 }), told).toEqual([]);
      const added: Message[] = [];
      for (const id of [...before, made.id]) {
        const sent = newMessage(id, 'after', { client_id: 'after' });
        added.push((await store.addMessage(sent)).message);
        expect((await store.addMessage(sent)).added, told).toBe(false);
      }
      expect(Math.min(...added.map(({ id }) => id)), told).toBeGreaterThan(greatestId);
      await store.close();
      for (const [file, content] of Object.entries(mixed).slice(1)) {
        const now = data.disk.bytes(file)?.subarray(0, content?.length);
        expect(now === undefined ? content === undefined : now.equals(content ?? now), told).toBe(true);
      }
      expect(
        data.disk.paths.filter((file) => !/(coop\.json|traces\.json|\d\.jsonl)$/.test(file)),
        told,
      ).toEqual([]);
    }
  },
);

test.each(['coop.json', 'secret', 'lock', 'messages'])(
  '[DAMAGE4] where %s is a folder or a file that it should not be, that is said with its name, and it is left alone',
  async (name) => {
    const dataDirectory = path.join(temporaryDirectory(), 'data');
    await (await startTestServer({ dataDirectory })).close();
    const place = path.join(dataDirectory, name);
    await rm(place, { recursive: true, force: true });
    if (name === 'messages') await writeFile(place, 'not a folder');
    else await mkdir(place);
    for (let attempt = 0; attempt < 2; attempt++) {
      const refusal = await startTestServer({ dataDirectory }).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(StartError);
      expect(String(refusal)).toContain(`${place} cannot be used: `);
    }
    await rm(place, { recursive: true });
    await (await startTestServer({ dataDirectory })).close();
  },
);

test('[DAMAGE4] a folder in the place of a log costs its own chat, until it is moved away', async () => {
  const dataDirectory = path.join(temporaryDirectory(), 'data');
  const server = await startTestServer({ dataDirectory });
  const ann = await server.person('ann');
  const chats: number[] = [];
  for (const name of ['One', 'Two']) chats.push((await ann.call('POST', '/api/chats', { name })).body.id as number);
  const socket = await ann.connect();
  for (const chat_id of chats) {
    socket.send({ type: 'message', chat_id, content: 'hello', client_id: 'c' });
    await socket.next('message');
  }
  await server.close();
  const log = path.join(dataDirectory, 'messages', `${chats[0]}.jsonl`);
  await rename(log, `${log}.kept`);
  await mkdir(log);

  const again = await startTestServer({ dataDirectory });
  const annAgain = await again.person('ann');
  const pageOf = async (chatId: number) => {
    const { status, body } = await annAgain.call('GET', `/api/chats/${chatId}/messages`);
    return status === 200 ? (body as Message[]).map(({ content }) => content) : body.code;
  };
  expect(await Promise.all(chats.map(pageOf))).toEqual(['storage_unavailable', ['hello']]);
  expect((await annAgain.call('GET', '/api/chats')).body).toHaveLength(2);
  const next = await annAgain.connect();
  next.send({ type: 'message', chat_id: chats[0], content: 'lost?', client_id: 'd' });
  expect(await next.next('error')).toMatchObject({ code: 'storage_unavailable', client_id: 'd' });
  await rm(log, { recursive: true });
  await rename(`${log}.kept`, log);
  expect(await Promise.all(chats.map(pageOf))).toEqual([['hello'], ['hello']]);
  await again.close();
});

test.each(['', '\0\0\0\0', '{"pid":1,', 'anything', '[]'])(
  '[DAMAGE6] a lock that holds %j is taken over, and gone when the server is',
  async (content) => {
    const dataDirectory = path.join(temporaryDirectory(), 'data');
    await mkdir(dataDirectory);
    const lock = path.join(dataDirectory, 'lock');
    await writeFile(lock, content);
    const server = await startTestServer({ dataDirectory });
    expect(JSON.parse(await readFile(lock, 'utf8'))).toMatchObject({ pid: process.pid });
    await server.close();
    await expect(readFile(lock)).rejects.toMatchObject({ code: 'ENOENT' });
  },
);
