import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHUNK_INTERVAL, REPLY_MAX } from '../../server/core/turn.ts';
import type { ChunkFrame, CompletionFrame } from '../../server/protocol/frames.ts';
import type { TestPerson, TestSocket } from '../support/client.ts';
import { startGeminiApi, type GeminiApi } from '../support/gemini-api.ts';
import type { Behaviour } from '../support/gemini-exchange.ts';
import { noise } from '../support/gemini-noise.ts';
import { reply } from '../support/gemini-replies.ts';
import { scaled } from '../support/long-run.ts';
import { startServed, type Served } from '../support/served.ts';

/** Megabytes that the server's objects may take together; idle it needs a third of it. More ends the process. */
const HEAP = 80;
const MB = 1024 * 1024;
/** Milliseconds that anybody may have to wait, on a machine that does much else. */
const PATIENCE = 5000;
/** Milliseconds that Bob takes for a line. */
const BETWEEN_LINES = 20;

let api: GeminiApi;
let served: Served;
let ann: TestPerson;
let hers: TestSocket;
let his: TestSocket;
let elsewhere: number;

beforeAll(async () => {
  api = await startGeminiApi();
  served = await startServed({
    GEMINI_API_KEY: api.key,
    GEMINI_BASE_URL: api.url,
    NODE_OPTIONS: `--max-old-space-size=${HEAP}`,
  });
  ann = await served.client.person('ann');
  hers = await ann.connect();
  const bob = await served.client.person('bob');
  his = await bob.connect();
  elsewhere = await enterNewChat(bob, his);
});
afterAll(async () => {
  await served.close();
  await api.close();
});

async function enterNewChat(person: TestPerson, socket: TestSocket): Promise<number> {
  const { body } = await person.call('POST', '/api/chats', {});
  socket.send({ type: 'join', chat_id: body.id });
  await socket.next('joined', (frame) => frame.chat_id === body.id);
  return body.id;
}

interface Outcome {
  completion: CompletionFrame;
  /** The frames of the reply before its end. */
  chunks: ChunkFrame[];
  /** Milliseconds from the first of them to the end. */
  took: number;
}

/** Ann asks in a chat of her own. Meanwhile Bob writes in his, message by message, and gets every echo in time. */
async function askMeanwhile(behaviour: Behaviour): Promise<Outcome> {
  const chat_id = await enterNewChat(ann, hers);
  api.script(behaviour);
  const isOurs = (frame: { chat_id: number }) => frame.chat_id === chat_id;
  const ended = Promise.race([
    hers.next('bot_stream', (frame) => isOurs(frame) && frame.is_complete) as Promise<CompletionFrame>,
    hers.closed.then(() => Promise.reject(new Error('the server died'))),
  ]);
  hers.send({ type: 'message', chat_id, content: '/bot Write.' });
  await hers.next('bot_stream', isOurs);
  const start = performance.now();
  const running = new Set([ended]);
  void ended.catch(() => {}).then(() => running.clear());
  for (let line = 0; running.size > 0; line++) {
    const client_id = `${chat_id}-${line}`;
    const sentAt = performance.now();
    his.send({ type: 'message', chat_id: elsewhere, content: 'meanwhile', client_id });
    await Promise.race([his.next('message', (frame) => frame.client_id === client_id), his.closed]);
    expect(performance.now() - sentAt).toBeLessThan(PATIENCE);
    await pause(BETWEEN_LINES);
  }
  const completion = await ended;
  const took = performance.now() - start;
  const chunks = hers.received.filter(
    (frame): frame is ChunkFrame => frame.type === 'bot_stream' && isOurs(frame) && !frame.is_complete,
  );
  return { completion, chunks, took };
}

/** The text as a client puts it together that hears no end. */
function joined(chunks: ChunkFrame[]): string {
  return chunks.reduce((text, { offset, chunk }) => text.slice(0, offset) + chunk, '');
}

test('[BOT4] a reply in 100,000 pieces of one letter is whole, in few frames', async () => {
  const text = 'abcdefghij'.repeat(10_000);
  const { completion, chunks, took } = await askMeanwhile(noise.letters(text));
  expect({ status: completion.status, isWhole: completion.full_response === text }).toEqual({
    status: 'complete',
    isWhole: true,
  });
  expect(text.startsWith(joined(chunks))).toBe(true);
  // The start, the first piece at once, and those of the interval in which it ends.
  expect(chunks.length).toBeLessThanOrEqual(took / CHUNK_INTERVAL + 3);
});

test('[BOT4] a reply in one piece of 2 MB is cut at the limit, and says so', async () => {
  const { completion, chunks } = await askMeanwhile(
    reply([`${'x'.repeat(REPLY_MAX - 1)}\u{1f600}${'y'.repeat(1.5e6)}`]),
  );
  expect(completion).toMatchObject({ status: 'complete', detail: expect.stringMatching(/length limit/) });
  expect(completion.full_response.length).toBe(REPLY_MAX);
  // Of a character at the limit, no half is left.
  expect(completion.full_response.endsWith('x\ufffd')).toBe(true);
  expect(chunks.map(({ chunk }) => chunk.length)).toEqual([0, REPLY_MAX]);
  await expect(api.requests.at(-1)!.ended).resolves.not.toBe('cut');
});

/** Has the stand-in send the same without an end; how many megabytes it got rid of. */
async function megabytesTaken(block: string, status = 200): Promise<number> {
  let sent = 0;
  const { completion } = await askMeanwhile(
    noise.flood(block, 10_000 * MB, { status, sent: (bytes) => (sent = bytes) }),
  );
  expect(completion).toMatchObject({ status: 'failed', full_response: '' });
  expect(await api.requests.at(-1)!.ended).toBe('aborted');
  return sent / MB;
}

/** Megabytes that are on their way in the memory of the system: they are not the server's. */
const ON_THE_WAY = 20;

test.each([
  ['no line at all', 'x'],
  ['one event', 'data: {"a": "'],
  ['empty lines', '\r\n'],
  ['lines of something else', ': still here\n'],
])('[BOT5] without an end, %s: is hung up on within 4 MB', async (_, block) => {
  expect(await megabytesTaken(block)).toBeLessThan(4 + ON_THE_WAY);
});

test('[BOT5] an error without an end is hung up on within 1 MB', async () => {
  expect(await megabytesTaken('{"error": ', 418)).toBeLessThan(1 + ON_THE_WAY);
});

// Takes what some hundred thousand events take.
test.runIf(scaled(0, 1)).each([
  ['events that say nothing', 'data: {}\r\n\r\n', 4],
  [
    'thoughts',
    `data: {"candidates":[{"content":{"parts":[{"thought":true,"text":"${'?'.repeat(9000)}"}]}}]}\r\n\r\n`,
    64,
  ],
])('[BOT5] without an end, %s: are hung up on, too', async (_, block, megabytes) => {
  expect(await megabytesTaken(block)).toBeLessThan(megabytes + ON_THE_WAY);
});

test('[BOT5] [BOT6] nothing of all that is left: the next question is answered, and nobody complained', async () => {
  served.expects(/a bot turn failed/);
  const { completion } = await askMeanwhile(reply('all is well'));
  expect(completion).toMatchObject({ status: 'complete', full_response: 'all is well' });
  expect(served.complaints()).toEqual([]);
});
