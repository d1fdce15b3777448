import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ServerFrame } from '../../../server/protocol/frames.ts';
import { EDITS_MAX, PINS_MAX, REACTIONS_MAX } from '../../../server/protocol/limits.ts';
import { createParty, type LinkedConnection } from '../../support/party.ts';

/** A chat of ann's with bob, and cy as its admin; ann and bob are in its room, cy's connection is elsewhere. */
async function aChat(fields: { is_ai_chat?: boolean } = {}) {
  const party = createParty();
  const { id: chat_id } = await party.chat('ann', ['bob', 'cy'], fields);
  const [ann, bob, cy] = [await party.connect('ann'), await party.connect('bob'), await party.connect('cy')];
  const accounts = {
    ann: await party.account('ann'),
    bob: await party.account('bob'),
    cy: await party.account('cy'),
    eve: await party.account('eve'),
  };
  await party.store.changeRoles(chat_id, (roles) => new Map(roles).set(accounts.cy.id, 'admin'));
  for (const one of [ann, bob]) await one.says({ type: 'join', chat_id });
  const say = async (who: LinkedConnection, content: string, more: object = {}) => {
    await who.says({ type: 'message', chat_id, content, ...more });
    return who.of('message').at(-1)!.message_id;
  };
  return { ...party, chat_id, ann, bob, cy, accounts, say };
}

const invalid = { code: 'invalid' };
const notAuthorized = { code: 'not_authorized' };
const deleted = { code: 'message_deleted' };

describe('answering', () => {
  test('[MSG1] a message may answer one of its chat, also a deleted one, and is told with it', async () => {
    const { chat_id, ann, bob, say, messages, accounts, store } = await aChat();
    const first = await say(ann, 'first');
    const second = await say(bob, 'second', { reply_to: first });
    expect(ann.of('message').at(-1)).toMatchObject({ message_id: second, reply_to: first });
    await messages.remove(accounts.ann, chat_id, first);
    const third = await say(ann, 'third', { reply_to: first });
    expect(await store.message(chat_id, third)).toMatchObject({ content: 'third', reply_to: first });
  });

  test('[MSG1] it answers no message of another chat', async () => {
    const { chat, ann, say } = await aChat();
    const elsewhere = await chat('ann');
    await ann.says({ type: 'message', chat_id: elsewhere.id, content: 'there' });
    const { message_id } = ann.of('message').at(-1)!;
    await say(ann, 'here', { reply_to: message_id, client_id: 'k' });
    expect(ann.of('error')).toEqual([expect.objectContaining({ code: 'invalid', client_id: 'k' })]);
  });
});

describe('editing', () => {
  test('[MSG2] an edit is told everybody, wherever they are, and its former versions are kept', async () => {
    const { chat_id, ann, bob, cy, say, messages, accounts, clock } = await aChat();
    const id = await say(ann, 'helo');
    await clock.advance(1000);
    const edited = await messages.edit(accounts.ann, chat_id, id, 'hello @bob');
    const edited_at = new Date(clock.now()).toISOString();
    expect(edited).toMatchObject({ content: 'hello @bob', edited_at, mentions: ['bob'] });
    for (const one of [ann, bob, cy]) {
      expect(one.of('message_edited')).toEqual([
        expect.objectContaining({ chat_id, message_id: id, content: 'hello @bob', edited_at, mentions: ['bob'] }),
      ]);
    }
    expect(await messages.edits(accounts.bob, chat_id, id)).toEqual([{ content: 'helo', at: edited_at }]);
    const again = await messages.edit(accounts.ann, chat_id, id, 'hello all');
    expect(again).not.toHaveProperty('mentions');
    expect(again).not.toHaveProperty('edits');
  });

  test('[MSG2] only its author edits a message, and nobody a reply of the bot', async () => {
    const { chat_id, bob, say, messages, accounts, model, clock } = await aChat();
    const id = await say(bob, '/bot hi');
    const { replies } = model;
    replies[0]!.text('Hello.');
    replies[0]!.finish();
    await clock.settle();
    const reply = bob.of('bot_stream').at(-1)!.message_id;
    for (const who of [accounts.ann, accounts.cy, accounts.eve]) {
      await expect(messages.edit(who, chat_id, id, 'x')).rejects.toMatchObject(notAuthorized);
    }
    for (const who of [accounts.ann, accounts.bob]) {
      await expect(messages.edit(who, chat_id, reply, 'x')).rejects.toMatchObject(notAuthorized);
    }
    await expect(messages.edit(accounts.bob, chat_id, 4711, 'x')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('[MSG3] the same text changes nothing, and one that could not be sent is refused', async () => {
    const { chat_id, ann, say, messages, accounts } = await aChat();
    const id = await say(ann, 'same');
    expect(await messages.edit(accounts.ann, chat_id, id, 'same')).not.toHaveProperty('edited_at');
    for (const content of ['', ' \n', 'x'.repeat(101)]) {
      await expect(messages.edit(accounts.ann, chat_id, id, content)).rejects.toMatchObject(invalid);
    }
    expect(ann.of('message_edited')).toEqual([]);
    expect(await messages.edits(accounts.ann, chat_id, id)).toEqual([]);
  });

  test('[MSG2] of very many versions the newest are kept', async () => {
    const { chat_id, ann, say, messages, accounts } = await aChat();
    const id = await say(ann, 'v0');
    for (let version = 1; version <= EDITS_MAX + 2; version++) {
      await messages.edit(accounts.ann, chat_id, id, `v${version}`);
    }
    const edits = await messages.edits(accounts.ann, chat_id, id);
    expect(edits).toHaveLength(EDITS_MAX);
    expect([edits[0]?.content, edits.at(-1)?.content]).toEqual(['v2', `v${EDITS_MAX + 1}`]);
  });
});

describe('deleting', () => {
  test('[MSG4] the author, admins and the owner delete a message, nobody else', async () => {
    const { chat_id, ann, bob, say, messages, accounts } = await aChat();
    const mine = await say(ann, 'of the owner');
    await expect(messages.remove(accounts.bob, chat_id, mine)).rejects.toMatchObject(notAuthorized);
    await expect(messages.remove(accounts.eve, chat_id, mine)).rejects.toMatchObject(notAuthorized);
    for (const who of [accounts.bob, accounts.cy, accounts.ann]) {
      const id = await say(bob, 'of bob');
      expect(await messages.remove(who, chat_id, id)).toMatchObject({ content: '', username: 'bob' });
    }
    expect(bob.of('message_deleted').map(({ username }) => username)).toEqual(['bob', 'cy', 'ann']);
  });

  test('[MSG5] nothing but its place is left, everybody is told, and a second time changes nothing', async () => {
    const { chat_id, ann, bob, cy, say, messages, pins, accounts, chats, store } = await aChat();
    const first = await say(bob, 'first');
    const id = await say(ann, 'to @bob', { reply_to: first });
    await messages.edit(accounts.ann, chat_id, id, 'for @bob');
    await messages.react(accounts.bob, chat_id, id, '👍', true);
    await pins.add(accounts.bob, chat_id, id);
    const left = await messages.remove(accounts.ann, chat_id, id);
    expect(left).toEqual({
      id,
      chat_id,
      user_id: accounts.ann.id,
      username: 'ann',
      content: '',
      is_bot: false,
      status: 'complete',
      created_at: expect.any(String),
      deleted_at: expect.any(String),
    });
    expect(await store.message(chat_id, id)).toEqual(left);
    expect(await messages.edits(accounts.ann, chat_id, id)).toEqual([]);
    expect(await pins.list(accounts.ann, chat_id)).toEqual([]);
    expect((await chats.get(accounts.ann.id, chat_id)).pinned_message_ids).toEqual([]);
    expect(await messages.remove(accounts.ann, chat_id, id)).toEqual(left);
    for (const one of [ann, bob, cy]) {
      expect(one.of('message_deleted')).toHaveLength(1);
      expect(one.of('pins_changed').map(({ message_ids }) => message_ids)).toEqual([[id], []]);
    }
    await expect(messages.edit(accounts.ann, chat_id, id, 'x')).rejects.toMatchObject(deleted);
    await expect(messages.react(accounts.ann, chat_id, id, '👍', true)).rejects.toMatchObject(deleted);
    await expect(pins.add(accounts.ann, chat_id, id)).rejects.toMatchObject(deleted);
  });

  test('[MSG4] who asked deletes the reply, and one that runs is stopped and told no more', async () => {
    const { chat_id, ann, bob, cy, say, messages, accounts, model, clock, store, turns } = await aChat();
    await say(bob, '/bot go');
    const [reply] = model.replies;
    reply!.text('Never');
    await clock.settle();
    const { message_id } = ann.of('bot_stream')[0]!;
    reply!.text(' mind');
    await clock.settle();
    const before = ann.of('bot_stream').length;
    expect(await messages.remove(accounts.bob, chat_id, message_id)).toMatchObject({ content: '', status: 'stopped' });
    expect(reply!.signal.aborted).toBe(true);
    expect(turns.catchUps(chat_id)).toEqual([]);
    await clock.advance(5000);
    expect(ann.of('bot_stream')).toHaveLength(before);
    expect(ann.of('message_deleted')).toMatchObject([{ message_id, username: 'bob' }]);
    expect(cy.of('activity').filter(({ is_bot }) => is_bot)).toEqual([]);
    expect(await store.message(chat_id, message_id)).toMatchObject({ content: '', deleted_at: expect.any(String) });
    await say(ann, '/bot next');
    expect(model.replies).toHaveLength(2);
    await expect(messages.remove(accounts.bob, chat_id, ann.of('bot_stream').at(-1)!.message_id)).rejects.toMatchObject(
      notAuthorized,
    );
  });

  test('[MSG4] a question that waits is withdrawn with its message', async () => {
    const { chat_id, ann, bob, say, messages, accounts, model, clock } = await aChat();
    await say(ann, '/bot one');
    const two = await say(bob, '/bot two');
    await say(ann, '/bot three');
    await messages.remove(accounts.bob, chat_id, two);
    model.replies[0]!.finish();
    await clock.settle();
    expect(model.replies).toHaveLength(2);
    expect(JSON.stringify(model.replies[1]!.request.contents.at(-1)?.parts.at(-1))).toContain('three');
    expect(JSON.stringify(model.replies[1]!.request)).not.toContain('two');
    expect(ann.of('turn_queued').at(-1)).toMatchObject({ position: 0 });
  });
});

describe('reactions', () => {
  test('[MSG6] a reaction is told the room, in the order in which they came, once', async () => {
    const { chat_id, ann, cy, say, messages, accounts } = await aChat();
    const id = await say(ann, 'well?');
    const by = (who: 'ann' | 'bob') => ({ id: accounts[who].id, username: who });
    await messages.react(accounts.bob, chat_id, id, '👍', true);
    await messages.react(accounts.ann, chat_id, id, '🎉', true);
    await messages.react(accounts.ann, chat_id, id, '👍', true);
    await messages.react(accounts.ann, chat_id, id, '👍', true);
    await messages.react(accounts.bob, chat_id, id, '👍', false);
    await messages.react(accounts.bob, chat_id, id, '👍', false);
    expect(ann.of('message_reactions').map(({ reactions }) => reactions)).toEqual([
      [{ emoji: '👍', users: [by('bob')] }],
      [
        { emoji: '👍', users: [by('bob')] },
        { emoji: '🎉', users: [by('ann')] },
      ],
      [
        { emoji: '👍', users: [by('bob'), by('ann')] },
        { emoji: '🎉', users: [by('ann')] },
      ],
      [
        { emoji: '👍', users: [by('ann')] },
        { emoji: '🎉', users: [by('ann')] },
      ],
    ]);
    expect(cy.of('message_reactions')).toEqual([]);
    await expect(messages.react(accounts.eve, chat_id, id, '👍', true)).rejects.toMatchObject(notAuthorized);
  });

  test('[MSG6] there are so many different ones, and no more', async () => {
    const { chat_id, ann, say, messages, accounts } = await aChat();
    const id = await say(ann, 'well?');
    const emoji = (index: number) => String.fromCodePoint(0x1f600 + index);
    for (let index = 0; index < REACTIONS_MAX; index++) {
      await messages.react(accounts.ann, chat_id, id, emoji(index), true);
    }
    await expect(messages.react(accounts.bob, chat_id, id, emoji(30), true)).rejects.toMatchObject({
      code: 'too_many_reactions',
    });
    await messages.react(accounts.bob, chat_id, id, emoji(0), true);
    await messages.react(accounts.ann, chat_id, id, emoji(1), false);
    await messages.react(accounts.bob, chat_id, id, emoji(30), true);
  });

  test('[MSG6] [MSG8] whoever reacts at the same time: what is stored is what was told last', async () => {
    const act = fc.record({
      who: fc.constantFrom('ann' as const, 'bob' as const, 'cy' as const),
      emoji: fc.constantFrom('👍', '🎉', '❤️'),
      isOn: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 25 }), async (acts) => {
        const { chat_id, ann, say, messages, accounts, store } = await aChat();
        const id = await say(ann, 'well?');
        await Promise.all(acts.map(({ who, emoji, isOn }) => messages.react(accounts[who], chat_id, id, emoji, isOn)));
        const expected = new Map<string, Set<string>>();
        for (const { who, emoji, isOn } of acts) {
          const users = expected.get(emoji) ?? new Set();
          if (isOn) users.add(who);
          else users.delete(who);
          // One that nobody has any more begins anew, behind the others.
          if (users.size > 0) expected.set(emoji, users);
          else expected.delete(emoji);
        }
        const { reactions = [] } = (await store.message(chat_id, id))!;
        expect(reactions.map((one) => [one.emoji, one.users.map(({ username }) => username)])).toEqual(
          [...expected].map(([emoji, users]) => [emoji, [...users]]),
        );
        expect(ann.of('message_reactions').at(-1)?.reactions ?? []).toEqual(reactions);
      }),
      { numRuns: 50 },
    );
  });
});

describe('pins', () => {
  test('[MSG7] everybody pins and unpins, everybody is told, and the last pinned comes first', async () => {
    const { chat_id, ann, bob, cy, say, pins, accounts } = await aChat();
    const [one, two] = [await say(ann, 'one'), await say(bob, 'two')];
    await pins.add(accounts.bob, chat_id, one);
    expect(await pins.add(accounts.ann, chat_id, two)).toEqual([two, one]);
    expect(await pins.add(accounts.ann, chat_id, one)).toEqual([two, one]);
    expect((await pins.list(accounts.cy, chat_id)).map(({ content }) => content)).toEqual(['two', 'one']);
    expect(await pins.remove(accounts.cy, chat_id, two)).toEqual([one]);
    expect(await pins.remove(accounts.cy, chat_id, two)).toEqual([one]);
    expect(cy.of('pins_changed').map(({ message_ids, username }) => [username, message_ids])).toEqual([
      ['bob', [one]],
      ['ann', [two, one]],
      ['cy', [one]],
    ]);
    await expect(pins.add(accounts.ann, chat_id, 4711)).rejects.toMatchObject({ code: 'not_found' });
    await expect(pins.add(accounts.eve, chat_id, one)).rejects.toMatchObject(notAuthorized);
    await expect(pins.remove(accounts.eve, chat_id, one)).rejects.toMatchObject(notAuthorized);
    await expect(pins.list(accounts.eve, chat_id)).rejects.toMatchObject(notAuthorized);
  });

  test('[MSG7] there are so many, and no more', async () => {
    const { chat_id, ann, say, pins, accounts } = await aChat();
    for (let count = 0; count < PINS_MAX; count++) await pins.add(accounts.ann, chat_id, await say(ann, `${count}`));
    const more = await say(ann, 'more');
    await expect(pins.add(accounts.bob, chat_id, more)).rejects.toMatchObject({ code: 'too_many_pins' });
  });

  test('[MSG7] [MSG8] a message that is deleted while it is pinned is not pinned in the end', async () => {
    const { chat_id, ann, say, pins, messages, accounts, chats } = await aChat();
    const id = await say(ann, 'both');
    await Promise.allSettled([pins.add(accounts.bob, chat_id, id), messages.remove(accounts.ann, chat_id, id)]);
    expect((await chats.get(accounts.ann.id, chat_id)).pinned_message_ids).toEqual([]);
    expect(ann.of('pins_changed').at(-1)?.message_ids ?? []).toEqual([]);
  });
});

describe('forwarding', () => {
  test('[MSG10] a copy names who wrote it first, also over several chats, and mentions nobody', async () => {
    const { chat, connect, chat_id, ann, bob, say } = await aChat();
    const id = await say(ann, 'news for @bob');
    const { id: second } = await chat('bob', ['dan']);
    await bob.says({
      type: 'message',
      chat_id: second,
      content: '',
      client_id: 'f',
      forward: { chat_id, message_id: id },
    });
    const copy = bob.of('message').at(-1)!;
    expect(copy).toMatchObject({ chat_id: second, username: 'bob', content: 'news for @bob', forwarded_from: 'ann' });
    expect(copy).not.toHaveProperty('mentions');
    const dan = await connect('dan');
    const { id: third } = await chat('dan');
    const forward = { chat_id: second, message_id: copy.message_id };
    await dan.says({ type: 'message', chat_id: third, content: '', forward });
    expect(dan.of('message').at(-1)).toMatchObject({ username: 'dan', forwarded_from: 'ann' });
    await bob.says({
      type: 'message',
      chat_id: second,
      content: '',
      client_id: 'f',
      forward: { chat_id, message_id: id },
    });
    expect(bob.of('message').at(-1)).toEqual(copy);
  });

  test('[MSG10] a reply of the bot is forwarded as its own, once it is done; a copy asks nothing', async () => {
    const { chat_id, ann, say, model, clock, chat } = await aChat();
    await say(ann, '/bot go');
    model.replies[0]!.text('Here.');
    await clock.settle();
    const { message_id } = ann.of('bot_stream')[0]!;
    const { id: ai } = await chat('ann', [], { is_ai_chat: true });
    const forward = { type: 'message', chat_id: ai, content: '', forward: { chat_id, message_id } } as const;
    await ann.says(forward);
    expect(ann.of('error')).toMatchObject([invalid]);
    model.replies[0]!.finish();
    await clock.settle();
    await ann.says(forward);
    expect(ann.of('message').at(-1)).toMatchObject({ chat_id: ai, content: 'Here.', forwarded_from: 'Gemini' });
    const question = ann.of('message')[0]!.message_id;
    await ann.says({ ...forward, forward: { chat_id, message_id: question } });
    expect(ann.of('message').at(-1)).toMatchObject({ content: '/bot go', forwarded_from: 'ann' });
    expect(model.replies).toHaveLength(1);
  });

  test('[MSG10] nothing is forwarded from where its sender takes no part, nor what is gone', async () => {
    const { chat, chat_id, ann, bob, say, messages, accounts, connect } = await aChat();
    const id = await say(ann, 'secret');
    const { id: own } = await chat('eve');
    const eve = await connect('eve');
    const wish = (message_id: number, content = '') =>
      ({ type: 'message', chat_id: own, content, client_id: 'k', forward: { chat_id, message_id } }) as const;
    await eve.says(wish(id));
    await eve.says({ ...wish(id), forward: { chat_id: 4711, message_id: id } });
    expect(eve.of('error').map(({ code }) => code)).toEqual(['not_authorized', 'not_authorized']);
    const { id: bobs } = await chat('bob');
    await messages.remove(accounts.ann, chat_id, id);
    for (const frame of [wish(id), wish(4711), wish(id, 'and a comment')]) await bob.says({ ...frame, chat_id: bobs });
    expect(bob.of('error').map(({ code }) => code)).toEqual(['message_deleted', 'not_found', 'invalid']);
    expect(bob.of('message').filter(({ chat_id: where }) => where === bobs)).toEqual([]);
  });

  test('[MSG2] a copy is not edited', async () => {
    const { chat, chat_id, ann, say, messages, accounts } = await aChat();
    const id = await say(ann, 'as it was');
    const { id: own } = await chat('ann');
    await ann.says({ type: 'message', chat_id: own, content: '', forward: { chat_id, message_id: id } });
    const copy = ann.of('message').at(-1)!.message_id;
    await expect(messages.edit(accounts.ann, own, copy, 'other words')).rejects.toMatchObject(invalid);
  });
});

describe('[CONTEXT7] [CONTEXT8] what the model is shown', () => {
  test('a question that waits is asked as it was edited meanwhile, with what it answers', async () => {
    const { chat_id, ann, bob, say, messages, accounts, model, clock } = await aChat();
    const long = await say(ann, 'Long ago.');
    for (let count = 0; count < 70; count++) await say(ann, `filler ${count}`);
    await say(ann, '/bot one');
    const two = await say(bob, '/bot tow', { reply_to: long });
    const three = await say(ann, 'not for the bot');
    await messages.edit(accounts.bob, chat_id, two, '/bot two');
    await messages.remove(accounts.ann, chat_id, three);
    model.replies[0]!.finish();
    await clock.settle();
    const parts = model.replies[1]!.request.contents.flatMap((content) => content.parts);
    expect(parts.at(-1)).toEqual({ text: '[from "bob"]\n[quotes "ann": "Long ago."]\ntwo' });
    expect(parts).toHaveLength(20);
  });
});

describe('what is told, and when', () => {
  test('[MSG9] mentions are stored and told with the message', async () => {
    const { chat_id, ann, bob, say, store } = await aChat();
    const id = await say(ann, 'hi @BOB, `@cy`, @eve');
    expect(bob.of('message').at(-1)?.mentions).toEqual(['bob']);
    expect(await store.message(chat_id, id)).toMatchObject({ mentions: ['bob'] });
  });

  test('[MSG8] edits, deletions and reactions are told in the order in which they are stored', async () => {
    const { chat_id, ann, bob, say, messages, accounts, store } = await aChat();
    const id = await say(ann, 'zero');
    const from = bob.received.length;
    const acts = [
      messages.edit(accounts.ann, chat_id, id, 'one'),
      messages.react(accounts.bob, chat_id, id, '👍', true),
      messages.edit(accounts.ann, chat_id, id, 'two'),
      messages.remove(accounts.cy, chat_id, id),
      messages.edit(accounts.ann, chat_id, id, 'three'),
      messages.react(accounts.bob, chat_id, id, '🎉', true),
    ];
    await Promise.allSettled(acts);
    const told = bob.received.slice(from).filter((frame) => 'message_id' in frame && frame.message_id === id);
    const last = await store.message(chat_id, id);
    expect(last).toMatchObject({ content: '', deleted_at: expect.any(String) });
    expect(told.at(-1)?.type).toBe('message_deleted');
    expect(versionsOf(told)).toEqual(versionsOf(told).toSorted());
  });

  test('[MSG11] who comes into the room learns whether anything has changed since', async () => {
    const { chat_id, ann, bob, cy, say, messages, accounts } = await aChat();
    const id = await say(ann, 'zero');
    const entered = async (one: LinkedConnection) => {
      await one.says({ type: 'join', chat_id });
      return one.of('joined').at(-1)!.version;
    };
    const before = await entered(cy);
    await say(ann, 'another');
    expect(await entered(cy)).toBe(before);
    await messages.react(accounts.bob, chat_id, id, '👍', true);
    const after = await entered(cy);
    expect(after).not.toBe(before);
    expect(bob.of('message_reactions').at(-1)?.version).toBe(after);
    await messages.react(accounts.bob, chat_id, id, '👍', true);
    expect(await entered(cy)).toBe(after);
  });
});

function versionsOf(frames: ServerFrame[]): string[] {
  return frames.flatMap((frame) => ('version' in frame && frame.version !== undefined ? [frame.version] : []));
}
