import { beforeEach, describe, expect, test } from 'vitest';
import type { Account, Store, StoredChat } from '../../server/core/ports/store.ts';
import type { NewStoredWebhook } from '../../server/core/ports/webhook-store.ts';
import { newAccount, newChat, at } from '../support/records.ts';

/** What every adapter of the store port promises of webhooks. */
export function webhooksContract(storeOf: () => Store): void {
  let store: Store;
  let ann: Account;
  let chat: StoredChat;

  beforeEach(async () => {
    store = storeOf();
    ann = await store.addAccount(newAccount('hooker'));
    chat = await store.addChat(newChat({ owner_id: ann.id }), [ann.id]);
  });

  const outgoing = (): NewStoredWebhook => ({
    chat_id: chat.id,
    kind: 'outgoing',
    name: 'Builds',
    url: 'https://example.org/hook',
    secret: 'signing key',
    events: ['message', 'left'],
    hears_integrations: false,
    is_active: true,
    disabled_reason: null,
    created_by: ann.id,
    created_at: at(1),
  });
  const incoming = (secret: string): NewStoredWebhook => {
    return { ...outgoing(), kind: 'incoming', url: null, events: [], secret };
  };

  describe('webhooks', () => {
    test('[STORE40] what is added is there, with an id of its own, until it is removed', async () => {
      const first = await store.webhooks.add(outgoing(), 5);
      const second = await store.webhooks.add(incoming('token'), 5);
      expect(first).toEqual({ ...outgoing(), id: first.id });
      expect(second.id).toBeGreaterThan(first.id);
      expect(await store.webhooks.get(first.id)).toEqual(first);
      expect(await store.webhooks.ofChat(chat.id)).toEqual([first, second]);
      expect(await store.webhooks.all()).toEqual(expect.arrayContaining([first, second]));
      expect(await store.webhooks.remove(first.id)).toBe(true);
      expect(await store.webhooks.remove(first.id)).toBe(false);
      expect(await store.webhooks.get(first.id)).toBeUndefined();
      expect(await store.webhooks.ofChat(chat.id)).toEqual([second]);
    });

    test('[STORE40] a chat has only so many, and there are none of a chat that does not exist', async () => {
      await store.webhooks.add(outgoing(), 1);
      await expect(store.webhooks.add(outgoing(), 1)).rejects.toMatchObject({ code: 'too_many_webhooks' });
      const lost = { ...outgoing(), chat_id: 4711 };
      await expect(store.webhooks.add(lost, 1)).rejects.toMatchObject({ code: 'not_found' });
      expect(await store.webhooks.ofChat(4711)).toEqual([]);
    });

    test('[STORE41] an incoming one is found by its token, of which only a digest is kept', async () => {
      const hook = await store.webhooks.add(incoming('the token'), 5);
      expect(JSON.stringify(hook)).not.toContain('the token');
      expect(await store.webhooks.byToken('the token')).toEqual(hook);
      expect(await store.webhooks.byToken(hook.secret)).toBeUndefined();
      expect(await store.webhooks.byToken('another')).toBeUndefined();
      const renewed = await store.webhooks.change(hook.id, { secret: 'a new one' });
      expect(await store.webhooks.byToken('the token')).toBeUndefined();
      expect(await store.webhooks.byToken('a new one')).toEqual(renewed);
    });

    test('[STORE41] the key of an outgoing one finds nothing', async () => {
      const hook = await store.webhooks.add(outgoing(), 5);
      expect(hook.secret).toBe('signing key');
      expect(await store.webhooks.byToken('signing key')).toBeUndefined();
    });

    test('[STORE40] a change is made of what is stored by then, or is none', async () => {
      const { id } = await store.webhooks.add(outgoing(), 5);
      await Promise.all([
        store.webhooks.change(id, { name: 'Other' }),
        store.webhooks.change(id, ({ name }) => ({ name: `${name}!`, is_active: false })),
        store.webhooks.change(id, () => null),
      ]);
      expect(await store.webhooks.get(id)).toEqual({ ...outgoing(), id, name: 'Other!', is_active: false });
      await expect(store.webhooks.change(4711, { name: 'x' })).rejects.toMatchObject({ code: 'not_found' });
    });

    test('[STORE40] they go with their chat', async () => {
      const { id } = await store.webhooks.add(incoming('gone with it'), 5);
      await store.removeChat(chat.id, ann.id);
      expect(await store.webhooks.get(id)).toBeUndefined();
      expect(await store.webhooks.byToken('gone with it')).toBeUndefined();
    });

    test('nothing that is handed out is shared', async () => {
      const hook = await store.webhooks.add(outgoing(), 5);
      hook.events.push('joined');
      (await store.webhooks.ofChat(chat.id))[0]!.events.push('joined');
      expect((await store.webhooks.get(hook.id))?.events).toEqual(['message', 'left']);
    });
  });
}
