import * as fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import type { Chat } from '../../server/protocol/chats.ts';
import { PAGE_MAX } from '../../server/protocol/limits.ts';
import type { Message } from '../../server/protocol/messages.ts';
import { openDevice, type Device } from '../support/device.ts';
import { startGeminiApi } from '../support/gemini-api.ts';
import { reply } from '../support/gemini-replies.ts';
import { scaled, seedOfRun } from '../support/long-run.ts';
import { seededRandom, type Random } from '../support/random.ts';
import { startTestServer } from '../support/server.ts';
import { startStorm } from '../support/storm.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';

const NAMES = ['ann', 'bob', 'cleo', 'dan'];
/** The bot's every answer. */
const ANSWER = 'All is well, and here is why: '.repeat(20);

/** What somebody does, and how long after the one before them (milliseconds). */
type Step = { who: number; what: (typeof deeds)[number]; chat: number; after: number };
const deeds = ['say', 'say', 'say', 'ask', 'open', 'close', 'stop', 'reload', 'create', 'reconnect'] as const;

const step: fc.Arbitrary<Step> = fc.record({
  who: fc.nat(NAMES.length - 1),
  what: fc.constantFrom(...deeds),
  chat: fc.nat(1),
  after: fc.nat(scaled(80, 600)),
});

/** No time, in CI, for the half minute in which a client finds out that its connection is gone. */
const isImpatient = scaled(1, 0) === 1;
const limits = { timeout: isImpatient ? 15_000 : 90_000, interval: 50 };

const ending: (() => unknown)[] = [];

async function endAll(): Promise<void> {
  for (const end of ending.splice(0).toReversed()) await end();
}
afterEach(endAll);

/** A server behind a bad network, devices on the other side of it, and somebody who sees what is stored. */
async function setUp(random: Random) {
  const api = await startGeminiApi();
  ending.push(() => api.close());
  api.otherwise(reply(ANSWER, { everyMs: 15 }));
  const server = await startTestServer(
    { gemini: { apiKey: api.key, model: 'gemini-flash-latest', baseUrl: api.url } },
    { heartbeatInterval: 500 },
  );
  ending.push(() => server.close());
  const proxy = await startTcpProxy(server.port, random);
  ending.push(() => proxy.close());

  const devices: Device[] = [];
  for (const name of NAMES) {
    // Real waits, but a twentieth of them.
    const device = await openDevice(proxy.url, name, () => random() / 20);
    ending.push(() => device.close());
    devices.push(device);
  }
  const login = await server.call('POST', '/api/auth/login', { username: NAMES[0]!, password: 'correct horse' });
  const read = async <Body>(path: string) =>
    (await server.call('GET', path, undefined, login.body.access_token as string)).body as Body;

  return {
    devices,
    proxy,
    chats: () => read<Chat[]>('/api/chats'),
    stored: async (chatId: number): Promise<Message[]> => {
      const all: Message[] = [];
      for (;;) {
        const after = all.at(-1)?.id ?? 0;
        const page = await read<Message[]>(`/api/chats/${chatId}/messages?limit=${PAGE_MAX}&after=${after}`);
        if (page.length === 0) return all;
        all.push(...page);
      }
    },
  };
}

type House = Awaited<ReturnType<typeof setUp>>;

/** A chat of everybody's, made on this device. */
const create = ({ username, actions }: Device, name: string) =>
  actions.createChat({ name, is_group: true, participant_usernames: NAMES.filter((other) => other !== username) });

const pass = (ms: number) => new Promise((resolve) => void setTimeout(resolve, ms));

/** Resolves once what the step asks the network for, and waits for, has come or failed. */
async function act(device: Device, what: Step['what'], chatId: number, words: string): Promise<unknown> {
  const { actions, state } = device;
  switch (what) {
    case 'say':
    case 'ask':
      return actions.send(chatId, words);
    case 'open':
      return actions.openChat(chatId);
    case 'close':
      return actions.openChat(null);
    case 'stop': {
      const running = state().chats[chatId]?.messages.findLast(({ status }) => status === 'streaming');
      return running && actions.stop(chatId, running.id);
    }
    case 'reload':
      return device.reload();
    case 'create':
      // Whether it comes to be is up to the network; that everybody knows in the end is not.
      return create(device, words).catch(() => {});
    case 'reconnect':
      return actions.reconnectNow();
  }
}

/** Does all this in two chats, in a storm. Returns what each said in each chat, by `<chat id> <username>`. */
async function live({ devices, proxy }: House, steps: readonly Step[], random: Random) {
  const chatIds: number[] = [];
  for (const name of ['crew', 'den']) chatIds.push((await create(devices[0]!, name)).id);
  for (const { state, actions } of devices) {
    await vi.waitFor(() => expect(state().chatOrder).toHaveLength(chatIds.length));
    actions.openChat(chatIds[0]!);
  }
  const said = new Map<string, string[]>();
  const asked: Promise<unknown>[] = [];
  const calm = startStorm(proxy, random, { from: scaled(30, 500), to: scaled(150, 3_000) });
  ending.push(calm);
  for (const [index, { who, what, chat, after }] of steps.entries()) {
    await pass(after);
    const device = devices[who]!;
    const words = `${what === 'ask' ? '/bot ' : ''}${index} by ${device.username}`;
    asked.push(act(device, what, chatIds[chat]!, words));
    if (what !== 'say' && what !== 'ask') continue;
    const key = `${chatIds[chat]} ${device.username}`;
    said.set(key, [...(said.get(key) ?? []), words]);
  }
  calm();
  return { said, settled: () => Promise.all(asked) };
}

/** Opens the chat everywhere, and waits until everybody shows what is stored, from its start on. */
async function requireSame({ devices, stored }: House, chatId: number): Promise<Message[]> {
  for (const { actions } of devices) actions.openChat(chatId);
  return vi.waitFor(async () => {
    const truth = await stored(chatId);
    expect(truth.filter(({ status }) => status === 'streaming')).toEqual([]);
    for (const { username, actions, state } of devices) {
      while (state().chats[chatId]?.hasOlder) await actions.loadOlder(chatId);
      expect(state().chats[chatId]?.messages, username).toEqual(truth);
    }
    return truth;
  }, limits);
}

const ascending = (ids: readonly number[]) => ids.toSorted((a, b) => a - b);

async function flap(seed: number, steps: readonly Step[]): Promise<void> {
  const random = seededRandom(seed);
  const house = await setUp(random);
  const { devices, proxy } = house;
  const { said, settled } = await live(house, steps, random);
  // Otherwise clients have to find out by themselves; there is time for that in the long run only.
  if (isImpatient || random() < 0.5) proxy.cut('client', 1);
  proxy.heal();
  await settled();

  for (const { state, username } of devices) {
    await vi.waitFor(() => expect(state().outbox, username).toEqual([]), limits);
  }
  const ids = ascending((await house.chats()).map(({ id }) => id));
  for (const { state, username } of devices) {
    await vi.waitFor(() => expect(ascending(state().chatOrder), username).toEqual(ids), limits);
  }
  // The one that everybody was in from the start comes last.
  for (const id of ids.toReversed()) {
    const truth = await requireSame(house, id);
    for (const { username, userId } of devices) {
      const own = truth.filter((message) => message.user_id === userId).map(({ content }) => content);
      expect(own).toEqual(said.get(`${id} ${username}`) ?? []);
    }
  }

  // Everybody is in that room twice now, as far as the server knows.
  proxy.cut('client', 1);
  const [first, ...others] = devices;
  first!.actions.openChat(null);
  for (const { state } of others) {
    const here = () => state().chats[ids[0]!]!.members.toSorted();
    await vi.waitFor(() => expect(here()).toEqual(NAMES.slice(1)), limits);
  }
  await endAll();
}

test(
  '[FLAP1] [FLAP2] [FLAP3] however the network flaps, everybody ends with what is stored, and nothing is lost, twice or out of order',
  { timeout: scaled(60_000, 1_800_000) },
  async () => {
    const steps = fc.array(step, { minLength: 40, maxLength: 60 });
    const always = fc.asyncProperty(fc.integer(), steps, flap);
    await fc.assert(always, { seed: seedOfRun(), numRuns: scaled(2, 12), endOnFailure: true });
  },
);
