import { describe, expect, test } from 'vitest';
import { AppError } from '../../../server/core/errors.ts';
import type { Store } from '../../../server/core/ports/store.ts';
import { createMemoryStore } from '../../../server/store/memory.ts';
import { createParty } from '../../support/party.ts';

describe('rooms', () => {
  test('[ROOM1] the others learn of a first connection and of the last one that leaves, once', async () => {
    const { connect, chat } = createParty();
    const { id: chat_id } = await chat('ann', ['bob']);
    const [ann, bob, bobsPhone] = [await connect('ann'), await connect('bob'), await connect('bob')];
    await ann.says({ type: 'join', chat_id });
    await bob.says({ type: 'join', chat_id });
    await bobsPhone.says({ type: 'join', chat_id });
    expect(ann.of('user_joined')).toEqual([{ type: 'user_joined', chat_id, username: 'bob' }]);
    bob.disconnect();
    expect(ann.of('user_left')).toEqual([]);
    await bobsPhone.says({ type: 'leave', chat_id });
    expect(ann.of('user_left')).toEqual([{ type: 'user_left', chat_id, username: 'bob' }]);
    expect(bobsPhone.of('user_joined')).toEqual([]);
  });

  test('[ROOM2] who joins is told who is there and which message is the newest', async () => {
    const { connect, chat } = createParty();
    const { id: chat_id } = await chat('ann', ['bob']);
    const [ann, bob] = [await connect('ann'), await connect('bob')];
    await ann.says({ type: 'join', chat_id });
    const version = expect.any(String);
    expect(ann.of('joined')).toEqual([{ type: 'joined', chat_id, members: ['ann'], last_message_id: 0, version }]);
    await ann.says({ type: 'message', chat_id, content: 'hello' });
    await bob.says({ type: 'join', chat_id });
    const last_message_id = ann.of('message')[0]?.message_id;
    expect(bob.of('joined')).toEqual([{ type: 'joined', chat_id, members: ['ann', 'bob'], last_message_id, version }]);
  });

  test('[ROOM3] typing reaches the others in the room only', async () => {
    const { connect, chat } = createParty();
    const { id: chat_id } = await chat('ann', ['bob', 'cy']);
    const [ann, bob, cy] = [await connect('ann'), await connect('bob'), await connect('cy')];
    await ann.says({ type: 'join', chat_id });
    await bob.says({ type: 'join', chat_id });
    await ann.says({ type: 'typing', chat_id });
    expect(bob.of('typing')).toEqual([{ type: 'typing', chat_id, username: 'ann' }]);
    expect([...ann.of('typing'), ...cy.of('typing')]).toEqual([]);
  });

  test('[ROOM4] a connection that ends while it joins is not let in', async () => {
    const { connect, chat } = createParty();
    const { id: chat_id } = await chat('ann', ['bob']);
    const [ann, bob] = [await connect('ann'), await connect('bob')];
    await ann.says({ type: 'join', chat_id });
    const joining = bob.says({ type: 'join', chat_id });
    bob.disconnect();
    await joining;
    expect(ann.of('user_joined').length).toBe(ann.of('user_left').length);
    const back = await connect('bob');
    await back.says({ type: 'join', chat_id });
    expect(back.of('joined')[0]?.members).toEqual(['ann', 'bob']);
  });

  test('[CHAT3] a new participant hears of the chat on every connection, and the room of the participant', async () => {
    const { chats, connect, chat, account } = createParty();
    const { id: chat_id } = await chat('ann');
    const [ann, bob] = [await connect('ann'), await connect('bob')];
    await ann.says({ type: 'join', chat_id });
    await chats.invite(await account('ann'), chat_id, 'BOB');
    expect(bob.of('chat_added')[0]?.chat).toMatchObject({ id: chat_id, participant_usernames: ['ann', 'bob'] });
    expect(ann.of('participant_added')).toMatchObject([{ chat_id, username: 'bob', role: 'member', by: 'ann' }]);
    await chats.invite(await account('ann'), chat_id, 'bob');
    expect(bob.of('chat_added')).toHaveLength(1);
  });
});

describe('membership', () => {
  test.each(['join', 'leave', 'message', 'typing', 'stop'] as const)(
    '[AUTH5] a stranger who sends %s is refused just as for a chat that does not exist',
    async (type) => {
      const { connect, chat } = createParty();
      const { id } = await chat('ann');
      const [ann, eve] = [await connect('ann'), await connect('eve')];
      await ann.says({ type: 'join', chat_id: id });
      for (const chat_id of [id, 4711]) {
        await eve.says({ type, chat_id, content: 'hi', message_id: 1, client_id: 'c' });
      }
      const [own, missing] = eve.of('error');
      expect(own).toMatchObject({ error: 'Not authorized', code: 'not_authorized', chat_id: id });
      expect({ ...missing, chat_id: id }).toEqual(own);
      expect(ann.received.map((frame) => frame.type)).toEqual(['joined']);
    },
  );
});

describe('messages', () => {
  test('[SEND1] the whole room gets a message, its sender included, with the client_id', async () => {
    const { connect, chat } = createParty();
    const { id: chat_id } = await chat('ann', ['bob']);
    const [ann, bob] = [await connect('ann'), await connect('bob')];
    await ann.says({ type: 'join', chat_id });
    await bob.says({ type: 'join', chat_id });
    await ann.says({ type: 'message', chat_id, content: 'hello', client_id: 'a1' });
    expect(bob.of('message')).toEqual(ann.of('message'));
    expect(ann.of('message')).toEqual([
      expect.objectContaining({ content: 'hello', client_id: 'a1', username: 'ann', is_bot: false }),
    ]);
  });

  test('[SEND2] nothing is broadcast before it is stored', async () => {
    const memory = createMemoryStore();
    let finish = () => {};
    const gate = new Promise<void>((resolve) => (finish = resolve));
    const store: Store = Object.assign(Object.create(memory) as Store, {
      addMessage: async (message: Parameters<Store['addMessage']>[0]) => {
        await gate;
        return memory.addMessage(message);
      },
    });
    const { connect, chat, clock } = createParty({ store });
    const { id: chat_id } = await chat('ann', ['bob']);
    const [ann, bob] = [await connect('ann'), await connect('bob')];
    await bob.says({ type: 'join', chat_id });
    await ann.says({ type: 'message', chat_id, content: 'hello' });
    expect([...ann.of('message'), ...bob.of('message')]).toEqual([]);
    finish();
    await clock.settle();
    expect(bob.of('message')).toHaveLength(1);
  });

  test('[SEND3] a repeat is stored once and answered to its sender alone with the original', async () => {
    const { connect, chat, store } = createParty();
    const { id: chat_id } = await chat('ann', ['bob']);
    const [ann, bob] = [await connect('ann'), await connect('bob')];
    await ann.says({ type: 'join', chat_id });
    await bob.says({ type: 'join', chat_id });
    await ann.says({ type: 'message', chat_id, content: 'hello', client_id: 'a1' });
    await ann.says({ type: 'message', chat_id, content: 'changed', client_id: 'a1' });
    expect(ann.of('message')[1]).toEqual(ann.of('message')[0]);
    expect(bob.of('message')).toHaveLength(1);
    expect(await store.messages(chat_id, { limit: 50 })).toHaveLength(1);
  });

  test('[SEND3] a repeated question is answered once', async () => {
    const { connect, chat, model } = createParty();
    const { id: chat_id } = await chat('ann');
    const ann = await connect('ann');
    await ann.says({ type: 'message', chat_id, content: '/bot hi', client_id: 'a1' });
    await ann.says({ type: 'message', chat_id, content: '/bot hi', client_id: 'a1' });
    model.replies[0]?.finish();
    await ann.says({ type: 'ping' });
    expect(model.replies).toHaveLength(1);
  });

  test('[SEND4] a participant may send without having joined, and gets the echo once', async () => {
    const { connect, chat } = createParty();
    const { id: chat_id } = await chat('ann', ['bob']);
    const [ann, bob] = [await connect('ann'), await connect('bob')];
    await bob.says({ type: 'join', chat_id });
    await ann.says({ type: 'message', chat_id, content: 'hello' });
    expect(ann.of('message')).toHaveLength(1);
    expect(bob.of('message')).toHaveLength(1);
  });

  test('[SEND5] messages of one connection keep their order, even where nobody waits in between', async () => {
    const { connect, chat, hub, clock } = createParty();
    const { id: chat_id } = await chat('ann');
    const ann = await connect('ann');
    await Promise.all(
      Array.from({ length: 50 }, (_, index) => hub.receive(ann, { type: 'message', chat_id, content: `${index}` })),
    );
    await clock.settle();
    const echoes = ann.of('message');
    expect(echoes.map((frame) => frame.content)).toEqual(Array.from({ length: 50 }, (_, index) => `${index}`));
    expect(echoes.map((frame) => frame.message_id)).toEqual(
      echoes.map((frame) => frame.message_id).toSorted((a, b) => a - b),
    );
  });

  test.each([
    ['', 'empty'],
    ['  \n ', 'empty'],
    ['x'.repeat(101), 'longer than 100'],
  ])('[SEND6] refuses %j and says why', async (content, reason) => {
    const { connect, chat, store } = createParty();
    const { id: chat_id } = await chat('ann');
    const ann = await connect('ann');
    await ann.says({ type: 'message', chat_id, content, client_id: 'a1' });
    expect(ann.of('error')).toEqual([expect.objectContaining({ code: 'invalid', chat_id, client_id: 'a1' })]);
    expect(ann.of('error')[0]?.error).toContain(reason);
    expect(await store.lastMessageId(chat_id)).toBe(0);
  });

  test('[SEND7] a store that cannot save is an error that the sender sees, and nobody else sees the message', async () => {
    const memory = createMemoryStore();
    const store: Store = Object.assign(Object.create(memory) as Store, {
      addMessage: () => Promise.reject(new AppError('storage_unavailable')),
    });
    const { connect, chat } = createParty({ store });
    const { id: chat_id } = await chat('ann', ['bob']);
    const [ann, bob] = [await connect('ann'), await connect('bob')];
    await bob.says({ type: 'join', chat_id });
    await ann.says({ type: 'message', chat_id, content: 'hello', client_id: 'a1' });
    expect(ann.of('error')).toEqual([
      expect.objectContaining({ code: 'storage_unavailable', chat_id, client_id: 'a1' }),
    ]);
    expect(bob.of('message')).toEqual([]);
  });

  test('[LIMIT2] over the limit a message is refused with the seconds to wait', async () => {
    const limiter = {
      consume: (act: string) =>
        act === 'message'
          ? Promise.reject(new AppError('rate_limited', undefined, { retryAfter: 7 }))
          : Promise.resolve(),
    };
    const { connect, chat } = createParty({ limiter });
    const { id: chat_id } = await chat('ann');
    const ann = await connect('ann');
    await ann.says({ type: 'message', chat_id, content: 'hello', client_id: 'a1' });
    expect(ann.of('error')).toEqual([
      expect.objectContaining({ code: 'rate_limited', retry_after: 7, client_id: 'a1' }),
    ]);
  });

  test('[WIRE4] something unexpected is logged, answered without its details, and the connection lives on', async () => {
    const logged: object[] = [];
    const memory = createMemoryStore();
    const store: Store = Object.assign(Object.create(memory) as Store, {
      addMessage: () => Promise.reject(new TypeError('secret internals')),
    });
    const log = { info: () => {}, warn: () => {}, error: (fields: object) => void logged.push(fields) };
    const { connect, chat } = createParty({ store, log });
    const { id: chat_id } = await chat('ann');
    const ann = await connect('ann');
    await ann.says({ type: 'message', chat_id, content: 'hello' });
    expect(ann.of('error')[0]?.code).toBe('internal');
    expect(ann.of('error')[0]?.error).not.toContain('secret');
    expect(logged).toHaveLength(1);
    await ann.says({ type: 'ping' });
    expect(ann.of('pong')).toHaveLength(1);
  });
});
