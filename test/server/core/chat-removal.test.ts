import { expect, test } from 'vitest';
import type { Limiter } from '../../../server/core/ports/limiter.ts';
import type { Store } from '../../../server/core/ports/store.ts';
import { createMemoryStore } from '../../../server/store/memory.ts';
import { createParty, type LinkedConnection } from '../../support/party.ts';

const typesOf = ({ received }: LinkedConnection): string[] => received.map(({ type }) => type);

/** Lets nothing of this act pass until it is opened. */
function gated(act: 'frame' | 'message') {
  let open = () => {};
  let reach = () => {};
  const reached = new Promise<void>((resolve) => (reach = resolve));
  const gate = new Promise<void>((resolve) => (open = resolve));
  const limiter: Limiter = {
    consume: (asked) => {
      if (asked !== act) return Promise.resolve();
      reach();
      return gate;
    },
  };
  return { limiter, reached, open: () => open() };
}

/** A memory store in which the next question of a kind is answered when the test says so: with what was true when it came. */
function withLateAnswer(method: 'isParticipant' | 'chatsOf' | 'participants') {
  const memory = createMemoryStore();
  let isHeld = false;
  let letGo = () => {};
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  const store: Store = Object.assign(Object.create(memory) as Store, {
    [method]: async (...args: [number, number]) => {
      const asked = (memory[method] as (...all: number[]) => Promise<unknown>)(...args);
      if (isHeld) {
        isHeld = false;
        await gate;
      }
      return asked;
    },
  });
  return { store, hold: () => void (isHeld = true), letGo: () => letGo() };
}

test('[ROOM5] who is removed from a chat is out of its room on every connection, and the others are told', async () => {
  const { connect, chat, removeFrom } = createParty();
  const { id: chat_id } = await chat('ann', ['bob']);
  const [ann, bob, bobsPhone] = [await connect('ann'), await connect('bob'), await connect('bob')];
  for (const member of [ann, bob]) await member.says({ type: 'join', chat_id });
  await removeFrom(chat_id, 'ann', 'bob');
  for (const connection of [bob, bobsPhone]) {
    expect(connection.received.at(-1)).toEqual({ type: 'chat_removed', chat_id, reason: 'removed' });
    expect(connection.closed).toEqual([]);
  }
  expect(ann.received.slice(-2)).toEqual([
    { type: 'user_left', chat_id, username: 'bob' },
    { type: 'participant_removed', chat_id, username: 'bob', user_id: bob.userId, reason: 'removed', by: 'ann' },
  ]);
  await ann.says({ type: 'message', chat_id, content: 'alone' });
  await ann.says({ type: 'typing', chat_id });
  for (const connection of [bob, bobsPhone]) expect(connection.received.at(-1)?.type).toBe('chat_removed');
});

test('[ROOM5] [TABLE2] nothing of a running reply comes any more, and the reply goes on for the others', async () => {
  const { connect, chat, removeFrom, model, clock } = createParty();
  const { id: chat_id } = await chat('ann', ['bob']);
  const [ann, bob, outside] = [await connect('ann'), await connect('bob'), await connect('bob')];
  for (const member of [ann, bob]) await member.says({ type: 'join', chat_id });
  await bob.says({ type: 'message', chat_id, content: '/bot tell me' });
  await bob.says({ type: 'message', chat_id, content: '/bot and more' });
  model.replies[0]!.text('Once upon');
  await clock.advance(100);
  expect(bob.of('bot_stream').at(-1)).toMatchObject({ chunk: 'Once upon' });
  // Written, and held back for the next chunk.
  model.replies[0]!.text(' a time');
  await clock.settle();
  await removeFrom(chat_id, 'ann', 'bob');
  await clock.advance(100);
  model.replies[0]!.finish();
  await clock.settle();
  for (const connection of [bob, outside]) expect(connection.received.at(-1)?.type).toBe('chat_removed');
  const ends = () => ann.of('bot_stream').filter(({ is_complete }) => is_complete);
  expect(ends()).toMatchObject([{ full_response: 'Once upon a time', asked_by: 'bob' }]);
  model.replies[1]!.text('More.');
  model.replies[1]!.finish();
  await clock.settle();
  expect(ends()[1]).toMatchObject({ full_response: 'More.', asked_by: 'bob' });
  expect(bob.received.at(-1)?.type).toBe('chat_removed');
});

test('[ROOM6] a frame that is under way when its sender is removed does nothing', async () => {
  const { limiter, reached, open } = gated('message');
  const { connect, chat, removeFrom, store, clock } = createParty({ limiter });
  const { id: chat_id } = await chat('ann', ['bob']);
  const [ann, bob] = [await connect('ann'), await connect('bob')];
  await ann.says({ type: 'join', chat_id });
  const saying = [
    bob.says({ type: 'message', chat_id, content: 'too late', client_id: 'b1' }),
    bob.says({ type: 'typing', chat_id }),
    bob.says({ type: 'join', chat_id }),
    bob.says({ type: 'leave', chat_id }),
  ];
  await reached;
  await removeFrom(chat_id, 'ann', 'bob');
  open();
  await Promise.all(saying);
  await ann.says({ type: 'message', chat_id, content: 'news' });
  await clock.advance(1000);
  expect((await store.messages(chat_id, { limit: 9 })).map(({ content }) => content)).toEqual(['news']);
  expect(typesOf(ann)).toEqual(['joined', 'participant_removed', 'message']);
  expect(bob.of('error').map(({ code }) => code)).toEqual(Array(4).fill('not_authorized'));
  expect(bob.of('error')[0]).toMatchObject({ chat_id, client_id: 'b1' });
  expect(typesOf(bob)).toEqual(['chat_added', 'chat_removed', ...Array<string>(4).fill('error')].slice(1));
});

test.each(['join', 'leave', 'typing', 'message', 'stop'] as const)(
  '[ROOM6] a %s that was let in by an answer from before the removal does nothing',
  async (type) => {
    const { store, hold, letGo } = withLateAnswer('isParticipant');
    const { connect, chat, removeFrom, clock } = createParty({ store });
    const { id: chat_id } = await chat('ann', ['bob']);
    const [ann, bob] = [await connect('ann'), await connect('bob')];
    await ann.says({ type: 'join', chat_id });
    hold();
    const saying = bob.says({ type, chat_id, message_id: 1, content: 'late' });
    await clock.settle();
    await removeFrom(chat_id, 'ann', 'bob');
    letGo();
    await saying;
    await ann.says({ type: 'message', chat_id, content: 'news' });
    await clock.advance(1000);
    expect(bob.received.filter(({ type: kind }) => !['chat_removed', 'error'].includes(kind))).toEqual([]);
    expect(typesOf(ann)).not.toContain('typing');
    expect(ann.of('message').map(({ content }) => content)).toEqual(['news']);
  },
);

test('[ROOM5] who is removed while they connect is told of nothing in that chat', async () => {
  const { store, hold, letGo } = withLateAnswer('chatsOf');
  const { connect, chat, removeFrom, clock } = createParty({ store });
  const { id: chat_id } = await chat('ann', ['bob']);
  const ann = await connect('ann');
  hold();
  const bob = await connect('bob');
  await clock.settle();
  await removeFrom(chat_id, 'ann', 'bob');
  letGo();
  await ann.says({ type: 'message', chat_id, content: 'news' });
  await clock.advance(1000);
  expect(typesOf(bob)).toEqual(['chat_removed']);
});

test('[ROOM5] who is invited and removed at once never hears of the chat after they were told to leave it', async () => {
  const { store, hold, letGo } = withLateAnswer('participants');
  const { connect, chat, removeFrom, invite, account, clock } = createParty({ store });
  await account('bob');
  const { id: chat_id } = await chat('ann');
  const [ann, bob] = [await connect('ann'), await connect('bob')];
  hold();
  const inviting = invite(chat_id, 'ann', 'bob');
  await clock.settle();
  await removeFrom(chat_id, 'ann', 'bob');
  letGo();
  await inviting;
  await ann.says({ type: 'message', chat_id, content: 'news' });
  await clock.advance(1000);
  expect(typesOf(bob)).toEqual(['chat_removed']);
});

test('[ROOM6] what was stored when its sender is removed stands, and they get no echo of it', async () => {
  const memory = createMemoryStore();
  let answer = () => {};
  const gate = new Promise<void>((resolve) => (answer = resolve));
  const store: Store = Object.assign(Object.create(memory) as Store, {
    addMessage: async (message: Parameters<Store['addMessage']>[0]) => {
      const added = await memory.addMessage(message);
      await gate;
      return added;
    },
  });
  const { connect, chat, removeFrom, clock } = createParty({ store });
  const { id: chat_id } = await chat('ann', ['bob']);
  const [ann, bob] = [await connect('ann'), await connect('bob')];
  await ann.says({ type: 'join', chat_id });
  await bob.says({ type: 'message', chat_id, content: 'just in time' });
  await removeFrom(chat_id, 'ann', 'bob');
  answer();
  await clock.advance(1000);
  expect(ann.of('message')).toMatchObject([{ content: 'just in time', username: 'bob' }]);
  expect(bob.received.at(-1)?.type).toBe('chat_removed');
});

test('[CHAT7] who was removed can be invited again, and everything is as for anybody', async () => {
  const { connect, chat, removeFrom, invite, clock } = createParty();
  const { id: chat_id } = await chat('ann', ['bob']);
  const [ann, bob, bobsPhone] = [await connect('ann'), await connect('bob'), await connect('bob')];
  for (const member of [ann, bob]) await member.says({ type: 'join', chat_id });
  await removeFrom(chat_id, 'ann', 'bob');
  await bob.says({ type: 'join', chat_id });
  expect(bob.of('error')).toMatchObject([{ code: 'not_authorized', chat_id }]);
  await invite(chat_id, 'ann', 'bob');
  expect(ann.received.at(-1)).toMatchObject({ type: 'participant_added', chat_id, username: 'bob', by: 'ann' });
  await bob.says({ type: 'join', chat_id });
  expect(bob.of('joined').at(-1)).toMatchObject({ members: ['ann', 'bob'] });
  await bob.says({ type: 'message', chat_id, content: 'here again' });
  await clock.advance(1000);
  expect(ann.of('message')).toMatchObject([{ content: 'here again' }]);
  expect(bob.of('message')).toHaveLength(1);
  expect(bobsPhone.of('activity')).toMatchObject([{ preview: 'here again' }]);
});
