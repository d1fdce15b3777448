import { existsSync, watch } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { settle, talk } from '../support/busy.ts';
import { CHECKPOINT_INTERVAL } from '../../server/core/turn.ts';
import { PAGE_MAX } from '../../server/protocol/limits.ts';
import type { Message } from '../../server/protocol/messages.ts';
import { nodeDisk, type Disk } from '../../server/store/json/disk.ts';
import { openJsonStore } from '../../server/store/json/json-store.ts';
import { openDevice, type Device } from '../support/device.ts';
import { startGeminiApi } from '../support/gemini-api.ts';
import { reply } from '../support/gemini-replies.ts';
import { scaled, seedOfRun } from '../support/long-run.ts';
import { between, seededRandom, type Random } from '../support/random.ts';
import { startServed } from '../support/served.ts';
import { Witness } from '../support/witness.ts';

const NAMES = ['ann', 'bob', 'cleo', 'dan'];
/** The bot's every answer: it takes some seconds, and no two places in it look alike. */
const ANSWER = Array.from({ length: 300 }, (_, index) => `${index} bottles of lemonade on the wall, `);
const PIECE_EVERY_MS = 15;
/** What was said long ago, at length, in the chats whose logs are compacted. */
const OLD = Array.from({ length: 15 }, (_, index) => `${index} is a long story. `.repeat(4_000));
/**
 * When the server is killed: while a `document` is being written or a log compacted, if it comes to that; once a part of
 * a `reply` must have been saved; while it starts, after a kill at `start`; or at `any` time.
 */
const MOMENTS = [
  'any',
  'compaction',
  'reply',
  'start',
  'document',
  'any',
  'compaction',
  'document',
  'reply',
  'any',
] as const;
type Moment = (typeof MOMENTS)[number];

const ending: (() => unknown)[] = [];
const pass = (ms: number) => new Promise((resolve) => void setTimeout(resolve, ms));

/** Temporary files, of documents or logs that are being written whole. */
async function temporaryIn(directory: string): Promise<string[]> {
  return (await readdir(directory)).filter((name) => name.endsWith('.tmp'));
}

/** Resolves once a temporary file appears in the directory, or after this many milliseconds. */
async function temporaryFile(directory: string, atMost: number): Promise<void> {
  const watcher = watch(directory);
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, atMost);
    watcher.on('change', (_, name) => {
      if (!String(name).endsWith('.tmp') || !existsSync(path.join(directory, String(name)))) return;
      clearTimeout(timer);
      resolve();
    });
  });
  watcher.close();
}

/** Puts long messages into chats, and makes their logs worth compacting at the next one: most lines are superseded. */
async function bloat(dataDirectory: string, chatIds: readonly number[]): Promise<void> {
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  // It would be compacted now, but cannot.
  const rename: Disk['rename'] = (from, to) =>
    to.endsWith('.jsonl') ? Promise.reject(new Error('not now')) : nodeDisk.rename(from, to);
  const store = await openJsonStore(dataDirectory, { log, disk: { ...nodeDisk, rename } });
  const fields = { user_id: 1, username: NAMES[0]!, is_bot: false, created_at: new Date().toISOString() };
  for (const chat_id of chatIds) {
    for (const content of OLD) {
      const { message } = await store.addMessage({ ...fields, chat_id, content: 'yet to be told', status: 'complete' });
      const changes = [`${content}?`, `${content}!`, content].map((text) =>
        store.changeMessage(chat_id, message.id, { content: text, status: 'complete' }),
      );
      await Promise.all(changes);
    }
  }
  await store.close();
}

async function setUp(random: Random) {
  const api = await startGeminiApi();
  ending.push(() => api.close());
  api.otherwise(reply(ANSWER, { everyMs: PIECE_EVERY_MS }));
  const served = await startServed({ GEMINI_API_KEY: api.key, GEMINI_BASE_URL: api.url });
  ending.push(() => served.close());
  const witness = new Witness();
  const devices: Device[] = [];
  for (const name of NAMES) {
    const device = await openDevice(served.url, name, () => random() / 10, witness);
    ending.push(() => device.close());
    devices.push(device);
  }
  const { body } = await served.client.call('POST', '/api/auth/login', {
    username: NAMES[0],
    password: 'correct horse',
  });
  return { served, witness, devices, token: body.access_token as string };
}

type House = Awaited<ReturnType<typeof setUp>>;

/** How much of each running reply has been shown for so long that it must have been saved, by the reply's id. */
function mustBeSaved({ witness }: House): Map<number, number> {
  // A checkpoint waits for machine and disk as long as an echo does.
  return witness.shownBefore(CHECKPOINT_INTERVAL + 250 + witness.slowestEcho);
}

/** Ends the server at this moment of its life. Returns how much each running reply must have kept of its text. */
async function kill(house: House, moment: Moment, random: Random): Promise<Map<number, number>> {
  const { served, witness } = house;
  const length = between(random, { from: 200, to: 4_000 });
  const isSaved = () => [...mustBeSaved(house).values()].some((saved) => saved >= length);
  if (moment === 'any') await pass(between(random, { from: 300, to: scaled(900, 4_000) }));
  if (moment === 'document') await temporaryFile(served.dataDirectory, 2_000);
  if (moment === 'compaction') await temporaryFile(path.join(served.dataDirectory, 'messages'), 2_000);
  if (moment === 'reply') await vi.waitUntil(isSaved, { timeout: 20_000, interval: 10 });
  const saved = mustBeSaved(house);
  await served.stop('SIGKILL');
  witness.beginLife();
  return saved;
}

async function wholeHistory({ served, token }: House, chatId: number): Promise<Message[]> {
  const all: Message[] = [];
  for (;;) {
    const place = `/api/chats/${chatId}/messages?limit=${PAGE_MAX}&after=${all.at(-1)?.id ?? 0}`;
    const { body } = await served.client.call('GET', place, undefined, token);
    if ((body as Message[]).length === 0) return all;
    all.push(...(body as Message[]));
  }
}

const limits = { timeout: 30_000, interval: 100 };

/** Kills the server again and again while everybody is busy, and asks what is there in the end. */
async function live(random: Random, kills: number) {
  const house = await setUp(random);
  const { served, witness, devices } = house;
  const host = devices[0]!;
  const crew = await host.actions.createChat({ name: 'crew', is_group: true, participant_usernames: NAMES.slice(1) });
  const logs: number[] = [];
  for (let index = 0; index < kills / 5; index++) {
    logs.push((await host.actions.createChat({ name: `log ${index}` })).id);
  }
  await served.stop();
  await bloat(served.dataDirectory, logs);
  await served.start();

  for (const { state, actions } of devices) {
    await vi.waitFor(() => expect(state().chats[crew.id]).toBeDefined(), limits);
    actions.openChat(crew.id);
  }
  const talks = devices.map((device) => talk(device, crew.id, { random, asks: device === host }));
  const settling = settle(served, host, random);
  const mustBeKept = new Map<number, number>();
  const hits = { compaction: 0, document: 0 };
  const bloated = [...logs];
  for (let count = 0; count < kills; count++) {
    const moment = MOMENTS[count % MOMENTS.length]!;
    if (moment === 'compaction') host.actions.send(bloated.pop()!, 'one too many');
    for (const [id, length] of await kill(house, moment, random)) mustBeKept.set(id, length);
    hits.document += (await temporaryIn(served.dataDirectory)).length;
    hits.compaction += (await temporaryIn(path.join(served.dataDirectory, 'messages'))).length;
    if (moment === 'start') {
      const starting = served.start().catch(() => {});
      await pass(between(random, { from: 0, to: 600 }));
      await served.stop('SIGKILL');
      await starting;
    }
    await served.start();
  }
  for (const { hush } of talks) hush();
  await settling.end();

  for (const { state, username } of devices) {
    await vi.waitFor(() => expect(state().outbox, username).toEqual([]), limits);
  }
  const truth = await vi.waitFor(async () => {
    const all = await wholeHistory(house, crew.id);
    expect(all.filter(({ status }) => status === 'streaming')).toEqual([]);
    return all;
  }, limits);
  return { house, crew, logs, said: talks.map((one) => one.said), settling, mustBeKept, hits, truth, witness };
}

const answer = ANSWER.join('');
const seed = seedOfRun();

describe(`FAULT_SEED=${seed}`, () => {
  let lived: Awaited<ReturnType<typeof live>>;

  beforeAll(
    async () => {
      lived = await live(seededRandom(seed), scaled(10, 100));
    },
    scaled(240_000, 3_600_000),
  );
  afterAll(async () => {
    for (const end of ending.splice(0).toReversed()) await end();
  });

  test('[KILL1] every message that was echoed is there once, as it was echoed, and in the order of its sender', () => {
    const { truth, witness, said, house } = lived;
    expect(witness.contradictions).toEqual([]);
    const stored = new Map(truth.map((message) => [message.id, message]));
    const echoes = [...witness.echoes.values()].filter(({ chat_id }) => chat_id === lived.crew.id);
    expect(echoes.length).toBeGreaterThan(100);
    for (const { type: _, message_id, ...fields } of echoes) expect(stored.get(message_id)).toMatchObject(fields);
    for (const [index, { userId }] of house.devices.entries()) {
      const own = truth.filter((message) => message.user_id === userId).map(({ content }) => content);
      expect(own).toEqual(said[index]);
    }
  });

  test('[KILL2] a reply that was cut off is interrupted, and has what was shown of it a checkpoint before', () => {
    const { truth, witness, mustBeKept } = lived;
    const cut = truth.filter(({ status }) => status === 'interrupted');
    expect(cut.length).toBeGreaterThan(0);
    for (const { id, content, status } of truth.filter(({ is_bot }) => is_bot)) {
      expect(answer.startsWith(content), `reply ${id}`).toBe(true);
      expect(content.length).toBeGreaterThanOrEqual(mustBeKept.get(id) ?? 0);
      expect(status === 'interrupted' || (status === 'complete' && content === answer), `reply ${id}: ${status}`).toBe(
        true,
      );
      expect(content).toBe(witness.replies.get(id)?.end ?? content);
    }
    expect(Math.max(...mustBeKept.values())).toBeGreaterThan(0);
  });

  test('[KILL3] chats and accounts of which somebody was told are there, and what was compacted is whole', async () => {
    const { house, settling, logs, hits } = lived;
    expect(Math.min(hits.compaction, hits.document), 'kills in the middle').toBeGreaterThanOrEqual(scaled(0, 1));
    const { body: chats } = await house.served.client.call('GET', '/api/chats', undefined, house.token);
    const ids = new Set((chats as { id: number }[]).map(({ id }) => id));
    expect(settling.chatIds.filter((id) => !ids.has(id))).toEqual([]);
    const { body: people } = await house.served.client.call('GET', '/api/people', undefined, house.token);
    const names = new Set((people as { username: string }[]).map(({ username }) => username));
    expect([...NAMES, ...settling.usernames].filter((name) => !names.has(name))).toEqual([]);
    for (const chatId of logs) {
      const old = (await wholeHistory(house, chatId)).filter(({ client_id }) => client_id === undefined);
      expect(old.map(({ content }) => content)).toEqual(OLD);
    }
  });

  test('[KILL4] nothing needs a hand: every client shows what is stored, and nothing lies about', async () => {
    const { house, truth, crew } = lived;
    for (const { state, actions, username } of house.devices) {
      await vi.waitFor(async () => {
        while (state().chats[crew.id]?.hasOlder) await actions.loadOlder(crew.id);
        expect(state().chats[crew.id]?.messages, username).toEqual(truth);
      }, limits);
    }
    expect(house.served.complaints()).toEqual([]);
    expect(await temporaryIn(path.join(house.served.dataDirectory, 'messages'))).toEqual([]);
  });
});
