import { describe, expect, test } from 'vitest';
import { ACTIVITY_INTERVAL } from '../../../server/core/absentees.ts';
import { AppError } from '../../../server/core/errors.ts';
import type { Store } from '../../../server/core/ports/store.ts';
import { createMemoryStore } from '../../../server/store/memory.ts';
import { createParty } from '../../support/party.ts';

describe('activity', () => {
  test('[ACTIVITY1] every connection outside the room is told of a message, and none inside', async () => {
    const { connect, chat, account } = createParty();
    const { id: chat_id } = await chat('ann', ['bob', 'cy']);
    const [ann, bob, cy, cysPhone, eve] = [
      await connect('ann'),
      await connect('bob'),
      await connect('cy'),
      await connect('cy'),
      await connect('eve'),
    ];
    for (const member of [ann, bob, cysPhone]) await member.says({ type: 'join', chat_id });
    await ann.says({ type: 'message', chat_id, content: 'hello' });
    const { message_id, created_at } = ann.of('message')[0]!;
    expect(cy.of('activity')).toEqual([
      {
        type: 'activity',
        chat_id,
        message_id,
        user_id: (await account('ann')).id,
        username: 'ann',
        is_bot: false,
        created_at,
        preview: 'hello',
      },
    ]);
    for (const other of [ann, bob, cysPhone, eve]) expect(other.of('activity')).toEqual([]);
    expect(cy.of('message')).toEqual([]);
  });

  test('[ACTIVITY1] a reply of the bot is told of once, when it has ended and is stored', async () => {
    const { connect, chat, model, store, clock } = createParty();
    const { id: chat_id } = await chat('ann', ['bob']);
    const [ann, bob] = [await connect('ann'), await connect('bob')];
    await ann.says({ type: 'message', chat_id, content: '/bot hi' });
    model.replies[0]!.text('Hello, ');
    await ann.says({ type: 'ping' });
    expect(bob.of('activity').map(({ preview }) => preview)).toEqual(['/bot hi']);
    model.replies[0]!.text('Ann');
    model.replies[0]!.finish();
    await clock.advance(ACTIVITY_INTERVAL);
    const [, reply] = bob.of('activity');
    expect(reply).toMatchObject({ username: 'Gemini', user_id: null, is_bot: true, preview: 'Hello, Ann' });
    expect(await store.message(chat_id, reply!.message_id)).toMatchObject({ status: 'complete' });
    expect(bob.of('activity')).toHaveLength(2);
  });

  test('[ACTIVITY2] nothing is told of what was not stored, nor of a repeat', async () => {
    const memory = createMemoryStore();
    let isFull = false;
    const store: Store = Object.assign(Object.create(memory) as Store, {
      addMessage: (message: Parameters<Store['addMessage']>[0]) =>
        isFull ? Promise.reject(new AppError('storage_unavailable')) : memory.addMessage(message),
    });
    const { connect, chat } = createParty({ store });
    const { id: chat_id } = await chat('ann', ['bob']);
    const [ann, bob] = [await connect('ann'), await connect('bob')];
    for (let turn = 0; turn < 2; turn++) {
      await ann.says({ type: 'message', chat_id, content: 'hello', client_id: 'a1' });
    }
    isFull = true;
    await ann.says({ type: 'message', chat_id, content: 'lost' });
    expect(bob.of('activity').map(({ preview }) => preview)).toEqual(['hello']);
  });

  test.each([
    ['short', 'short'],
    ['x'.repeat(99).padEnd(100, 'y'), 'x'.repeat(99).padEnd(100, 'y')],
  ])('[ACTIVITY2] shows %j as it is', async (content, shown) => {
    const { connect, chat } = createParty();
    const { id: chat_id } = await chat('ann', ['bob']);
    const [ann, bob] = [await connect('ann'), await connect('bob')];
    await ann.says({ type: 'message', chat_id, content });
    expect(bob.of('activity')[0]?.preview).toBe(shown);
  });

  test('[ACTIVITY2] shows the start of a long text, and no half of a character', async () => {
    const { connect, chat, model, clock } = createParty();
    const { id: chat_id } = await chat('ann', ['bob']);
    const [ann, bob] = [await connect('ann'), await connect('bob')];
    await ann.says({ type: 'message', chat_id, content: '/bot hi' });
    model.replies[0]!.text(`${'x'.repeat(139)}😀 and more`);
    model.replies[0]!.finish();
    await clock.advance(ACTIVITY_INTERVAL);
    expect(bob.of('activity')[1]?.preview).toBe('x'.repeat(139));
  });

  test('[ACTIVITY3] follows who enters and leaves the room', async () => {
    const { connect, chat, clock } = createParty();
    const { id: chat_id } = await chat('ann', ['bob']);
    const [ann, bob] = [await connect('ann'), await connect('bob')];
    const say = async (content: string) => {
      await ann.says({ type: 'message', chat_id, content });
      await clock.advance(ACTIVITY_INTERVAL);
    };
    await say('before');
    await bob.says({ type: 'join', chat_id });
    await say('inside');
    await bob.says({ type: 'leave', chat_id });
    await say('behind');
    await bob.says({ type: 'leave', chat_id });
    await say('once');
    expect(bob.of('activity').map(({ preview }) => preview)).toEqual(['before', 'behind', 'once']);
    bob.disconnect();
    await say('gone');
    expect(bob.of('activity')).toHaveLength(3);
  });

  test('[ACTIVITY3] begins with an invitation while connected', async () => {
    const { connect, chat, chats, account, clock } = createParty();
    const { id: chat_id } = await chat('ann');
    const [ann, bob] = [await connect('ann'), await connect('bob')];
    await ann.says({ type: 'message', chat_id, content: 'before' });
    await chats.invite(await account('ann'), chat_id, 'bob');
    await clock.advance(ACTIVITY_INTERVAL);
    await ann.says({ type: 'message', chat_id, content: 'welcome' });
    const { id: newChat } = await chat('ann', ['bob']);
    await ann.says({ type: 'message', chat_id: newChat, content: 'and here' });
    expect(bob.of('activity').map(({ preview }) => preview)).toEqual(['welcome', 'and here']);
  });

  test('[ACTIVITY4] of a busy chat: the first at once, then all that came meanwhile together', async () => {
    const { connect, chat, clock, account } = createParty();
    const { id: chat_id } = await chat('ann', ['bob', 'cy']);
    const [ann, bob, cy] = [await connect('ann'), await connect('bob'), await connect('cy')];
    for (const member of [ann, cy]) await member.says({ type: 'join', chat_id });
    const [annId, cyId] = [(await account('ann')).id, (await account('cy')).id];
    await ann.says({ type: 'message', chat_id, content: 'one' });
    await cy.says({ type: 'message', chat_id, content: 'two' });
    await ann.says({ type: 'message', chat_id, content: 'three' });
    await cy.says({ type: 'message', chat_id, content: 'four' });
    expect(bob.of('activity').map(({ preview }) => preview)).toEqual(['one']);
    await clock.advance(ACTIVITY_INTERVAL);
    const [, two, three] = ann.of('message').map(({ message_id }) => message_id);
    expect(bob.of('activity')).toHaveLength(2);
    expect(bob.of('activity')[1]).toMatchObject({
      preview: 'four',
      earlier: [
        { message_id: two, user_id: cyId },
        { message_id: three, user_id: annId },
      ],
    });
    expect(clock.timers).toEqual([]);
  });

  test('[ACTIVITY4] who comes out of the room is not told of what they saw there', async () => {
    const { connect, chat, clock } = createParty();
    const { id: chat_id } = await chat('ann', ['bob', 'cy']);
    const [ann, bob, cy] = [await connect('ann'), await connect('bob'), await connect('cy')];
    await bob.says({ type: 'join', chat_id });
    await ann.says({ type: 'message', chat_id, content: 'one' });
    await ann.says({ type: 'message', chat_id, content: 'two' });
    await bob.says({ type: 'leave', chat_id });
    await clock.advance(ACTIVITY_INTERVAL);
    expect(cy.of('activity').map(({ preview }) => preview)).toEqual(['one', 'two']);
    expect(bob.of('activity')).toEqual([]);
  });

  test('[ACTIVITY4] of a hundred at most, the newest, whatever a burst there was', async () => {
    const { connect, chat, clock } = createParty();
    const { id: chat_id } = await chat('ann', ['bob']);
    const [ann, bob] = [await connect('ann'), await connect('bob')];
    for (let i = 0; i < 150; i++) await ann.says({ type: 'message', chat_id, content: `${i}` });
    await clock.advance(ACTIVITY_INTERVAL);
    const [, last] = bob.of('activity');
    expect(last?.preview).toBe('149');
    expect(last?.earlier?.map(({ message_id }) => message_id)).toEqual(
      Array.from({ length: 99 }, (_, i) => last!.message_id - 99 + i),
    );
  });
});
