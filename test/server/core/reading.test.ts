import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../server/core/errors.ts';
import { READ_POSITION_INTERVAL, READS_INTERVAL } from '../../../server/core/reading.ts';
import { createMemoryStore } from '../../../server/store/memory.ts';
import { createParty } from '../../support/party.ts';
import { newMessage } from '../../support/records.ts';

/** Ann's chat with bob, with what ann sees of it. */
async function annAndBob(parts: Parameters<typeof createParty>[0] = {}) {
  const party = createParty(parts);
  const { id: chat_id } = await party.chat('ann', ['bob', 'cy']);
  const seenBy = async (name: string) => party.chats.get((await party.account(name)).id, chat_id);
  const bob = await party.connect('bob');
  await bob.says({ type: 'join', chat_id });
  const say = async (content: string): Promise<number> => {
    await bob.says({ type: 'message', chat_id, content });
    return bob.of('message').at(-1)!.message_id;
  };
  return { ...party, chat_id, seenBy, bob, say };
}

describe('how far somebody has read', () => {
  test('[READ1] [READ2] goes forward with what they tell, and counts what others said behind it', async () => {
    const { connect, chat_id, seenBy, say, clock } = await annAndBob();
    const ann = await connect('ann');
    const ids = [await say('one'), await say('two'), await say('three')];
    expect(await seenBy('ann')).toMatchObject({ read_id: 0, unread_count: 3 });
    await ann.says({ type: 'read', chat_id, message_id: ids[1]! });
    expect(await seenBy('ann')).toMatchObject({ read_id: ids[1], unread_count: 1 });
    expect(ann.of('read_position')).toEqual([
      {
        type: 'read_position',
        chat_id,
        message_id: ids[1],
        unread_count: 1,
        mention_count: 0,
        last_message_id: ids[2],
      },
    ]);
    await ann.says({ type: 'read', chat_id, message_id: ids[0]! });
    expect(await seenBy('ann')).toMatchObject({ read_id: ids[1] });
    await ann.says({ type: 'read', chat_id, message_id: 4711 });
    expect(await seenBy('ann')).toMatchObject({ read_id: ids[2], unread_count: 0 });
    await clock.advance(READ_POSITION_INTERVAL);
    expect(ann.of('read_position').at(-1)).toMatchObject({ message_id: ids[2], unread_count: 0 });
  });

  test('[READ1] all of their devices are told, and nobody else', async () => {
    const { connect, chat_id, say, bob } = await annAndBob();
    const [laptop, phone] = [await connect('ann'), await connect('ann')];
    const message_id = await say('hello');
    await phone.says({ type: 'read', chat_id, message_id });
    for (const device of [laptop, phone]) expect(device.of('read_position')).toMatchObject([{ message_id }]);
    expect(bob.of('read_position')).toEqual([]);
  });

  test('[READ2] neither a deleted message counts nor a reply that is still being written', async () => {
    const { chat_id, seenBy, say, store, model, clock } = await annAndBob();
    const gone = await say('oops');
    await say('/bot why?');
    const reply = await model.asked;
    expect(await seenBy('ann')).toMatchObject({ unread_count: 2 });
    await store.changeMessage(chat_id, gone, { content: '', deleted_at: new Date(clock.now()).toISOString() });
    expect(await seenBy('ann')).toMatchObject({ unread_count: 1 });
    reply.text('Because.');
    reply.finish();
    await clock.advance(100);
    expect(await seenBy('ann')).toMatchObject({ unread_count: 2, last_message: { preview: 'Because.', is_bot: true } });
  });

  test('[READ2] many are counted up to 100', async () => {
    const { chat_id, seenBy, store, account } = await annAndBob();
    const { id: user_id } = await account('bob');
    for (let i = 0; i < 120; i++) await store.addMessage(newMessage(chat_id, `${i}`, { user_id }));
    expect(await seenBy('ann')).toMatchObject({ unread_count: 100 });
  });

  test('[READ3] who sends has read what stands before it', async () => {
    const { connect, chat_id, seenBy, say } = await annAndBob();
    await say('one');
    const ann = await connect('ann');
    await ann.says({ type: 'message', chat_id, content: 'mine' });
    const { message_id } = ann.of('message')[0]!;
    expect(await seenBy('ann')).toMatchObject({ read_id: message_id, unread_count: 0 });
    expect(await seenBy('bob')).toMatchObject({ unread_count: 1, last_message: { id: message_id, preview: 'mine' } });
  });

  test('[READ4] who comes later has nothing to read from before, who made the chat begins with nothing', async () => {
    const { connect, chat_id, seenBy, say, invite, account } = await annAndBob();
    expect(await seenBy('ann')).toMatchObject({ read_id: 0, unread_count: 0, last_message: null });
    const message_id = await say('before');
    await account('dan');
    const dan = await connect('dan');
    await invite(chat_id, 'ann', 'dan');
    const { chat } = dan.of('chat_added')[0]!;
    expect(chat).toMatchObject({ read_id: message_id, unread_count: 0, last_message: { preview: 'before' } });
    await say('behind');
    expect(await seenBy('dan')).toMatchObject({ read_id: message_id, unread_count: 1 });
  });

  test('[READ9] who was removed and comes again begins anew', async () => {
    const { chat_id, seenBy, say, invite, removeFrom } = await annAndBob();
    await say('one');
    await removeFrom(chat_id, 'ann', 'cy');
    const message_id = await say('two');
    await invite(chat_id, 'ann', 'cy');
    expect(await seenBy('cy')).toMatchObject({ read_id: message_id, unread_count: 0 });
  });

  test('[READ10] who tells of every message is answered once in a while, and in the end with what is true', async () => {
    const { connect, chat_id, say, clock } = await annAndBob();
    const ann = await connect('ann');
    for (let i = 0; i < 50; i++) await ann.says({ type: 'read', chat_id, message_id: await say(`${i}`) });
    expect(ann.of('read_position')).toHaveLength(1);
    await clock.advance(READ_POSITION_INTERVAL);
    expect(ann.of('read_position')).toHaveLength(2);
    expect(ann.of('read_position')[1]).toMatchObject({ unread_count: 0 });
    await clock.advance(10 * READ_POSITION_INTERVAL);
    expect(ann.of('read_position')).toHaveLength(2);
  });

  test('[READ10] who tells too much is refused, and has read no further', async () => {
    let isOver = false;
    const consume = (act: string) => {
      return isOver && act === 'read' ? Promise.reject(new AppError('rate_limited')) : Promise.resolve();
    };
    const { connect, chat_id, seenBy, say } = await annAndBob({ limiter: { consume } });
    const ann = await connect('ann');
    const message_id = await say('one');
    isOver = true;
    await ann.says({ type: 'read', chat_id, message_id });
    expect(ann.of('error')).toMatchObject([{ code: 'rate_limited', chat_id }]);
    expect(await seenBy('ann')).toMatchObject({ read_id: 0 });
  });

  test('[READ2] whatever happens, the count is a plain count, and no position goes back', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('say' as const), who: fc.constantFrom('ann', 'bob', 'cy') }),
      fc.record({ kind: fc.constant('read' as const), who: fc.constantFrom('ann', 'bob'), up: fc.nat(60) }),
      fc.record({ kind: fc.constant('delete' as const), which: fc.nat(60) }),
      fc.record({ kind: fc.constant('reply' as const) }),
      fc.record({ kind: fc.constant('end' as const), which: fc.nat(60) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { store, reading, chats, chat, account } = createParty();
        const people = { ann: await account('ann'), bob: await account('bob'), cy: await account('cy') };
        const { id: chat_id } = await chat('ann', ['bob', 'cy']);
        const before = { ann: 0, bob: 0 };
        const messageAt = async (which: number) => (await store.messages(chat_id, { limit: 200 }))[which];
        for (const taken of steps) {
          if (taken.kind === 'say') {
            const { id: user_id, username } = people[taken.who];
            reading.stored((await store.addMessage(newMessage(chat_id, 'x', { user_id, username }))).message);
          } else if (taken.kind === 'read') {
            await reading.read(people[taken.who], chat_id, (await messageAt(taken.up))?.id ?? taken.up + 1);
          } else if (taken.kind === 'reply') {
            const bot = { user_id: null, is_bot: true, status: 'streaming' as const };
            await store.addMessage(newMessage(chat_id, '', bot));
          } else {
            const message = await messageAt(taken.which);
            if (taken.kind === 'end' && message?.status === 'streaming') {
              await store.changeMessage(chat_id, message.id, { status: 'complete' });
            } else if (taken.kind === 'delete' && message?.status === 'complete') {
              await store.changeMessage(chat_id, message.id, { deleted_at: message.created_at, content: '' });
            }
          }
          const all = await store.messages(chat_id, { limit: 200 });
          for (const name of ['ann', 'bob'] as const) {
            const { id } = people[name];
            const { read_id, unread_count } = await chats.get(id, chat_id);
            expect(read_id).toBeGreaterThanOrEqual(before[name]);
            before[name] = read_id;
            const unread = all.filter(
              (one) => one.id > read_id && one.user_id !== id && one.status !== 'streaming' && !one.deleted_at,
            );
            expect(unread_count).toBe(Math.min(100, unread.length));
          }
        }
        reading.close();
      }),
      { numRuns: 30 },
    );
  });
});

describe('mentions', () => {
  const mention = async (party: Awaited<ReturnType<typeof annAndBob>>, mentions: string[]) => {
    const user_id = (await party.account('bob')).id;
    const stored = await party.store.addMessage(
      newMessage(party.chat_id, 'hey', { user_id, username: 'bob', mentions }),
    );
    party.reading.stored(stored.message);
    await party.clock.settle();
    return stored.message;
  };

  test('[READ5] count apart until they are read, only for who takes part, and never one’s own', async () => {
    const party = await annAndBob();
    const { seenBy, reading, account, chat_id } = party;
    await account('eve');
    const first = await mention(party, ['ann', 'bob', 'eve', 'nobody']);
    const second = await mention(party, ['ann']);
    expect(await seenBy('ann')).toMatchObject({ unread_count: 2, mention_count: 2 });
    expect(await seenBy('bob')).toMatchObject({ mention_count: 0 });
    expect(await seenBy('cy')).toMatchObject({ unread_count: 2, mention_count: 0 });
    expect(party.store.traces.position(chat_id, (await account('eve')).id)).toBeUndefined();
    const ann = await account('ann');
    await reading.read(ann, chat_id, first.id);
    expect(await seenBy('ann')).toMatchObject({ unread_count: 1, mention_count: 1 });
    await reading.read(ann, chat_id, second.id);
    expect(await seenBy('ann')).toMatchObject({ unread_count: 0, mention_count: 0 });
  });

  test('[READ5] follow what is edited and deleted, and the reader is told', async () => {
    const party = await annAndBob();
    const { seenBy, reading, connect, clock, say } = party;
    const ann = await connect('ann');
    const plain = (await party.store.message(party.chat_id, await say('hey')))!;
    await reading.changed({ ...plain, mentions: ['ann'] });
    await clock.advance(READ_POSITION_INTERVAL);
    expect(await seenBy('ann')).toMatchObject({ mention_count: 1 });
    expect(ann.of('read_position').at(-1)).toMatchObject({ mention_count: 1 });
    const { mentions: _, ...without } = { ...plain, mentions: [] };
    await reading.changed(without);
    await clock.advance(READ_POSITION_INTERVAL);
    expect(ann.of('read_position').at(-1)).toMatchObject({ mention_count: 0 });
    const named = await mention(party, ['ann']);
    await reading.changed({ ...without, id: named.id, deleted_at: plain.created_at });
    expect(await seenBy('ann')).toMatchObject({ mention_count: 0 });
  });

  test('[READ5] what was read already mentions nobody anew', async () => {
    const party = await annAndBob();
    const { seenBy, reading, account, chat_id, say, store } = party;
    const id = await say('hey');
    await reading.read(await account('ann'), chat_id);
    await reading.changed({ ...(await store.message(chat_id, id))!, mentions: ['ann'] });
    expect(await seenBy('ann')).toMatchObject({ mention_count: 0 });
  });
});

describe('receipts', () => {
  test('[READ7] a room hears of the first at once, and of the others together', async () => {
    const { connect, chat_id, say, bob, clock, account } = await annAndBob();
    const [ann, cy] = [await connect('ann'), await connect('cy')];
    const message_id = await say('hello');
    await ann.says({ type: 'read', chat_id, message_id });
    const annRead = { user_id: (await account('ann')).id, username: 'ann', message_id, read_at: expect.any(String) };
    expect(bob.of('reads')).toEqual([{ type: 'reads', chat_id, reads: [annRead] }]);
    const second = await say('more');
    await cy.says({ type: 'read', chat_id, message_id });
    await ann.says({ type: 'read', chat_id, message_id: second });
    await cy.says({ type: 'read', chat_id, message_id: second });
    expect(bob.of('reads')).toHaveLength(1);
    await clock.advance(READS_INTERVAL);
    expect(bob.of('reads').slice(1)).toMatchObject([
      {
        reads: [
          { username: 'ann', message_id: second },
          { username: 'cy', message_id: second },
        ],
      },
    ]);
    expect(ann.of('reads')).toEqual([]);
  });

  test('[READ7] 60 people who read make no frames in their room, and answers for who asks', async () => {
    const { connect, chat, chats, account, reading, clock } = createParty();
    const names = Array.from({ length: 59 }, (_, i) => `p${i}`);
    const { id: chat_id } = await chat('ann', names.slice(0, 49));
    for (const name of names.slice(49)) await chats.admit(await account(name), chat_id);
    const ann = await connect('ann');
    await ann.says({ type: 'join', chat_id });
    await ann.says({ type: 'message', chat_id, content: 'all of you' });
    for (const name of names) await reading.read(await account(name), chat_id);
    await clock.advance(2 * READS_INTERVAL);
    expect(ann.of('reads')).toEqual([]);
    const receipts = await chats.readReceipts(ann.userId, chat_id);
    const { message_id } = ann.of('message')[0]!;
    expect(receipts.filter((receipt) => receipt.message_id === message_id)).toHaveLength(60);
  });
});

test('[READ6] a list of chats reads each log for what was said last once', async () => {
  const memory = createMemoryStore();
  let reads = 0;
  const store = Object.assign(Object.create(memory) as typeof memory, {
    messages: (...page: Parameters<typeof memory.messages>) => {
      reads++;
      return memory.messages(...page);
    },
  });
  const { chats, chat, account, reading } = createParty({ store });
  const [ann, bob] = [await account('ann'), await account('bob')];
  for (let i = 0; i < 40; i++) {
    const { id } = await chat('ann', ['bob']);
    reading.stored((await store.addMessage(newMessage(id, `in ${i}`, { user_id: bob.id, username: 'bob' }))).message);
  }
  const list = await chats.list(ann.id);
  expect(list.map(({ last_message }) => last_message?.preview)).toEqual(
    Array.from({ length: 40 }, (_, i) => `in ${39 - i}`),
  );
  expect(list.every(({ unread_count, last_message_time }) => unread_count === 1 && last_message_time)).toBe(true);
  const first = reads;
  expect(await chats.list(ann.id)).toEqual(list);
  expect(reads).toBe(first);
});
