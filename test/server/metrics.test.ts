import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ServerParts } from '../../server/server.ts';
import { gauges, others } from '../../server/metrics/catalogue.ts';
import type { TestPerson } from '../support/client.ts';
import { parseExposition } from '../support/exposition.ts';
import { startGeminiApi, type GeminiApi } from '../support/gemini-api.ts';
import { byHand, fail, reply } from '../support/gemini-replies.ts';
import { createGate, createMemoryDisk, diskError } from '../support/memory-disk.ts';
import { startTestServer } from '../support/server.ts';

let api: GeminiApi;
let server: Awaited<ReturnType<typeof startTestServer>>;
let ann: TestPerson;
let bob: TestPerson;
let chatId: number;

async function serve(parts: ServerParts = {}): Promise<void> {
  server = await startTestServer(
    {
      gemini: { apiKey: api.key, baseUrl: api.url, model: 'gemini-flash-latest' },
      metrics: { listen: { port: 0, host: '127.0.0.1' } },
    },
    parts,
  );
  [ann, bob] = [await server.person('ann'), await server.person('bob')];
  const { body } = await ann.call('POST', '/api/chats', { name: 'party', participant_usernames: ['bob'] });
  chatId = body.id;
}

beforeEach(async () => {
  api = await startGeminiApi();
});
afterEach(async () => {
  await server.close();
  await api.close();
});

const scrape = async () => parseExposition(await (await fetch(server.metricsUrl!)).text());
const value = async (name: string, labels?: Record<string, string>) => (await scrape()).value(name, labels);

async function join(person: TestPerson) {
  const socket = await person.connect();
  socket.send({ type: 'join', chat_id: chatId });
  await socket.next('joined');
  return socket;
}

describe('people', () => {
  beforeEach(() => serve());

  test('[METRICS4] who is connected, and in which rooms, is counted as they come and go', async () => {
    const counts = async () => {
      const now = await scrape();
      return ['connections', 'people_connected', 'rooms', 'room_members'].map((name) =>
        now.value(`gemini_coop_${name}`),
      );
    };
    expect(await counts()).toEqual([0, 0, 0, 0]);
    const [desk, phone, other] = [await join(ann), await join(ann), await join(bob)];
    await bob.connect();
    expect(await counts()).toEqual([4, 2, 1, 2]);
    other.send({ type: 'leave', chat_id: chatId });
    await desk.next('user_left');
    expect(await counts()).toEqual([4, 2, 1, 1]);
    desk.webSocket.close();
    phone.webSocket.terminate();
    await expect.poll(counts).toEqual([2, 1, 0, 0]);
  });

  test('[METRICS4] deliveries are counted per connection, messages once', async () => {
    const counts = async () => {
      const now = await scrape();
      return [now.value('gemini_coop_deliveries_total'), now.value('gemini_coop_messages_total')];
    };
    const sender = await join(ann);
    const receivers = [await join(ann), await join(bob), await join(bob)];
    const [before = 0] = await counts();
    const message = { type: 'message', chat_id: chatId, content: 'hello', client_id: 'a1' };
    sender.send(message);
    for (const socket of [sender, ...receivers]) await socket.next('message');
    expect(await counts()).toEqual([before + 4, 1]);
    sender.send(message);
    await sender.next('message');
    expect(await counts()).toEqual([before + 4, 1]);
    sender.send({ type: 'typing', chat_id: chatId });
    for (const socket of receivers.slice(1)) await socket.next('typing');
    expect(await counts()).toEqual([before + 6, 1]);
  });

  test('[METRICS4] what is kept for a peer that does not read shows', async () => {
    const [sender, stuck] = [await join(ann), await join(bob)];
    stuck.webSocket.pause();
    expect(await value('gemini_coop_unread_bytes')).toBe(0);
    const content = 'x'.repeat(32_000);
    for (let sent = 0; sent < 1000 && (await value('gemini_coop_unread_bytes')) === 0; sent += 20) {
      for (let i = 0; i < 20; i++) sender.send({ type: 'message', chat_id: chatId, content });
      for (let i = 0; i < 20; i++) await sender.next('message');
    }
    expect(await value('gemini_coop_unread_bytes')).toBeGreaterThan(0);
    stuck.webSocket.resume();
    await expect.poll(() => value('gemini_coop_unread_bytes')).toBe(0);
  });
});

describe('the bot', () => {
  beforeEach(() => serve());

  const ended = async (status: string) => {
    const now = await scrape();
    return now.value('gemini_coop_turn_duration_seconds_count', { status });
  };
  const tokens = async () => {
    const now = await scrape();
    return ['prompt', 'reply'].map((of) => now.value('gemini_coop_model_tokens_total', { of }));
  };
  const errors = async () => {
    const { samples } = await scrape();
    const found = samples.filter(({ name, value: count }) => name === 'gemini_coop_model_errors_total' && count > 0);
    return Object.fromEntries(found.map(({ labels, value: count }) => [labels.kind, count]));
  };
  const asked = async (question: string) => {
    const socket = await join(ann);
    socket.send({ type: 'message', chat_id: chatId, content: `/bot ${question}` });
    return socket;
  };

  test('[METRICS4] turns show while they run and wait, and how long they took once they have ended', async () => {
    const hand = byHand();
    api.script(hand.behaviour, reply(['a', 'b', 'c']));
    const socket = await asked('one');
    await hand.asked;
    socket.send({ type: 'message', chat_id: chatId, content: '/bot two' });
    await socket.next('turn_queued');
    expect([await value('gemini_coop_turns_running'), await value('gemini_coop_turns_waiting')]).toEqual([1, 1]);
    expect(await value('gemini_coop_turn_first_text_seconds_count')).toBe(0);
    hand.send('yes');
    await socket.next('bot_stream', ({ chunk }) => chunk === 'yes');
    expect(await value('gemini_coop_turn_first_text_seconds_count')).toBe(1);
    expect(await ended('complete')).toBe(0);
    hand.finish();
    await socket.next('bot_stream', (frame) => frame.is_complete);
    await socket.next('bot_stream', (frame) => frame.is_complete);
    expect(await ended('complete')).toBe(2);
    expect(await value('gemini_coop_turn_duration_seconds_sum', { status: 'complete' })).toBeGreaterThan(0);
    await expect.poll(() => value('gemini_coop_turns_running')).toBe(0);
  });

  test('[METRICS4] tokens are those that Gemini counted, also where the reply was stopped', async () => {
    api.script(reply(['a', 'b', 'c']));
    await (await asked('one')).next('bot_stream', (frame) => frame.is_complete);
    expect(await tokens()).toEqual([7, 3]);
    const hand = byHand();
    api.script(hand.behaviour);
    const socket = await asked('two');
    const { message_id } = await socket.next('bot_stream');
    const exchange = await hand.asked;
    exchange.chunk({ parts: [{ text: 'so far' }], usage: { promptTokenCount: 10, candidatesTokenCount: 2 } });
    await socket.next('bot_stream', ({ chunk }) => chunk === 'so far');
    socket.send({ type: 'stop', chat_id: chatId, message_id });
    await socket.next('bot_stream', (frame) => frame.is_complete);
    expect(await tokens()).toEqual([17, 5]);
    expect([await ended('stopped'), await errors()]).toEqual([1, {}]);
  });

  test('[METRICS4] what went wrong with Gemini is counted by its kind', async () => {
    const behaviours = [
      fail.keyInvalid(),
      fail.quota({ retrySeconds: 3000 }),
      fail.quota({ limit: 0 }),
      fail.tooLong(),
      fail.endAfter('half an'),
      fail.page(504),
    ];
    for (const behaviour of behaviours) {
      api.script(behaviour);
      const socket = await asked('please');
      await socket.next('bot_stream', (frame) => frame.is_complete);
    }
    expect(await ended('failed')).toBe(behaviours.length);
    expect(await errors()).toEqual({ key: 1, quota: 2, refused: 1, incomplete: 1, timeout: 1 });
    // A refusal is an answer.
    api.script(fail.promptBlocked('SAFETY'));
    await (await asked('something bad')).next('bot_stream', (frame) => frame.is_complete);
    expect([await ended('blocked'), await ended('failed')]).toEqual([1, behaviours.length]);
  });
});

describe('the disk', () => {
  test('[METRICS4] a slow one shows in what waits, and in how long writes take', async () => {
    const disk = createMemoryDisk();
    await serve({ disk });
    const socket = await join(ann);
    const writes = () => value('gemini_coop_disk_operation_duration_seconds_count', { operation: 'write_through' });
    const before = await writes();
    const gate = createGate();
    const reached = createGate();
    disk.before = (operation, file) => {
      if (operation !== 'sync' || !file.endsWith('.jsonl')) return undefined;
      reached.open();
      return gate.passed;
    };
    for (const content of ['one', 'two']) socket.send({ type: 'message', chat_id: chatId, content });
    await reached.passed;
    const since = performance.now();
    await expect.poll(() => value('gemini_coop_store_calls_waiting')).toBe(2);
    expect(await writes()).toBe(before);
    const held = performance.now() - since;
    gate.open();
    await socket.next('message');
    await socket.next('message');
    expect(await value('gemini_coop_store_calls_waiting')).toBe(0);
    expect(await writes()).toBeGreaterThan(before);
    const seconds = await value('gemini_coop_disk_operation_duration_seconds_sum', { operation: 'write_through' });
    expect(seconds * 1000).toBeGreaterThan(held);
    for (const operation of ['write', 'sync', 'sync_directory']) {
      expect(await value('gemini_coop_disk_operation_duration_seconds_count', { operation })).toBeGreaterThan(0);
    }
  });

  test('[METRICS4] one that refuses shows until it takes a write again', async () => {
    const disk = createMemoryDisk();
    await serve({ disk });
    const socket = await join(ann);
    const state = async () => {
      const now = await scrape();
      const refused = now.value('gemini_coop_disk_errors_total', { operation: 'write_through' });
      return [now.value('gemini_coop_saving'), refused, now.value('gemini_coop_messages_total')];
    };
    const send = (content: string) => socket.send({ type: 'message', chat_id: chatId, content });
    send('one');
    await socket.next('message');
    expect(await state()).toEqual([1, 0, 1]);
    disk.free = 0;
    send('two');
    await socket.next('error');
    expect(await state()).toEqual([0, 1, 1]);
    disk.free = Infinity;
    send('three');
    await socket.next('message');
    expect(await state()).toEqual([1, 1, 2]);
  });

  test('[HEALTH3] a disk that refuses shows in /health, which stays 200 as reading goes on', async () => {
    const disk = createMemoryDisk();
    await serve({ disk });
    const health = async () => {
      const { status, body } = await server.call('GET', '/health');
      return [status, body.status, body.saving];
    };
    expect(await health()).toEqual([200, 'healthy', true]);
    disk.before = (operation) => {
      if (operation === 'write') throw diskError('ENOSPC');
    };
    // What the document holds counts as well as messages.
    expect((await ann.call('POST', '/api/chats', { name: 'another' })).status).toBe(503);
    expect(await health()).toEqual([200, 'healthy', false]);
    expect((await server.call('GET', '/health/live')).status).toBe(200);
    expect((await ann.call('GET', `/api/chats/${chatId}/messages`)).status).toBe(200);
    disk.before = () => undefined;
    expect((await ann.call('POST', '/api/chats', { name: 'another' })).status).toBe(200);
    expect(await health()).toEqual([200, 'healthy', true]);
  });
});

describe('all of them', () => {
  beforeEach(() => serve());

  const documented = [...Object.values(gauges), ...Object.values(others)];

  test('[METRICS5] each is there from the start, explained, and named with its unit', async () => {
    const { families, samples } = await scrape();
    for (const { name, help } of documented) {
      expect(families.get(name)?.help).toBe(help);
      expect(samples.some((sample) => sample.name.startsWith(name))).toBe(true);
    }
    const named = [...families].filter(([name]) => name.startsWith('gemini_coop_'));
    expect(named).toHaveLength(documented.length);
    const endings: Record<string, RegExp> = {
      counter: /_total$/,
      histogram: /_seconds$/,
      gauge: /(?<!_total|_seconds)$/,
    };
    expect(named.filter(([name, { type }]) => !endings[type]?.test(name))).toEqual([]);
  });

  test('[METRICS5] those of Node are there too: processor, memory, files, the lag of the event loop', async () => {
    const { families, value: of } = await scrape();
    const names = ['process_cpu_seconds_total', 'process_resident_memory_bytes', 'nodejs_eventloop_lag_seconds'];
    expect(names.filter((name) => !families.has(name))).toEqual([]);
    expect(of('nodejs_eventloop_lag_max_seconds')).toBeGreaterThanOrEqual(0);
    expect(of('gemini_coop_build_info', { version: server.health.version })).toBe(1);
  });

  test('[METRICS5] nothing in them tells who did what, or what was said, and nothing grows with it', async () => {
    const ownSamples = async () => {
      const { samples } = await scrape();
      return samples.filter(({ name }) => name.startsWith('gemini_coop_'));
    };
    const before = await ownSamples();
    api.script(fail.keyInvalid(), reply('A secret answer'));
    const socket = await join(ann);
    for (const content of ['/bot one', '/bot two']) {
      socket.send({ type: 'message', chat_id: chatId, content });
      await socket.next('bot_stream', (frame) => frame.is_complete);
    }
    const after = await ownSamples();
    expect(after).not.toEqual(before);
    const named = (samples: typeof after) => samples.map(({ name, labels }) => ({ name, labels }));
    expect(named(after)).toEqual(named(before));
    const labels = new Set(after.flatMap((sample) => Object.keys(sample.labels)));
    expect([...labels].toSorted()).toEqual(['kind', 'le', 'of', 'operation', 'status', 'version']);
  });
});
