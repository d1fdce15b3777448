import { beforeEach, describe, expect, test } from 'vitest';
import type { Account, Store, StoredChat } from '../../server/core/ports/store.ts';
import type { Position } from '../../server/core/ports/traces.ts';
import type { Message } from '../../server/protocol/messages.ts';
import { at, newAccount, newChat, newMessage, newReply } from '../support/records.ts';
import { takeOut } from '../support/take-out.ts';

const position = (message_id: number, mention_ids: number[] = []): Position => {
  return { message_id, read_at: at(message_id), mention_ids };
};

/** What every adapter of the store port promises of what is read, and of what was said last. */
export function tracesContract(storeOf: () => Store): void {
  let store: Store;
  let ann: Account;
  let bob: Account;
  let chat: StoredChat;

  beforeEach(async () => {
    store = storeOf();
    [ann, bob] = [await store.addAccount(newAccount('reader')), await store.addAccount(newAccount('other'))];
    chat = await store.addChat(newChat({ owner_id: ann.id }), [ann.id, bob.id]);
  });

  const add = async (message: Parameters<Store['addMessage']>[0]): Promise<Message> =>
    (await store.addMessage(message)).message;

  describe('traces', () => {
    test('nothing is there until it is set', () => {
      expect(store.traces.position(chat.id, ann.id)).toBeUndefined();
      expect(store.traces.positions(chat.id).size).toBe(0);
      expect(store.traces.lastSeen(ann.id)).toBeUndefined();
      expect(store.traces.since).toBe(0);
    });

    test('what is set is there at once, for each participant and chat', () => {
      store.traces.setPosition(chat.id, ann.id, position(5, [3, 4]));
      store.traces.setPosition(chat.id, bob.id, position(2));
      store.traces.setPosition(chat.id, bob.id, position(6));
      store.traces.setLastSeen(bob.id, at(7));
      expect(store.traces.position(chat.id, ann.id)).toEqual(position(5, [3, 4]));
      expect([...store.traces.positions(chat.id)]).toEqual([
        [ann.id, position(5, [3, 4])],
        [bob.id, position(6)],
      ]);
      expect([store.traces.lastSeen(ann.id), store.traces.lastSeen(bob.id)]).toEqual([undefined, at(7)]);
    });

    test('[READ9] who leaves a chat, or the server, leaves none', async () => {
      const other = await store.addChat(newChat({ owner_id: ann.id }), [ann.id, bob.id]);
      for (const { id } of [chat, other]) store.traces.setPosition(id, bob.id, position(5));
      store.traces.setLastSeen(bob.id, at(7));
      await takeOut(store, chat.id, bob.id);
      expect(store.traces.position(chat.id, bob.id)).toBeUndefined();
      expect(store.traces.position(other.id, bob.id)).toEqual(position(5));
      await store.addParticipant(chat.id, bob.id);
      expect(store.traces.position(chat.id, bob.id)).toBeUndefined();
      await store.removeAccount(bob.id);
      expect(store.traces.position(other.id, bob.id)).toBeUndefined();
      expect(store.traces.lastSeen(bob.id)).toBeUndefined();
    });

    test('[PRESENCE5] whether somebody shows when they were here last is kept with their account', async () => {
      expect(bob.hides_last_seen).toBe(false);
      expect(await store.changeAccount(bob.id, { hides_last_seen: true })).toEqual({ ...bob, hides_last_seen: true });
      expect([await store.account(bob.id), await store.account(ann.id)]).toEqual([
        { ...bob, hides_last_seen: true },
        ann,
      ]);
      await expect(store.changeAccount(999, { hides_last_seen: true })).rejects.toMatchObject({
        code: 'user_not_found',
      });
    });

    test('participants are counted', async () => {
      expect([await store.participantCount(chat.id), await store.participantCount(999)]).toEqual([2, 0]);
    });
  });

  describe('what was said last', () => {
    const last = async () => (await store.newest(chat.id)).message;

    test('[READ6] is nothing at first, then the newest message, short', async () => {
      expect(await store.newest(chat.id)).toEqual({ message: null, changes: 0 });
      expect(await store.newest(999)).toEqual({ message: null, changes: 0 });
      await add(newMessage(chat.id, 'first', { user_id: ann.id }));
      const { id } = await add(newMessage(chat.id, 'x'.repeat(500), { user_id: bob.id, username: 'other' }));
      const preview = 'x'.repeat(140);
      const rest = { user_id: bob.id, username: 'other', is_bot: false, created_at: at() };
      expect(await last()).toEqual({ id, preview, ...rest });
    });

    test('[READ6] a reply is it once it has ended, unless something newer was said', async () => {
      await add(newMessage(chat.id, 'question', { user_id: ann.id }));
      const reply = await add(newReply(chat.id, ''));
      await store.changeMessage(chat.id, reply.id, { content: 'half', status: 'streaming' });
      expect((await last())?.preview).toBe('question');
      const { changes } = await store.newest(chat.id);
      await store.changeMessage(chat.id, reply.id, { content: 'whole', status: 'complete' });
      expect(await last()).toMatchObject({ id: reply.id, preview: 'whole', user_id: null, is_bot: true });
      expect((await store.newest(chat.id)).changes).toBeGreaterThan(changes);
      const late = await add(newReply(chat.id, ''));
      await add(newMessage(chat.id, 'newer', { user_id: ann.id }));
      await store.changeMessage(chat.id, late.id, { content: 'late', status: 'complete' });
      expect((await last())?.preview).toBe('newer');
    });

    test('[READ6] follows what is changed, and counts it', async () => {
      const first = await add(newMessage(chat.id, 'first', { user_id: ann.id }));
      const second = await add(newMessage(chat.id, 'second', { user_id: ann.id }));
      const { changes } = await store.newest(chat.id);
      await store.changeMessage(chat.id, first.id, { content: 'first, edited' });
      expect((await last())?.preview).toBe('second');
      await store.changeMessage(chat.id, second.id, { content: 'second, edited' });
      expect((await last())?.preview).toBe('second, edited');
      await store.changeMessage(chat.id, second.id, { content: '', deleted_at: at(9) });
      expect(await last()).toMatchObject({ id: second.id, preview: '', deleted: true });
      expect((await store.newest(chat.id)).changes).toBe(changes + 3);
    });

    test('[READ6] of a message that is nothing but files, it is what they are called', async () => {
      const file = { size: 1, type: 'image/png' };
      const files = ['a.png', 'b.png'].map((name, i) => ({ ...file, id: i + 1, name }));
      await add(newMessage(chat.id, '', { user_id: ann.id, files }));
      expect((await last())?.preview).toBe('a.png, b.png');
    });
  });
}
