import { expect, test } from 'vitest';
import type { Limiter } from '../../../server/core/ports/limiter.ts';
import { createParty } from '../../support/party.ts';

test('[PEOPLE3] a removed user leaves every room and is closed with 4003 on every connection', async () => {
  const { account, connect, chat, remove } = createParty();
  await account('host');
  const { id: chat_id } = await chat('ann', ['bob']);
  const [ann, bob, bobsPhone] = [await connect('ann'), await connect('bob'), await connect('bob')];
  for (const member of [ann, bob, bobsPhone]) await member.says({ type: 'join', chat_id });
  await remove('bob');
  for (const { received, closed } of [bob, bobsPhone]) {
    expect(received.at(-1)).toEqual({ type: 'removed' });
    expect(closed).toEqual([{ code: 4003, reason: expect.any(String) }]);
  }
  expect(ann.received.slice(-2)).toEqual([
    { type: 'user_left', chat_id, username: 'bob' },
    { type: 'participant_removed', chat_id, username: 'bob', user_id: bob.userId, reason: 'removed' },
  ]);
  await ann.says({ type: 'message', chat_id, content: 'alone' });
  expect(bob.received.at(-1)).toEqual({ type: 'removed' });
});

test.each(['[PEOPLE5] removed', '[BAN5] banned'])(
  'a frame that was under way when its sender was %s does nothing',
  async (how) => {
    let letThrough = () => {};
    let isHeld = () => {};
    const held = new Promise<void>((resolve) => (isHeld = resolve));
    const gate = new Promise<void>((resolve) => (letThrough = resolve));
    const limiter: Limiter = {
      consume: (act) => {
        if (act !== 'message') return Promise.resolve();
        isHeld();
        return gate;
      },
    };
    const { account, connect, chat, remove, ban, store, clock } = createParty({ limiter });
    await account('host');
    const { id: chat_id } = await chat('ann', ['bob']);
    const [ann, bob] = [await connect('ann'), await connect('bob')];
    await ann.says({ type: 'join', chat_id });
    const saying = [
      bob.says({ type: 'message', chat_id, content: 'too late' }),
      bob.says({ type: 'typing', chat_id }),
      bob.says({ type: 'join', chat_id }),
    ];
    await held;
    await (how.endsWith('banned') ? ban : remove)('bob');
    letThrough();
    await Promise.all(saying);
    await clock.settle();
    expect(await store.lastMessageId(chat_id)).toBe(0);
    const news = how.endsWith('banned') ? [] : ['participant_removed'];
    expect(ann.received.map(({ type }) => type)).toEqual(['joined', ...news]);
    expect(bob.of('error').map(({ code }) => code)).toEqual(
      Array(how.endsWith('banned') ? 1 : 3).fill('not_authorized'),
    );
    expect(bob.received).toHaveLength(how.endsWith('banned') ? 2 : 4);
  },
);

test('[PEOPLE5] a question that was stored before its sender was removed is answered', async () => {
  const { account, connect, chat, remove, model } = createParty();
  await account('host');
  const { id: chat_id } = await chat('ann', ['bob']);
  const [ann, bob] = [await connect('ann'), await connect('bob')];
  await ann.says({ type: 'join', chat_id });
  await bob.says({ type: 'message', chat_id, content: '/bot hi' });
  await remove('bob');
  model.replies[0]!.text('Hello');
  model.replies[0]!.finish();
  await ann.says({ type: 'ping' });
  expect(ann.of('bot_stream').at(-1)).toMatchObject({ full_response: 'Hello', asked_by: 'bob' });
});

test('[PEOPLE3] who was removed between their sign-in and their connection is told and closed', async () => {
  const { account, connect, store, clock } = createParty();
  await account('host');
  const { id } = await account('bob');
  const connecting = connect('bob');
  await store.removeAccount(id);
  const bob = await connecting;
  await clock.settle();
  expect(bob.received).toEqual([{ type: 'removed' }]);
  expect(bob.closed.map(({ code }) => code)).toEqual([4003]);
});
