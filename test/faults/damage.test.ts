import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Store } from '../../server/core/ports/store.ts';
import type { Message } from '../../server/protocol/messages.ts';
import { DataDirectoryError } from '../../server/store/json/failures.ts';
import { loadSecret } from '../../server/store/json/secret.ts';
import { linesOf, messagesOf, withFlippedBit, withZeroTail, type WholeLine } from '../support/damage.ts';
import { createDataDirectory, inviteAnnAndBob, type DataDirectory } from '../support/data-directory.ts';
import { scaled, seedOfRun } from '../support/long-run.ts';
import { createGate } from '../support/memory-disk.ts';
import { between, seededRandom } from '../support/random.ts';
import { newAccount, newChat, newMessage, newReply } from '../support/records.ts';

const TAIL = 4096;
/** Milliseconds; the long run does thousands of things in one test. */
const timeout = scaled(30_000, 1_800_000);
const seed = seedOfRun();
const random = seededRandom(seed);
const told = `FAULT_SEED=${seed}`;

let data: DataDirectory;
let chatId: number;
let log: string;
let document: string;
let whole: Buffer;
let lines: WholeLine[];

beforeEach(async () => {
  data = await createDataDirectory();
  document = path.join(data.path, 'coop.json');
  const store = await data.open();
  chatId = await inviteAnnAndBob(store);
  log = data.logOf(chatId);
  await talk(store);
  await store.close();
  whole = data.disk.bytes(log)!;
  lines = linesOf(whole);
  data.log.entries.length = 0;
});
afterEach(() => data.close());

/** A conversation with all that can be in a log: replies that grew, were overtaken and never ended, keys, odd texts. */
async function talk(store: Store): Promise<void> {
  const other = await store.addChat(newChat(), [1]);
  for (let round = 0; round < 12; round++) {
    const say = (content: string) =>
      store.addMessage(
        newMessage(chatId, content, { user_id: 1 + (round % 2), client_id: `${round} ${content.length}` }),
      );
    await say(`${round}: "quoted" \\ {"id":1} ñ 漢字 🎉\n\u0000 second line`);
    const { message: reply } = await store.addMessage(newReply(chatId, '', { asked_by: 'ann', reply_to: 1 }));
    await store.addMessage(newMessage(other.id, 'elsewhere'));
    await store.changeMessage(chatId, reply.id, { content: 'Half', status: 'streaming' });
    await say('Just a word.'.repeat(1 + round));
    if (round % 4 < 3) await store.changeMessage(chatId, reply.id, { content: 'All of it.', status: 'complete' });
    await store.addMessage(newMessage(chatId, 'without a key'));
  }
}

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

/** Places in the last 4 kB: all in the long run, in a short one some, and those around the ends of lines. */
function placesIn(bytes: Buffer): number[] {
  const places = new Set<number>();
  const from = Math.max(0, bytes.length - TAIL);
  for (let at = from; at < bytes.length; at++) {
    const isEdge = bytes[at] === 0x0a || bytes[at - 1] === 0x0a;
    if (random() < scaled(0.01, 1) || (isEdge && random() < scaled(0.5, 1))) places.add(at);
  }
  return [...places];
}

describe('a log', () => {
  test(
    '[DAMAGE1] that is cut at any byte opens with all before that, and what is behind the last whole line is kept, once',
    { timeout },
    async () => {
      expect(whole.length).toBeGreaterThan(TAIL);
      for (const length of placesIn(whole)) {
        const left = messagesOf(lines.filter(({ end }) => end <= length));
        expect(await openWith(whole.subarray(0, length)), `cut at ${length}, ${told}`).toEqual(left);
        if (random() < 0.1) await expectNewIds(left);
      }
    },
  );

  test('[DAMAGE1] that ends in zeros, as after a power failure, opens with all before them', { timeout }, async () => {
    for (let n = 0; n < scaled(12, 400); n++) {
      const count = between(random, { from: 0, to: TAIL });
      const left = messagesOf(lines.filter(({ end }) => end <= whole.length - count));
      const zeroed = withZeroTail(whole, count, between(random, { from: 1, to: 3 * TAIL }));
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
      for (let n = 0; n < scaled(40, 6000); n++) {
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
        if (random() >= scaled(80 / (places.length * 8), 1)) continue;
        const { kept, untouched, place } = await flip(at, bit);
        expect(kept, place).toEqual(untouched);
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

describe('coop.json', () => {
  /** Opens on a document of these bytes twice; resolves to the refusal, undefined where it opens and all in it can be looked at. */
  const openWithDocument = async (bytes: Buffer): Promise<string | undefined> => {
    for (const aside of asides()) await data.disk.remove(aside);
    data.disk.put(document, bytes);
    const refusals: (string | undefined)[] = [];
    for (let attempt = 0; attempt < 2; attempt++) {
      const store = await data.open().catch((error: unknown) => error as Error);
      if (store instanceof Error) {
        expect(store, told).toBeInstanceOf(DataDirectoryError);
        expect(data.disk.bytes(document)!.equals(bytes), told).toBe(true);
        refusals.push(store.message);
        continue;
      }
      refusals.push(undefined);
      await lookAtAll(store);
      await store.close();
    }
    expect(refusals[0], told).toBe(refusals[1]);
    expect(asides('unreadable').length, told).toBeLessThanOrEqual(1);
    for (const name of asides('unreadable')) {
      expect(data.disk.bytes(name)!.equals(bytes), told).toBe(true);
      expect(refusals[0], told).toContain(`${document} cannot be read: `);
      expect(refusals[0], told).toContain(`Nothing was changed, and a copy is in ${name}. Repair the file or put back`);
    }
    return refusals[0];
  };

  const lookAtAll = async (store: Store): Promise<void> => {
    const accounts = await store.accounts();
    const chats = await Promise.all(accounts.map(({ id }) => store.chatsOf(id)));
    for (const { id } of chats.flat()) {
      expect(
        (await store.participants(id)).every(({ username }) => typeof username === 'string'),
        told,
      ).toBe(true);
      await store.messages(id, { limit: 10 });
    }
    await store.invites();
  };

  test('[DAMAGE3] that is cut at any byte is refused and left alone', { timeout }, async () => {
    const bytes = data.disk.bytes(document)!;
    const opened: number[] = [];
    for (const length of placesIn(bytes)) {
      if ((await openWithDocument(bytes.subarray(0, length))) === undefined) opened.push(length);
    }
    // Its last byte is a newline, which is no part of what it says.
    expect(
      opened.filter((length) => length < bytes.length - 1),
      told,
    ).toEqual([]);
  });

  test(
    '[DAMAGE3] with a flipped bit is refused and left alone, or all in it still fits together',
    { timeout },
    async () => {
      const bytes = data.disk.bytes(document)!;
      let refused = 0;
      for (let n = 0; n < scaled(80, 8 * bytes.length); n++) {
        const at = scaled(between(random, { from: 0, to: bytes.length - 1 }), n >> 3);
        const bit = scaled(between(random, { from: 0, to: 7 }), n & 7);
        const refusal = await openWithDocument(withFlippedBit(bytes, at, bit));
        if (refusal !== undefined) refused++;
      }
      expect(refused).toBeGreaterThan(0);
    },
  );

  test.each([
    ['is empty', () => '', 'Unexpected end of JSON input'],
    ['is all zeros', (text: string) => '\0'.repeat(text.length), 'JSON'],
    ['is no text', (text: string) => text.replace('ann', '\u00ff'), 'it is not UTF-8 text'],
    [
      'names a chat that is not there',
      (text: string) => text.replace('"chat_id": 1', '"chat_id": 5'),
      'takes part in chat 5',
    ],
    [
      'names somebody who is not there',
      (text: string) => text.replace('"user_id": 2', '"user_id": 6'),
      'account 6 takes part',
    ],
    ['has an account twice', (text: string) => text.replace('"id": 2', '"id": 1'), 'the account id 1 is there twice'],
    [
      'has a name twice',
      (text: string) => text.replace('"username": "bob"', '"username": "Ann"'),
      'the username ann is there twice',
    ],
    [
      'has a lobby that is not there',
      (text: string) => text.replace('"lobby_chat_id": null', '"lobby_chat_id": 9'),
      "everybody's chat is to be 9",
    ],
  ])('[DAMAGE3] that %s is refused with what is wrong', async (_, change, reason) => {
    const text = data.disk.content(document)!;
    const changed = Buffer.from(change(text), 'latin1');
    expect(await openWithDocument(changed)).toContain(reason);
  });

  test('[DAMAGE3] that has lost count gives no id again', async () => {
    const text = data.disk.content(document)!;
    const lost = text.replaceAll(/"(user|chat|message|invite)": \d+/g, '"$1": 0');
    expect(await openWithDocument(Buffer.from(lost))).toBeUndefined();
    await expectNewIds(messagesOf(lines));
    const store = await data.open();
    expect((await store.addAccount(newAccount('cleo'))).id).toBe(3);
    expect((await store.addChat(newChat(), [1])).id).toBe(3);
  });
});

test('[DAMAGE6] a signing key that is cut, flipped, empty or anything is a key all the same, and the former one is kept, once', async () => {
  const file = path.join(data.path, 'secret');
  const secret = () => loadSecret(data.path, { disk: data.disk, log: data.log });
  await secret();
  const bytes = data.disk.bytes(file)!;
  const damaged: Buffer[] = [Buffer.alloc(0), Buffer.alloc(bytes.length), randomBytes(64)];
  for (let length = 0; length < bytes.length; length += scaled(5, 1)) damaged.push(bytes.subarray(0, length));
  for (let at = 0; at < bytes.length; at += scaled(5, 1)) damaged.push(withFlippedBit(bytes, at, at % 8));
  for (const content of damaged) {
    for (const aside of asides()) await data.disk.remove(aside);
    data.disk.put(file, content);
    const made = await secret();
    expect(made).toHaveLength(32);
    expect(await secret()).toEqual(made);
    const kept = [data.disk.bytes(file)!, ...asides('unreadable').map((name) => data.disk.bytes(name)!)];
    expect(kept.some((one) => one.equals(content))).toBe(true);
    expect(asides('unreadable').length).toBeLessThanOrEqual(1);
  }
});
