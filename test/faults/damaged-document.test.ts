import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Store } from '../../server/core/ports/store.ts';
import { DataDirectoryError } from '../../server/store/json/failures.ts';
import { loadSecret } from '../../server/store/json/secret.ts';
import { linesOf, placesToCut, talkIn, withFlippedBit } from '../support/damage.ts';
import { createDataDirectory, inviteAnnAndBob, type DataDirectory } from '../support/data-directory.ts';
import { scaled, seedOfRun } from '../support/long-run.ts';
import { between, seededRandom } from '../support/random.ts';
import { at as time, newAccount, newChat, newMessage } from '../support/records.ts';

/** Milliseconds; the long run does thousands of things in one test. */
const timeout = scaled(30_000, 1_800_000);
const seed = seedOfRun();
const random = seededRandom(seed);
const told = `FAULT_SEED=${seed}`;

let data: DataDirectory;
let chatId: number;
let document: string;

beforeEach(async () => {
  data = await createDataDirectory();
  document = path.join(data.path, 'coop.json');
  const store = await data.open();
  chatId = await inviteAnnAndBob(store);
  await talkIn(store, chatId);
  await store.close();
});
afterEach(() => data.close());

const asides = (): string[] => data.disk.paths.filter((name) => name.includes('.unreadable-'));

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
    expect(asides().length, told).toBeLessThanOrEqual(1);
    for (const name of asides()) {
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
    for (const length of placesToCut(bytes, random)) {
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
    const store = await data.open();
    const { message } = await store.addMessage(newMessage(chatId, 'after'));
    expect(message.id).toBeGreaterThan(linesOf(data.disk.bytes(data.logOf(chatId))!).at(-2)!.message.id);
    expect((await store.addAccount(newAccount('cleo'))).id).toBe(3);
    expect((await store.addChat(newChat(), [1])).id).toBe(3);
  });
});

test(
  '[READ8] traces.json that is cut at any byte, or has a flipped bit, keeps no server from starting: it is set aside, or makes sense',
  { timeout },
  async () => {
    const file = path.join(data.path, 'traces.json');
    const store = await data.open();
    for (let id = 1; id <= 2; id++) {
      store.traces.setPosition(chatId, id, { message_id: 20 + id, read_at: time(id), mention_ids: [30, 31] });
      store.traces.setLastSeen(id, time(id));
    }
    await store.close();
    const bytes = data.disk.bytes(file)!;
    const damaged = placesToCut(bytes, random).map((length) => bytes.subarray(0, length));
    for (let n = 0; n < scaled(60, 2000); n++) {
      const place = between(random, { from: 0, to: bytes.length - 1 });
      damaged.push(withFlippedBit(bytes, place, between(random, { from: 0, to: 7 })));
    }
    let begunAnew = 0;
    for (const content of damaged) {
      for (const aside of asides()) await data.disk.remove(aside);
      data.disk.put(file, content);
      const again = await data.open();
      const kept = asides().map((name) => data.disk.bytes(name)!);
      expect(kept.length, told).toBeLessThanOrEqual(1);
      if (kept.length > 0) begunAnew++;
      for (const one of kept) expect(one.equals(content), told).toBe(true);
      for (const { message_id, mention_ids } of again.traces.positions(chatId).values()) {
        expect([message_id, ...mention_ids].every(Number.isSafeInteger), told).toBe(true);
      }
      expect(kept.length > 0 ? again.traces.positions(chatId).size : 0, told).toBe(0);
      await again.close();
    }
    expect(begunAnew).toBeGreaterThan(0);
    expect(data.log.entries.filter(({ level }) => level === 'error')).toEqual([]);
  },
);

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
    const kept = [data.disk.bytes(file)!, ...asides().map((name) => data.disk.bytes(name)!)];
    expect(kept.some((one) => one.equals(content))).toBe(true);
    expect(asides().length).toBeLessThanOrEqual(1);
  }
});
