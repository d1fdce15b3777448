import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { importArchive } from '../../../server/store/json/archive/offline.ts';
import { finishRestore } from '../../../server/store/json/archive/restoring.ts';
import { nodeDisk } from '../../../server/store/json/disk.ts';
import { openJsonStore } from '../../../server/store/json/json-store.ts';
import { startServer } from '../../../server/server.ts';
import { entriesIn, sha256 } from '../../support/archives.ts';
import { clientOf } from '../../support/client.ts';
import { createFaultyDisk, isChange } from '../../support/faulty-disk.ts';
import { createFakeClock } from '../../support/clock.ts';
import { startProgram } from '../../support/program.ts';
import { createRecordedLog, newAccount, newChat, newMessage } from '../../support/records.ts';
import { startServed } from '../../support/served.ts';
import { startTestServer, testConfig } from '../../support/server.ts';

const log = createRecordedLog();
let home: string;
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'coop-archive-'));
});
afterAll(() => rm(home, { recursive: true }));

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function download(url: string, token: string): Promise<{ bytes: Buffer; headers: Headers }> {
  const answer = await fetch(`${url}/api/archive`, { headers: bearer(token) });
  expect(answer.status).toBe(200);
  return { bytes: Buffer.from(await answer.arrayBuffer()), headers: answer.headers };
}

async function send(url: string, token: string, bytes: Buffer, query = '') {
  const headers = { ...bearer(token), 'content-type': 'application/zip' };
  const answer = await fetch(`${url}/api/archive${query}`, { method: 'POST', headers, body: new Uint8Array(bytes) });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

async function signIn(url: string, username: string) {
  const { call } = clientOf(url);
  const { body } = await call('POST', '/api/auth/login', { username, password: 'correct horse' });
  return {
    token: body.access_token as string,
    call: (method: string, place: string, sent?: unknown) => call(method, place, sent, body.access_token),
  };
}

const health = async (url: string) => (await fetch(`${url}/health`)).json() as Promise<Record<string, unknown>>;

describe('from one server to another', () => {
  let source: Awaited<ReturnType<typeof startServed>>;
  let target: Awaited<ReturnType<typeof startServed>>;
  let bytes: Buffer;
  let headers: Headers;
  let chatId: number;
  let told: { messages: unknown; chats: unknown; participants: unknown; invites: unknown };

  beforeAll(async () => {
    [source, target] = await Promise.all([startServed({ SERVER_NAME: 'Source' }), startServed()]);
    const ann = await source.client.person('ann');
    const bob = await source.client.person('bob');
    chatId = (await ann.call('POST', '/api/chats', { name: 'Plans', participant_usernames: ['bob'] })).body.id;
    await ann.call('PUT', `/api/chats/${chatId}/participants/${bob.id}/role`, { role: 'admin' });
    await ann.call('POST', '/api/invites', { chat_id: chatId });
    await bob.call('PATCH', '/api/auth/me', { shows_last_seen: false });
    const form = new FormData();
    form.set('file', new Blob(['some notes']), 'notes.txt');
    const { body: file } = await bob.call('POST', `/api/chats/${chatId}/files`, form);
    const socket = await bob.connect();
    socket.send({ type: 'message', chat_id: chatId, content: 'here they are', file_ids: [file.id] });
    const { message_id } = await socket.next('message');
    await ann.call('POST', `/api/chats/${chatId}/mark-read`, { message_id });
    await ann.call('PUT', `/api/chats/${chatId}/messages/${message_id}/reactions/${encodeURIComponent('👍')}`);
    socket.webSocket.close();
    told = await look(ann);
    const archive = await download(source.url, ann.token);
    ({ bytes } = archive);
    ({ headers } = archive);
  });
  afterAll(() => Promise.all([source.close(), target.close()]));

  async function look(person: { call(method: string, place: string): Promise<{ body: unknown }> }) {
    const [messages, chats, participants, invites] = await Promise.all(
      [`/api/chats/${chatId}/messages`, '/api/chats', `/api/chats/${chatId}/participants`, '/api/invites'].map(
        // Who is here just now is not kept.
        async (place) =>
          JSON.parse(
            JSON.stringify((await person.call('GET', place)).body, (key, value: unknown) =>
              key === 'status' && value !== 'complete' ? '' : value,
            ),
          ),
      ),
    );
    return { messages, chats, participants, invites };
  }

  test('[ARCHIVE1] an archive has all that is kept, and its manifest says so', async () => {
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="?gemini-coop-.*\.zip"?$/);
    expect(Number(headers.get('x-archive-size'))).toBeGreaterThan(0);
    const { 'manifest.json': manifest, ...entries } = await entriesIn(bytes);
    expect(Object.keys(entries).toSorted()).toEqual(
      [
        'audit.jsonl',
        'coop.json',
        `files/${sha256(Buffer.from('some notes'))}`,
        'files.json',
        `messages/${chatId}.jsonl`,
        'traces.json',
      ].toSorted(),
    );
    const said = JSON.parse(manifest!.toString());
    expect(said).toMatchObject({
      format: 'gemini-coop-archive',
      version: 1,
      server_name: 'Source',
      counts: { people: 2, chats: 1, files: 1 },
    });
    expect(said.server_id).toBe((await health(source.url)).server_id);
    for (const { path: name, size, sha256: hash } of said.entries) {
      expect([size, hash], name).toEqual([entries[name]!.length, sha256(entries[name]!)]);
    }
    expect(said.entries).toHaveLength(Object.keys(entries).length);
    expect(bytes.includes(await readFile(path.join(source.dataDirectory, 'secret')))).toBe(false);
  });

  test('[ARCHIVE4] [ARCHIVE5] [ARCHIVE8] [ARCHIVE9] [ARCHIVE11] it is checked, restored by the host, and all is there after a restart', async () => {
    const host = await target.client.person('host');
    const guest = await target.client.person('guest');
    const socket = await guest.connect();
    const { body: wrong } = await send(target.url, host.token, bytes.subarray(0, 2000), '?check=true');
    expect(wrong).toMatchObject({ code: 'archive_invalid' });
    const { body: checked } = await send(target.url, host.token, bytes, '?check=true');
    expect(checked).toMatchObject({
      name: 'Source',
      host: 'ann',
      people: 2,
      chats: 1,
      messages: 1,
      files: 1,
      is_same_server: false,
    });
    expect((await guest.call('GET', '/api/auth/me')).status).toBe(200);
    expect((await guest.call('POST', '/api/archive/restore', { id: checked.id })).status).toBe(403);
    expect((await host.call('POST', '/api/archive/restore', { id: 'other' })).body.code).toBe('not_found');
    expect((await host.call('POST', '/api/archive/restore', { id: checked.id })).status).toBe(200);
    expect((await socket.closed).code).toBe(1001);
    await vi.waitFor(async () => expect((await health(target.url)).host).toBe('ann'), 10_000);
    // The first account here, and the first there: what was signed for the one is nothing to the other.
    expect((await host.call('GET', '/api/auth/me')).body.code).toBe('not_authenticated');
    const ann = await signIn(target.url, 'ann');
    expect(await look(ann)).toEqual({ ...told, invites: expect.anything() });
    expect((told.invites as unknown[]).length).toBe(((await look(ann)).invites as unknown[]).length);
    const [{ files }] = told.messages as { files: { id: number }[] }[] as [{ files: [{ id: number }] }];
    expect((await ann.call('GET', `/api/chats/${chatId}/files/${files[0].id}`)).body).toBe('some notes');
    const { body: acts } = await ann.call('GET', '/api/admin/audit');
    expect(acts[0]).toMatchObject({ act: 'archive_imported', by: { username: 'host' } });
    expect(target.complaints()).toEqual([]);
  });

  test('[ARCHIVE6] [ARCHIVE10] what was there before is put back by the command line, which says what it does', async () => {
    await target.stop();
    const run = async (...args: string[]) => {
      const program = startProgram(['--data', target.dataDirectory, ...args], {}, home);
      const { code } = await program.ended;
      return { code, said: program.stdout, complaint: program.stderr };
    };
    expect(await run('--undo-import')).toMatchObject({ code: 0, said: expect.stringMatching(/are back.*replaced-/) });
    await target.start();
    expect(await health(target.url)).toMatchObject({ host: 'host' });
    const file = path.join(home, 'by-hand.zip');
    expect(await run('--export', file)).toMatchObject({
      code: 1,
      complaint: expect.stringMatching(/in use by process/),
    });
    await target.stop();
    expect(await run('--export', file)).toMatchObject({ code: 0, said: expect.stringContaining('private messages') });
    expect(await run('--export', file)).toMatchObject({ code: 2, complaint: expect.stringMatching(/there already/) });
    await writeFile(path.join(home, 'bad.zip'), 'bad');
    expect(await run('--import', path.join(home, 'bad.zip'))).toMatchObject({
      code: 2,
      complaint: expect.stringMatching(/Nothing was changed/),
    });
    expect(await run('--import', path.join(home, 'none.zip'))).toMatchObject({
      code: 2,
      complaint: expect.stringMatching(/no file/),
    });
    expect(await run('--import', file, '--export', file)).toMatchObject({
      code: 1,
      complaint: expect.stringMatching(/together/),
    });
    expect(await run('--import', file)).toMatchObject({
      code: 0,
      said: expect.stringMatching(/Imported 2 accounts.*The host is host/),
    });
    await target.start();
    expect(await health(target.url)).toMatchObject({ host: 'host' });
  });
});

test('[ARCHIVE8] on the same server people stay signed in, and no id is given twice', async () => {
  const dataDirectory = path.join(home, 'same');
  const server = await startTestServer({ dataDirectory });
  const host = await server.person('host');
  const { bytes } = await download(server.url, host.token);
  const late = await server.person('late');
  expect((await send(server.url, host.token, bytes)).body).toMatchObject({ people: 1, is_same_server: true });
  await server.restartAsked;
  await server.close();
  const again = await startServer({ ...testConfig, dataDirectory, port: server.port });
  expect((await host.call('GET', '/api/auth/me')).status).toBe(200);
  expect((await late.call('GET', '/api/auth/me')).status).toBe(401);
  expect((await server.person('next')).id).toBeGreaterThan(late.id);
  await again.close();
});

test('[ARCHIVE3] one archive is made at a time, and who goes away leaves nothing behind', async () => {
  const server = await startTestServer();
  const host = await server.person('host');
  const form = () => {
    const body = new FormData();
    body.set('file', new Blob([Buffer.alloc(20 * 2 ** 20, Math.random())]), 'large.bin');
    return body;
  };
  const { body: chat } = await host.call('POST', '/api/chats', { name: 'Large' });
  await host.call('POST', `/api/chats/${chat.id}/files`, form());
  const ending = new AbortController();
  const first = await fetch(`${server.url}/api/archive`, { headers: bearer(host.token), signal: ending.signal });
  expect(first.status).toBe(200);
  expect((await host.call('GET', '/api/archive')).body.code).toBe('archive_busy');
  ending.abort();
  await vi.waitFor(async () => {
    const { bytes } = await download(server.url, host.token);
    expect(Object.keys(await entriesIn(bytes))).toContain('manifest.json');
  }, 10_000);
  await server.close();
});

test('[ARCHIVE2] in a storm of messages, rewritten logs and deleted chats an archive has all that was saved before it', async () => {
  const directory = path.join(home, 'storm');
  const store = await openJsonStore(directory, { log, documentPace: 0 });
  const { JsonArchives } = await import('../../../server/store/json/archive/json-archives.ts');
  const { saveArchive } = await import('../../../server/save-archive.ts');
  const current = store;
  const archives = new JsonArchives({
    directory,
    disk: nodeDisk,
    log,
    now: Date.now,
    appVersion: '0',
    serverName: () => null,
    current,
  });
  const ann = await store.addAccount(newAccount('ann'));
  const chats = await Promise.all(
    Array.from({ length: 4 }, () => store.addChat(newChat({ owner_id: ann.id }), [ann.id])),
  );
  const saved = new Map<number, Set<string>>(chats.map(({ id }) => [id, new Set()]));
  const ending = new AbortController();
  let people = 0;
  const talk = async (chatId: number): Promise<void> => {
    for (let n = 0; !ending.signal.aborted; n++) {
      const user = n % 20 === 19 ? await store.addAccount(newAccount(`p${++people}`)) : ann;
      if (user !== ann) await store.addParticipant(chatId, user.id);
      const { message } = await store.addMessage(
        newMessage(chatId, `${n} `.repeat(2000), { user_id: user.id, username: user.username }),
      );
      // Superseded lines are what logs are rewritten for.
      for (let time = 0; time < 3; time++)
        await store.changeMessage(chatId, message.id, { content: `${n}.${time} `.repeat(2000) });
      saved.get(chatId)?.add(`${n}.2`);
    }
  };
  const talking = chats.slice(0, 3).map(({ id }) => talk(id));
  for (let round = 1; round <= 2; round++) {
    await vi.waitFor(
      () => expect(Math.min(...[...saved.values()].slice(0, 3).map((said) => said.size))).toBeGreaterThan(round * 40),
      20_000,
    );
    const before = new Map([...saved].map(([id, said]) => [id, new Set(said)]));
    const outgoing = await archives.export();
    const isLast = round === 2;
    const file = path.join(home, `storm${round}.zip`);
    const [bytes] = await Promise.all([
      saveArchive(outgoing, file),
      isLast ? store.removeChat(chats[3]!.id, ann.id) : undefined,
    ]);
    expect(bytes).toBeGreaterThan(0);
    const to = path.join(home, `storm-${round}`);
    const { contents } = await importArchive(to, file, { log });
    const copy = await openJsonStore(to, { log });
    for (const { id } of chats.slice(0, 3)) {
      const there: string[] = [];
      for (let after = 0; ;) {
        const page = await copy.messages(id, { limit: 100, after });
        there.push(...page.map(({ content }) => content.split(' ')[0]!));
        if (page.length === 0) break;
        after = page.at(-1)!.id;
        const users = await copy.participants(id);
        // Nobody speaks who is not known: their id would be somebody else's next.
        for (const message of page) expect(users.map((user) => user.id)).toContain(message.user_id);
      }
      expect([...before.get(id)!].filter((one) => !there.includes(one))).toEqual([]);
    }
    expect(contents.chats).toBeGreaterThanOrEqual(isLast ? 3 : 4);
    await copy.close();
  }
  ending.abort();
  await Promise.all(talking);
  await store.close();
});

test('[ARCHIVE7] killed at each step, a restoration leaves all of the old or all of the new', async () => {
  const make = async (directory: string, names: string[]) => {
    const store = await openJsonStore(directory, { log, documentPace: 0 });
    await store.settle({ server_id: path.basename(directory) });
    for (const name of names) await store.addAccount(newAccount(name));
    const chat = await store.addChat(newChat(), [1]);
    for (const name of names) await store.addMessage(newMessage(chat.id, name));
    await store.close();
  };
  const source = path.join(home, 'kill-source');
  await make(source, ['new1', 'new2']);
  const exported = path.join(home, 'kill.zip');
  const program = startProgram(['--data', source, '--export', exported], {}, home);
  expect((await program.ended).code).toBe(0);
  const old = path.join(home, 'kill-old');
  await make(old, ['old']);
  const found = new Set<string>();
  const killAt = async (step: number): Promise<number> => {
    const directory = path.join(home, `kill${step}`);
    await cp(old, directory, { recursive: true });
    const disk = createFaultyDisk();
    let changes = 0;
    disk.before = (operation) => {
      if (isChange(operation) && ++changes >= step) throw new Error('killed');
    };
    await importArchive(directory, exported, { log, disk }).catch(() => undefined);
    const store = await openJsonStore(directory, { log });
    const names = (await store.accounts()).map(({ username }) => username).join();
    const messages = (await store.messages(1, { limit: 9 })).map(({ content }) => content).join();
    expect(messages, `after step ${step}`).toBe(names);
    found.add(names);
    await store.close();
    const left = (await readdir(directory)).filter((name) => name.startsWith('restor'));
    expect(left, `after step ${step}`).toEqual([]);
    await rm(directory, { recursive: true });
    return changes;
  };
  const steps = await killAt(Infinity);
  expect(steps).toBeGreaterThan(20);
  // The exchange takes the last of them.
  for (let step = 1; step <= steps; step += step < steps - 24 ? 6 : 1) await killAt(step);
  expect([...found].toSorted()).toEqual(['new1,new2', 'old']);
  expect(await finishRestore(nodeDisk, source)).toBeUndefined();
});

test('[BACKUP1] [BACKUP2] backups are made by themselves, whole, and seven are kept; one that fails is tried again', async () => {
  const clock = createFakeClock();
  const directory = path.join(home, 'backups');
  const dataDirectory = path.join(home, 'backed-up');
  await writeFile(directory, 'in the way');
  const config = { dataDirectory, backups: { hours: 6, directory } };
  const server = await startTestServer(config, { clock });
  await clock.advance(0);
  expect((await health(server.url)).status).toBe('healthy');
  await rm(directory);
  const made = async () => (await readdir(directory).catch(() => [])).filter((name) => name.endsWith('.zip'));
  await clock.advance(60 * 60 * 1000);
  await vi.waitFor(async () => expect(await made()).toHaveLength(1), 5000);
  for (let n = 2; n <= 9; n++) {
    const newest = (await made()).toSorted().at(-1);
    await vi.waitFor(async () => {
      await clock.advance(6 * 60 * 60 * 1000);
      expect((await made()).toSorted().at(-1)).not.toBe(newest);
    }, 5000);
  }
  await vi.waitFor(async () => expect(await made()).toHaveLength(7), 5000);
  expect(Object.keys(await entriesIn(await readFile(path.join(directory, (await made())[0]!))))).toContain('coop.json');
  await server.close();
});
