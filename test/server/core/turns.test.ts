import { describe, expect, test } from 'vitest';
import { AppError } from '../../../server/core/errors.ts';
import { ModelError } from '../../../server/core/ports/model.ts';
import type { Store } from '../../../server/core/ports/store.ts';
import { QUEUE_MAX } from '../../../server/core/turns.ts';
import type { Message } from '../../../server/protocol/messages.ts';
import { replySentence } from '../../../server/protocol/reply-sentences.ts';
import { createMemoryStore } from '../../../server/store/memory.ts';
import { createParty, type LinkedConnection } from '../../support/party.ts';
import { textsOf } from '../../support/read-model.ts';

/** A party with ann and bob in the room of one chat. */
async function inRoom(options: Parameters<typeof createParty>[0] = {}, fields: { is_ai_chat?: boolean } = {}) {
  const party = createParty(options);
  const { id: chat_id } = await party.chat('ann', ['bob'], fields);
  const [ann, bob] = [await party.connect('ann'), await party.connect('bob')];
  await ann.says({ type: 'join', chat_id });
  await bob.says({ type: 'join', chat_id });
  const ask = async (who: LinkedConnection, question: string) => {
    await who.says({ type: 'message', chat_id, content: `/bot ${question}` });
    return who.of('message').findLast((frame) => frame.username === who.username)?.message_id ?? 0;
  };
  const completion = (connection: LinkedConnection) =>
    connection.of('bot_stream').findLast((frame) => frame.is_complete);
  const stored = async () => (await party.store.messages(chat_id, { limit: 50 })).filter((message) => message.is_bot);
  return { ...party, chat_id, ann, bob, ask, completion, stored };
}

describe('a turn', () => {
  test('[TURN1] everybody in the room sees the reply grow and end, and it is stored first', async () => {
    const { ann, bob, ask, model, clock, completion, stored } = await inRoom();
    const question = await ask(ann, 'hi');
    expect(bob.of('bot_stream')[0]).toMatchObject({ chunk: '', offset: 0, asked_by: 'ann', reply_to: question });
    model.replies[0]?.text('Hello ');
    await clock.settle();
    model.replies[0]?.text('there');
    await clock.advance(50);
    const replyId = bob.of('bot_stream')[0]?.message_id ?? 0;
    expect(bob.textOf(replyId)).toBe('Hello there');
    model.replies[0]?.finish();
    await clock.settle();
    expect(completion(bob)).toMatchObject({ is_complete: true, full_response: 'Hello there', status: 'complete' });
    expect(await stored()).toEqual([
      expect.objectContaining({ id: replyId, content: 'Hello there', status: 'complete', asked_by: 'ann' }),
    ]);
  });

  test('[TURN2] the first chunk leaves at once, later ones at most every 50 ms', async () => {
    const { ann, bob, ask, model, clock } = await inRoom();
    await ask(ann, 'hi');
    const chunks = () => bob.of('bot_stream').filter((frame) => frame.chunk !== '');
    model.replies[0]?.text('a');
    await clock.settle();
    expect(chunks()).toHaveLength(1);
    for (let time = 0; time < 1000; time += 5) {
      model.replies[0]?.text('b');
      await clock.advance(5);
    }
    expect(chunks().length).toBeGreaterThan(15);
    expect(chunks().length).toBeLessThanOrEqual(21);
  });

  test('[TURN3] a running reply is saved at most once a second', async () => {
    const changes: Message[] = [];
    const memory = createMemoryStore();
    const store: Store = Object.assign(Object.create(memory) as Store, {
      changeMessage: async (...change: Parameters<Store['changeMessage']>) => {
        const changed = await memory.changeMessage(...change);
        changes.push(changed);
        return changed;
      },
    });
    const { ann, ask, model, clock } = await inRoom({ store });
    await ask(ann, 'hi');
    for (let time = 0; time < 3500; time += 100) {
      model.replies[0]?.text('x');
      await clock.advance(100);
    }
    expect(changes.map((change) => change.status)).toEqual(['streaming', 'streaming', 'streaming']);
    expect(changes.at(-1)?.content.length).toBeGreaterThanOrEqual(25);
  });

  test('[TURN4] a late joiner sees the whole reply so far, and then the rest', async () => {
    const { ann, ask, model, clock, connect, chat_id } = await inRoom();
    await ask(ann, 'hi');
    model.replies[0]?.text('One ');
    await clock.settle();
    model.replies[0]?.text('two ');
    const late = await connect('bob');
    await late.says({ type: 'join', chat_id });
    const [catchUp] = late.of('bot_stream');
    expect(catchUp).toMatchObject({ offset: 0, chunk: 'One ', asked_by: 'ann' });
    model.replies[0]?.text('three');
    await clock.advance(50);
    expect(late.textOf(catchUp?.message_id ?? 0)).toBe('One two three');
    const appended = late.of('bot_stream').map((frame) => frame.chunk);
    expect(appended.join(''), 'a client that knows no offsets just appends').toBe('One two three');
  });

  test('[TURN5] who was behind gets the whole text once it has caught up', async () => {
    const { ann, bob, ask, model, clock, hub } = await inRoom();
    await ask(ann, 'hi');
    bob.isBehind = true;
    model.replies[0]?.text('missed');
    await clock.advance(50);
    bob.isBehind = false;
    model.replies[0]?.text(' and seen');
    await clock.advance(50);
    const replyId = bob.of('bot_stream')[0]?.message_id ?? 0;
    expect(bob.textOf(replyId)).not.toBe('missed and seen');
    hub.catchUp(bob);
    expect(bob.textOf(replyId)).toBe('missed and seen');
  });

  test('[TURN5] who is behind knows that there is a reply, as of every message', async () => {
    const { ann, bob, ask, model, clock } = await inRoom();
    bob.isBehind = true;
    await ask(ann, 'hi');
    model.replies[0]?.text('missed');
    await clock.advance(50);
    expect(bob.of('bot_stream')).toMatchObject([{ offset: 0, chunk: '', asked_by: 'ann' }]);
  });

  test('[TURN6] turns of one chat run one at a time and in order, and the room is told who waits', async () => {
    const { ann, bob, ask, model, clock } = await inRoom();
    await ask(ann, 'one');
    const second = await ask(bob, 'two');
    const third = await ask(ann, 'three');
    expect(model.replies).toHaveLength(1);
    expect(bob.of('turn_queued')).toEqual([
      expect.objectContaining({ message_id: second, username: 'bob', position: 0 }),
      expect.objectContaining({ message_id: third, username: 'ann', position: 1 }),
    ]);
    model.replies[0]?.finish();
    await clock.settle();
    expect(model.replies).toHaveLength(2);
    expect(bob.of('turn_queued').at(-1)).toMatchObject({ message_id: third, position: 0 });
    model.replies[1]?.finish();
    await clock.settle();
    const asked = model.replies.map((reply) => textsOf(reply.request.contents.at(-1)).at(-1)?.split('\n')[1]);
    expect(asked).toEqual(['one', 'two', 'three']);
  });

  test('[TURN6] turns of different chats do not wait for each other', async () => {
    const { ann, ask, model, chat } = await inRoom();
    await ask(ann, 'one');
    const { id } = await chat('ann');
    await ann.says({ type: 'message', chat_id: id, content: '/bot elsewhere' });
    expect(model.replies).toHaveLength(2);
  });

  test('[TURN6] who joins is told which turns wait', async () => {
    const { ann, ask, connect, chat_id } = await inRoom();
    await ask(ann, 'one');
    const second = await ask(ann, 'two');
    const late = await connect('bob');
    await late.says({ type: 'join', chat_id });
    expect(late.of('turn_queued')).toEqual([expect.objectContaining({ message_id: second, position: 0 })]);
  });

  test('[TURN7] any participant may stop a reply; the generation ends and what was said is kept', async () => {
    const { ann, bob, ask, model, clock, completion, stored, chat_id } = await inRoom();
    await ask(ann, 'hi');
    model.replies[0]?.text('So far');
    await clock.settle();
    const message_id = bob.of('bot_stream')[0]?.message_id ?? 0;
    await bob.says({ type: 'stop', chat_id, message_id });
    expect(model.replies[0]?.signal.aborted).toBe(true);
    expect(completion(ann)).toMatchObject({ status: 'stopped', full_response: 'So far', detail: 'Stopped by bob.' });
    expect((await stored())[0]).toMatchObject({ status: 'stopped', content: 'So far' });
    await bob.says({ type: 'stop', chat_id, message_id });
    expect(bob.of('error')).toEqual([expect.objectContaining({ code: 'nothing_to_stop' })]);
  });

  test('[TURN8] a waiting turn can be withdrawn by its question and never reaches the model', async () => {
    const { ann, bob, ask, model, clock, completion, chat_id } = await inRoom();
    await ask(ann, 'one');
    const second = await ask(bob, 'two');
    await ask(ann, 'three');
    await bob.says({ type: 'stop', chat_id, message_id: second });
    expect(completion(ann)).toMatchObject({ status: 'stopped', reply_to: second, full_response: '' });
    expect(ann.of('turn_queued').at(-1)).toMatchObject({ position: 0, username: 'ann' });
    model.replies[0]?.finish();
    await clock.settle();
    expect(model.replies).toHaveLength(2);
    expect(textsOf(model.replies[1]?.request.contents.at(-1)).at(-1)).toContain('three');
  });

  test('[TURN9] a failed reply keeps its text and says why; the next question is answered all the same', async () => {
    const { ann, bob, ask, model, clock, completion } = await inRoom();
    await ask(ann, 'hi');
    model.replies[0]?.text('Half');
    await clock.settle();
    model.replies[0]?.fail(new ModelError(replySentence('overloaded')));
    await clock.settle();
    expect(completion(bob)).toMatchObject({
      status: 'failed',
      full_response: 'Half',
      detail: 'Gemini is overloaded at the moment. Ask again in a few minutes.',
    });
    await ask(bob, 'again');
    expect(model.replies).toHaveLength(2);
  });

  test('[TURN9] an unexpected failure is told without its details', async () => {
    const { ann, bob, ask, model, clock, completion } = await inRoom();
    await ask(ann, 'hi');
    model.replies[0]?.fail(new TypeError('internals'));
    await clock.settle();
    expect(completion(bob)).toMatchObject({ status: 'failed' });
    expect(completion(bob)?.detail).not.toContain('internals');
  });

  test.each([
    ['blocked', replySentence('replySafety'), 'blocked'],
    ['length', replySentence('modelLimit'), 'complete'],
  ] as const)('[TURN10] an end as %s carries its sentence', async (reason, detail, status) => {
    const { ann, bob, ask, model, clock, completion } = await inRoom();
    await ask(ann, 'hi');
    model.replies[0]?.finish(reason, detail);
    await clock.settle();
    expect(completion(bob)).toMatchObject({ status, detail });
  });

  test('[TURN11] an AI chat answers every message, another one only the command with a question behind it', async () => {
    const ai = await inRoom({}, { is_ai_chat: true });
    await ai.ann.says({ type: 'message', chat_id: ai.chat_id, content: 'just so' });
    expect(ai.model.replies).toHaveLength(1);
    const { ann, chat_id, model } = await inRoom();
    for (const content of ['just so', '/bot', '/bot   ', '/botany', ' /bot hi']) {
      await ann.says({ type: 'message', chat_id, content });
    }
    expect(ann.of('message')).toHaveLength(5);
    expect(model.replies).toHaveLength(0);
  });

  test('[TURN12] a full queue refuses the question before it is stored', async () => {
    const { ann, ask, store, chat_id } = await inRoom();
    for (let count = 0; count <= QUEUE_MAX; count++) await ask(ann, 'more');
    const last = await store.lastMessageId(chat_id);
    await ask(ann, 'one too many');
    expect(ann.of('error')).toEqual([expect.objectContaining({ code: 'too_many_turns' })]);
    expect(await store.lastMessageId(chat_id)).toBe(last);
  });

  test('[TURN13] at the end of the server a running reply is stored as interrupted and the room is told', async () => {
    const { ann, bob, ask, model, clock, completion, stored, hub } = await inRoom();
    await ask(ann, 'hi');
    await ask(ann, 'waiting');
    model.replies[0]?.text('Half');
    await clock.settle();
    await hub.close();
    expect(completion(bob)).toMatchObject({ status: 'interrupted', full_response: 'Half' });
    expect((await stored()).map((message) => message.status)).toEqual(['interrupted']);
    expect(bob.closed).toEqual([{ code: 1001, reason: expect.any(String) }]);
    expect(bob.of('user_left')).toEqual([]);
  });

  test('[TURN14] an end that cannot be saved is not announced until it can', async () => {
    const memory = createMemoryStore();
    let full = false;
    const store: Store = Object.assign(Object.create(memory) as Store, {
      changeMessage: (...change: Parameters<Store['changeMessage']>) =>
        full ? Promise.reject(new AppError('storage_unavailable')) : memory.changeMessage(...change),
    });
    const { ann, bob, ask, model, clock, completion } = await inRoom({ store });
    await ask(ann, 'hi');
    full = true;
    model.replies[0]?.text('All of it');
    model.replies[0]?.finish();
    await clock.advance(5000);
    expect(completion(bob)).toBeUndefined();
    expect(bob.of('error')).toEqual([expect.objectContaining({ code: 'storage_unavailable' })]);
    full = false;
    await clock.advance(1000);
    expect(completion(bob)).toMatchObject({ status: 'complete', full_response: 'All of it' });
  });

  test('[TURN15] a question whose answer cannot be started tells who asked', async () => {
    const memory = createMemoryStore();
    const store: Store = Object.assign(Object.create(memory) as Store, {
      addMessage: (message: Parameters<Store['addMessage']>[0]) =>
        message.is_bot ? Promise.reject(new AppError('storage_unavailable')) : memory.addMessage(message),
    });
    const { ann, bob, ask } = await inRoom({ store });
    await ask(ann, 'hi');
    expect(ann.of('error')).toEqual([expect.objectContaining({ code: 'storage_unavailable' })]);
    expect(bob.of('error')).toEqual([]);
  });
});
