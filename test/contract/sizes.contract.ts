import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Account, Store, StoredChat } from '../../server/core/ports/store.ts';
import { at, newAccount, newChat, newFile, newMessage } from '../support/records.ts';
import type { StoreUnderTest } from './store.contract.ts';

/** What every adapter of the store port promises who looks after it. */
export function sizesContract(create: () => Promise<StoreUnderTest>): void {
  describe('how large everything is', () => {
    let under: StoreUnderTest;
    let store: Store;
    let ann: Account;
    let bob: Account;
    let chat: StoredChat;
    let other: StoredChat;
    beforeEach(async () => {
      under = await create();
      store = await under.open();
      [ann, bob] = [await store.addAccount(newAccount('ann')), await store.addAccount(newAccount('bob'))];
      chat = await store.addChat(newChat({ owner_id: ann.id }), [ann.id, bob.id]);
      other = await store.addChat(newChat({ owner_id: bob.id }), [bob.id]);
    });
    afterEach(async () => {
      await store.close();
      await under.dispose();
    });

    test('[ADMIN1] all chats are listed with who takes part', async () => {
      expect(await store.chats()).toEqual([
        { chat, participantIds: [ann.id, bob.id] },
        { chat: other, participantIds: [bob.id] },
      ]);
    });

    test('[ADMIN1] the messages of each chat take some bytes, and the newest has its time', async () => {
      const nothing = { bytes: 0, newestAt: null };
      expect(await store.logSizes()).toEqual(new Map([chat, other].map(({ id }) => [id, nothing])));
      await store.addMessage(newMessage(chat.id, 'x'.repeat(40_000), { created_at: at(1) }));
      const { bytes = 0, newestAt } = (await store.logSizes()).get(chat.id) ?? {};
      expect([bytes > 40_000, newestAt]).toEqual([true, at(1)]);
      await store.addMessage(newMessage(chat.id, 'y', { created_at: at(2) }));
      const sizes = await store.logSizes();
      expect(sizes.get(chat.id)?.bytes).toBeGreaterThan(bytes);
      expect([sizes.get(chat.id)?.newestAt, sizes.get(other.id)]).toEqual([at(2), nothing]);
    });

    test('[ADMIN4] files are counted by chat and by who has uploaded them', async () => {
      for (const [chat_id, uploaded_by, content] of [
        [chat.id, ann.id, 'four'],
        [chat.id, bob.id, 'four'],
        [other.id, bob.id, 'twelve bytes'],
      ] as const) {
        const draft = await store.files.draft();
        await draft.write(Buffer.from(content));
        await store.files.add(draft, newFile({ chat_id, uploaded_by }));
      }
      const { byChat, byUser } = await store.files.usage();
      expect([byChat, byUser]).toEqual([
        new Map([
          [chat.id, 8],
          [other.id, 12],
        ]),
        new Map([
          [ann.id, 4],
          [bob.id, 16],
        ]),
      ]);
    });

    test('[ADMIN2] a chat is removed whoever owns it, where that is to make no difference', async () => {
      expect(await store.removeChat(chat.id, null)).toEqual([ann.id, bob.id]);
      expect(await store.chat(chat.id)).toBeUndefined();
      await expect(store.removeChat(chat.id, null)).rejects.toMatchObject({ code: 'not_authorized' });
    });

    test('after close it is not told any more', async () => {
      await store.close();
      const asked = [store.chats(), store.logSizes(), store.freeBytes(), store.files.usage()];
      const settled = await Promise.allSettled(asked);
      expect(settled.map((one) => one.status === 'rejected' && one.reason.code)).toEqual(Array(4).fill('not_ready'));
    });
  });
}
