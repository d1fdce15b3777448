import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Message } from '../../server/protocol/messages.ts';
import {
  CUT_WITHIN,
  linesOf,
  messagesOf,
  placesToCut,
  talkIn,
  withFlippedBit,
  withZeroTail,
  type WholeLine,
} from '../support/damage.ts';
import { createDataDirectory, inviteAnnAndBob, type DataDirectory } from '../support/data-directory.ts';
import { scaled, seedOfRun } from '../support/long-run.ts';
import { createGate } from '../support/memory-disk.ts';
import { between, seededRandom } from '../support/random.ts';
import { newMessage } from '../support/records.ts';

/** Milliseconds; the long run does thousands of things in one test. */
const timeout = scaled(30_000, 1_800_000);
const seed = seedOfRun();
const random = seededRandom(seed);
const told = `FAULT_SEED=${seed}`;

let data: DataDirectory;
let chatId: number;
let log: string;
let whole: Buffer;
let lines: WholeLine[];

beforeEach(async () => {
  data = await createDataDirectory();
  const store = await data.open();
  chatId = await inviteAnnAndBob(store);
  log = data.logOf(chatId);
  await talkIn(store, chatId);
  await store.close();
  whole = data.disk.bytes(log)!;
  lines = linesOf(whole);
  data.log.entries.length = 0;
});
afterEach(() => data.close());

const isAside = (name: string): boolean => /\.(torn|damaged|unreadable)-/.test(name);
const asides = (why = ''): string[] => data.disk.paths.filter((name) => isAside(name) && name.includes(`.${why}`));

/** Opens the store, looks at all messages, and waits until what is damaged is dealt with. */
async function visit(): Promise<Message[]> {
  const replaced = createGate();
  data.log.entries.length = 0;
  data.disk.before = (operation, file) => void (operation === 'rename' && file === log && replaced.open());
  const store = await data.open();
  const messages = await store.messages(chatId, { limit: 200 });
  if (data.log.entries.some(({ level }) => level === 'error')) await replaced.passed;
  await store.close();
  return messages;
}

/** What a log that holds these bytes opens with, twice the same, and checks that none of them is lost. */
async function openWith(bytes: Buffer): Promise<Message[]> {
  for (const aside of asides()) await data.disk.remove(aside);
  data.disk.put(log, bytes);
  const messages = await visit();
  expect(await visit(), told).toEqual(messages);
  const end = bytes.lastIndexOf('\n') + 1;
  const [kept, torn] = [bytes.subarray(0, end), bytes.subarray(end)];
  const now = [data.disk.bytes(log)!, ...asides('damaged').map((name) => data.disk.bytes(name)!)];
  expect(
    now.some((content) => content.subarray(0, end).equals(kept)),
    told,
  ).toBe(true);
  expect(asides('damaged').length, told).toBeLessThanOrEqual(1);
  expect(
    asides('torn').map((name) => data.disk.bytes(name)),
    told,
  ).toEqual(torn.length > 0 ? [torn] : []);
  return messages;
}

async function expectNewIds(messages: readonly Message[]): Promise<void> {
  const store = await data.open();
  const { message } = await store.addMessage(newMessage(chatId, 'after'));
  expect(message.id, told).toBeGreaterThan(lines.at(-1)!.message.id);
  expect(await store.messages(chatId, { limit: 200 }), told).toEqual([...messages, message]);
  await store.close();
}

describe('a log', () => {
  test(
    '[DAMAGE1] that is cut at any byte opens with all before that, and what is behind the last whole line is kept, once',
    { timeout },
    async () => {
      expect(whole.length).toBeGreaterThan(CUT_WITHIN);
      for (const length of placesToCut(whole, random)) {
        const left = messagesOf(lines.filter(({ end }) => end <= length));
        expect(await openWith(whole.subarray(0, length)), `cut at ${length}, ${told}`).toEqual(left);
        if (random() < 0.1) await expectNewIds(left);
      }
    },
  );

  test('[DAMAGE1] that ends in zeros, as after a power failure, opens with all before them', { timeout }, async () => {
    for (let n = 0; n < scaled(12, 400); n++) {
      const count = between(random, { from: 0, to: CUT_WITHIN });
      const left = messagesOf(lines.filter(({ end }) => end <= whole.length - count));
      const zeroed = withZeroTail(whole, count, between(random, { from: 1, to: 3 * CUT_WITHIN }));
      expect(await openWith(zeroed), `${count} zeros, ${told}`).toEqual(left);
      await expectNewIds(left);
    }
  });

  /** All but the messages in whose lines a byte is, the next one's as well where it ends a line. */
  const untouchedBy = (at: number): Message[] => {
    const touched = lines.filter(({ start, end }) => (at >= start && at < end) || at === start - 1);
    const ids = new Set(touched.map(({ message }) => message.id));
    return messagesOf(lines).filter(({ id }) => !ids.has(id));
  };

  /** What is there of the untouched messages after a bit was flipped, beside what should be. */
  const flip = async (at: number, bit: number): Promise<{ kept: Message[]; untouched: Message[]; place: string }> => {
    const messages = await openWith(withFlippedBit(whole, at, bit));
    const place = `bit ${bit} of byte ${at}, ${told}`;
    expect(messages.length, place).toBeLessThanOrEqual(messagesOf(lines).length);
    const untouched = untouchedBy(at);
    const ids = new Set(untouched.map(({ id }) => id));
    return { kept: messages.filter(({ id }) => ids.has(id)), untouched, place };
  };

  test(
    '[DAMAGE2] with a flipped bit, wherever it is, has all messages but those in whose lines it is',
    { timeout },
    async () => {
      for (let n = 0; n < scaled(40, 2000); n++) {
        const [at, bit] = [between(random, { from: 0, to: whole.length - 1 }), between(random, { from: 0, to: 7 })];
        const { kept, untouched, place } = await flip(at, bit);
        expect(kept, place).toEqual(untouched);
      }
    },
  );

  test('[DAMAGE2] with a flipped bit in what tells lines apart has all other messages', { timeout }, async () => {
    const places = lines.flatMap(({ start, end }) => {
      const text = whole.toString('latin1', start, end);
      const head = text.indexOf(',');
      const tail = Math.max(text.lastIndexOf(',"changes"'), text.length - 40);
      return Array.from(text, (_, at) => start + at).filter((at) => at <= start + head || at >= start + tail);
    });
    for (const at of places) {
      for (let bit = 0; bit < 8; bit++) {
        if (random() >= scaled(80, 4000) / (places.length * 8)) continue;
        const { kept, untouched, place } = await flip(at, bit);
        expect(kept, place).toEqual(untouched);
      }
    }
  });

  test('[DAMAGE2] with a flipped bit in an id neither hides what comes after it nor takes the place of another', async () => {
    // In the middle: of a message, of a reply that begins, of one that grows, of one that ends.
    for (const { start, message } of lines.slice(30, 36)) {
      const from = start + '{"id":'.length;
      for (let at = from; at < from + String(message.id).length; at++) {
        for (let bit = 0; bit < 4; bit++) {
          const { kept, untouched, place } = await flip(at, bit);
          expect(kept, place).toEqual(untouched);
        }
      }
    }
  });

  test('[DAMAGE2] without checksums, a letter that has become another one is shown as it is', async () => {
    const at = whole.indexOf('without a key');
    const messages = await openWith(withFlippedBit(whole, at, 0));
    expect(messages.map(({ content }) => content)).toContain('vithout a key');
    expect(messages).toHaveLength(messagesOf(lines).length);
  });

  test.each([
    ['that is empty', () => Buffer.alloc(0)],
    ['of zeros', () => Buffer.alloc(10_000)],
    ['of anything', () => randomBytes(20_000)],
    ['of another program', () => Buffer.from('{"hello":"world"}\n[]\nnull\n\n')],
  ])('[DAMAGE4] %s is an empty chat, and what it holds is kept', async (_, content) => {
    expect(await openWith(content())).toEqual([]);
    await expectNewIds([]);
  });

  test('[DAMAGE4] of a newer version has the messages that this one knows, and the others are kept', async () => {
    const newer = whole
      .toString('utf8')
      .replaceAll('"status":"complete","chat_id"', '"status":"edited","mood":1,"chat_id"');
    const known = lines.filter(({ message }) => message.status !== 'complete');
    const ids = new Set(lines.filter(({ message }) => message.status === 'complete').map(({ message }) => message.id));
    const messages = await openWith(Buffer.from(newer));
    expect(messages).toEqual(messagesOf(known).filter(({ id }) => !ids.has(id)));
  });
});
