import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../server/core/errors.ts';
import type { Account, PageRequest, Store, StoredChat } from '../../server/core/ports/store.ts';
import type { Message } from '../../server/protocol/messages.ts';
import { newAccountFields } from '../../server/store/account-fields.ts';
import { at, newAccount, newChat, newInvite, newMessage, newReply } from '../support/records.ts';
import { takeOut } from '../support/take-out.ts';
import { PeopleModel, peopleCommands } from './people-model.ts';
import { ChatModel, commands } from './store-model.ts';
import { tracesContract } from './traces.contract.ts';
import { webhooksContract } from './webhooks.contract.ts';

/** One adapter of the store port, with a place of its own for its data. */
export interface StoreUnderTest {
  open(): Promise<Store>;
  /** Opens what is left after the process and the power died; only where the adapter is durable. */
  reopenAfterCrash?(): Promise<Store>;
  dispose(): Promise<void>;
}

const texts = (messages: Message[]): string[] => messages.map(({ content }) => content);

/** What every adapter of the store port promises. */
export function storeContract(create: () => Promise<StoreUnderTest>, { durable }: { durable: boolean }): void {
  let under: StoreUnderTest;
  let store: Store;
  let ann: Account;
  let bob: Account;
  let chat: StoredChat;
  let other: StoredChat;

  beforeEach(async () => {
    under = await create();
    store = await under.open();
    ann = await store.addAccount(newAccount('ann'));
    bob = await store.addAccount(newAccount('bob'));
    chat = await store.addChat(newChat({ owner_id: ann.id }), [ann.id, bob.id]);
    other = await store.addChat(newChat({ owner_id: bob.id, name: 'Other' }), [bob.id]);
  });

  afterEach(async () => {
    await store.close();
    await under.dispose();
  });

  const page = async (request: PageRequest): Promise<string> => texts(await store.messages(chat.id, request)).join('');
  const add = async (content: string, more: Parameters<typeof newMessage>[2] = {}): Promise<Message> =>
    (await store.addMessage(newMessage(chat.id, content, more))).message;

  describe('accounts', () => {
    test('an account is found by every form of its name, and by no other', async () => {
      const { id } = await store.addAccount(newAccount('Straße'));
      const found = (forms: string[]) => Promise.all(forms.map(async (form) => (await store.accountByName(form))?.id));
      expect(await found(['Straße', 'straße', 'STRASSE', 'Ｓtraße', 'stra\u200dße'])).toEqual(Array(5).fill(id));
      expect(await found(['Strase', 'Straßen', '', 'constructor', '__proto__'])).toEqual(Array(5).fill(undefined));
    });

    test('[MEMBER1] [MEMBER2] accounts are found by a part of their folded name, its starts first, outside a chat', async () => {
      for (const name of ['bo10', 'Bo2', 'rambo']) await store.addAccount(newAccount(name));
      const found = async (wanted: string, limit: number, outsideChatId?: number) =>
        (await store.findAccounts(wanted, { limit, outsideChatId })).map(({ username }) => username);
      expect(await found('bo', 9)).toEqual(['Bo2', 'bo10', 'bob', 'rambo']);
      expect(await found('bo', 2)).toEqual(['Bo2', 'bo10']);
      expect(await found('bo', 9, chat.id)).toEqual(['Bo2', 'bo10', 'rambo']);
      expect(await found('x', 9)).toEqual([]);
      await store.removeAccount(bob.id);
      expect(await found('bob', 9)).toEqual([]);
    });

    test('[PROFILE4] accounts are found by a part of what they are called, too', async () => {
      await store.changeAccount(bob.id, { display_name: 'Zoë Bobby' });
      const found = async (wanted: string) => (await store.findAccounts(wanted, { limit: 9 })).map(({ id }) => id);
      expect(await found('zoë')).toEqual([bob.id]);
      expect(await found('bob')).toEqual([bob.id]);
      expect(await found('zoe')).toEqual([]);
    });

    test('[PROFILE2] it is known whether a name reads as the username of another account, removed ones among them', async () => {
      const { id } = await store.addAccount(newAccount('Cleo_P.'));
      expect(await store.isReadAs('cleop', bob.id)).toBe(true);
      expect(await store.isReadAs('cleop', id)).toBe(false);
      expect(await store.isReadAs('cleo', bob.id)).toBe(false);
      await store.removeAccount(id);
      expect(await store.isReadAs('cleop', bob.id)).toBe(true);
    });

    test('[STORE16] a name or address that differs in case or Unicode form only is taken', async () => {
      await expect(store.addAccount(newAccount('ANN', { email: 'x@example.org' }))).rejects.toMatchObject({
        code: 'username_taken',
      });
      await expect(store.addAccount(newAccount('ａnn', { email: 'x@example.org' }))).rejects.toMatchObject({
        code: 'username_taken',
      });
      await expect(store.addAccount(newAccount('eve', { email: 'ANN@Example.org' }))).rejects.toMatchObject({
        code: 'email_taken',
      });
      await expect(store.addAccount(newAccount('Ann'))).rejects.toMatchObject({ code: 'username_taken' });
      await expect(store.addAccount(newAccount('eve', { email: 'ann@example.com' }))).resolves.toBeDefined();
    });

    test('[STORE16] of many that ask for one name at once, one gets it', async () => {
      const tries = await Promise.allSettled(
        ['eve', 'Eve', 'EVE'].map((username, i) =>
          store.addAccount(newAccount(username, { email: `${i}@example.org` })),
        ),
      );
      expect(tries.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected']);
    });

    test('ids of accounts differ', async () => {
      const more = await Promise.all(['x', 'y', 'z'].map((username) => store.addAccount(newAccount(username))));
      expect(new Set([ann, bob, ...more].map(({ id }) => id)).size).toBe(5);
    });

    test('all are listed, oldest first, and found by id', async () => {
      expect(await store.accounts()).toEqual([ann, bob]);
      expect(await store.account(bob.id)).toEqual(bob);
      expect(await store.account(999)).toBeUndefined();
    });

    test('[STORE19] the first account is the host, and stays it', async () => {
      expect([ann.is_host, bob.is_host]).toEqual([true, false]);
      expect(await store.host()).toEqual(ann);
      await expect(store.removeAccount(ann.id)).rejects.toMatchObject({ code: 'host_stays' });
      expect(await store.accountByName('ann')).toEqual(ann);
    });

    test('[STORE19] of many that must be the first, none is where somebody was before', async () => {
      const arrival = { chatIds: [], mustBeFirst: true };
      await expect(store.addAccount(newAccount('eve'), arrival)).rejects.toMatchObject({ code: 'invite_invalid' });
      expect(await store.accountByName('eve')).toBeUndefined();
    });

    test('[STORE16] accounts without an address are not in the way of each other', async () => {
      const guests = await Promise.all(
        ['g1', 'g2'].map((name) => store.addAccount(newAccount(name, { email: null, is_guest: true }))),
      );
      expect(guests.map(({ email, is_guest }) => [email, is_guest])).toEqual([
        [null, true],
        [null, true],
      ]);
    });

    test('[STORE20] an account comes with its chats and its invite, or not at all', async () => {
      const invite = (await store.addInvite(newInvite('CODE')))!;
      const arrival = { chatIds: [other.id, chat.id, chat.id], inviteId: invite.id };
      const eve = await store.addAccount(newAccount('eve'), arrival);
      expect(new Set((await store.chatsOf(eve.id)).map(({ id }) => id))).toEqual(new Set([chat.id, other.id]));
      expect((await store.participants(chat.id)).map(({ username }) => username)).toEqual(['ann', 'bob', 'eve']);
      expect((await store.invite(invite.id))?.uses).toBe(1);

      const fred = newAccount('fred');
      await expect(store.addAccount(fred, { chatIds: [chat.id, 999] })).rejects.toMatchObject({ code: 'not_found' });
      await store.removeInvite(invite.id);
      await expect(store.addAccount(fred, arrival)).rejects.toMatchObject({ code: 'invite_invalid' });
      await expect(store.addAccount(newAccount('eve'), arrival)).rejects.toMatchObject({ code: 'username_taken' });
      expect(await store.participants(chat.id)).toHaveLength(3);
      expect(await store.addAccount(fred)).toMatchObject({ username: 'fred' });
    });

    test("[STORE21] a guest's account becomes an ordinary one, once", async () => {
      const guest = await store.addAccount(newAccount('guest', { email: null, is_guest: true }));
      const credentials = { email: 'guest@example.org', password_hash: 'new' };
      await expect(store.upgradeGuest(guest.id, { ...credentials, email: 'ANN@example.org' })).rejects.toMatchObject({
        code: 'email_taken',
      });
      const upgraded = { ...guest, ...credentials, is_guest: false };
      expect(await store.upgradeGuest(guest.id, credentials)).toEqual(upgraded);
      expect(await store.accountByName('GUEST')).toEqual(upgraded);
      await expect(store.upgradeGuest(guest.id, credentials)).rejects.toMatchObject({ code: 'not_a_guest' });
      await expect(store.upgradeGuest(999, credentials)).rejects.toMatchObject({ code: 'user_not_found' });
      await expect(store.addAccount(newAccount('x', { email: 'Guest@example.org' }))).rejects.toMatchObject({
        code: 'email_taken',
      });
    });

    test('[STORE22] a removed account is gone from everywhere but its messages', async () => {
      await add('said before', { user_id: bob.id, username: 'bob' });
      await store.addInvite(newInvite('MINE', { created_by: bob.id }));
      await store.addInvite(newInvite('ANNS', { created_by: ann.id }));
      expect(new Set((await store.removeAccount(bob.id)).map(({ chat_id }) => chat_id))).toEqual(
        new Set([chat.id, other.id]),
      );
      expect([await store.accountByName('bob'), await store.account(bob.id)]).toEqual([undefined, undefined]);
      expect(await store.accounts()).toEqual([ann]);
      expect(await store.participants(chat.id)).toEqual([ann]);
      expect([await store.isParticipant(chat.id, bob.id), await store.chatsOf(bob.id)]).toEqual([false, []]);
      expect((await store.invites()).map(({ code }) => code)).toEqual(['ANNS']);
      expect(texts(await store.messages(chat.id, { limit: 5 }))).toEqual(['said before']);
      expect(await store.chat(other.id)).toEqual(other);
      await expect(store.removeAccount(bob.id)).rejects.toMatchObject({ code: 'user_not_found' });
      await expect(store.addParticipant(chat.id, bob.id)).rejects.toMatchObject({ code: 'user_not_found' });
    });

    test('[STORE22] nobody gets the name, the address or the id of a removed account', async () => {
      await store.removeAccount(bob.id);
      await expect(store.addAccount(newAccount('BOB', { email: null }))).rejects.toMatchObject({
        code: 'username_taken',
      });
      await expect(store.addAccount(newAccount('rob', { email: 'Bob@example.org' }))).rejects.toMatchObject({
        code: 'email_taken',
      });
      expect((await store.addAccount(newAccount('rob'))).id).toBeGreaterThan(bob.id);
    });
  });

  describe('invites', () => {
    test('[STORE23] an invite is found by its token and by its code, and by no near miss', async () => {
      const invite = (await store.addInvite(newInvite('CODE', { chat_id: chat.id, expires_at: at(9) })))!;
      expect(invite).toEqual({ ...newInvite('CODE'), chat_id: chat.id, expires_at: at(9), id: invite.id, uses: 0 });
      const found = (secrets: string[]) => Promise.all(secrets.map(async (secret) => store.inviteBySecret(secret)));
      expect(await found(['CODE', 'CODE-token'])).toEqual([invite, invite]);
      expect(await found(['code', 'COD', 'CODE-TOKEN', '', '__proto__', String(invite.id)])).toEqual(
        Array(6).fill(undefined),
      );
      expect(await store.invite(invite.id)).toEqual(invite);
      expect(await store.invites()).toEqual([invite]);
    });

    test('[STORE23] no two invites share a token or a code, also when added at once', async () => {
      const added = await Promise.all([
        store.addInvite(newInvite('SAME')),
        store.addInvite(newInvite('SAME', { token: 'another' })),
        store.addInvite(newInvite('ELSE', { token: 'SAME-token' })),
        store.addInvite(newInvite('SAME-token', { token: 'third' })),
      ]);
      expect(added.map((invite) => invite !== undefined)).toEqual([true, false, false, false]);
      const free = (await store.addInvite(newInvite('FREE')))!;
      const renewal = { token: 'fresh', code: 'SAME', created_at: at(1), expires_at: null };
      expect(await store.renewInvite(free.id, renewal)).toBeUndefined();
      expect(await store.invite(free.id)).toEqual(free);
    });

    test('[STORE23] a renewed invite is found by its new secrets only, and keeps the rest', async () => {
      const invite = (await store.addInvite(newInvite('OLD', { chat_id: chat.id })))!;
      const renewal = { token: 'new-token', code: 'NEW', created_at: at(1), expires_at: at(2) };
      const renewed = await store.renewInvite(invite.id, renewal);
      expect(renewed).toEqual({ ...invite, ...renewal });
      expect([await store.inviteBySecret('NEW'), await store.inviteBySecret('new-token')]).toEqual([renewed, renewed]);
      expect([await store.inviteBySecret('OLD'), await store.inviteBySecret('OLD-token')]).toEqual([
        undefined,
        undefined,
      ]);
      await expect(store.renewInvite(999, renewal)).rejects.toMatchObject({ code: 'not_found' });
    });

    test('[STORE23] a removed invite opens nothing, and its id is not given again', async () => {
      const invite = (await store.addInvite(newInvite('CODE')))!;
      expect([await store.removeInvite(invite.id), await store.removeInvite(invite.id)]).toEqual([true, false]);
      expect([await store.inviteBySecret('CODE'), await store.invite(invite.id)]).toEqual([undefined, undefined]);
      await expect(store.addParticipant(other.id, ann.id, invite.id)).rejects.toMatchObject({ code: 'invite_invalid' });
      expect(await store.isParticipant(other.id, ann.id)).toBe(false);
      expect((await store.addInvite(newInvite('CODE')))!.id).toBeGreaterThan(invite.id);
    });

    test('[STORE20] an invite counts whom it brought into a chat, each once', async () => {
      const invite = (await store.addInvite(newInvite('CODE', { chat_id: other.id })))!;
      const added = await Promise.all([1, 2].map(() => store.addParticipant(other.id, ann.id, invite.id)));
      expect(added).toEqual([true, false]);
      expect((await store.inviteBySecret('CODE'))?.uses).toBe(1);
    });
  });

  test('[STORE24] a setting is decided once, by who comes first', async () => {
    expect(await store.settle({})).toEqual({ server_id: null, lobby_chat_id: null });
    const [first, second] = await Promise.all([store.settle({ server_id: 'a' }), store.settle({ server_id: 'b' })]);
    const decided = { server_id: 'a', lobby_chat_id: null };
    expect([first, second]).toEqual([decided, decided]);
    expect(await store.settle({ lobby_chat_id: chat.id })).toEqual({ server_id: 'a', lobby_chat_id: chat.id });
  });

  describe('chats', () => {
    test('participants are listed in the order in which they were added, each once', async () => {
      const group = await store.addChat(newChat({ owner_id: bob.id }), [bob.id, ann.id, bob.id]);
      expect((await store.participants(group.id)).map(({ username }) => username)).toEqual(['bob', 'ann']);
      expect(await store.isParticipant(group.id, ann.id)).toBe(true);
      expect(await store.isParticipant(other.id, ann.id)).toBe(false);
    });

    test('a participant is added once', async () => {
      expect(await store.addParticipant(other.id, ann.id)).toBe(true);
      expect(await store.addParticipant(other.id, ann.id)).toBe(false);
      expect((await store.participants(other.id)).map(({ id }) => id)).toEqual([bob.id, ann.id]);
    });

    test('of many that add one participant at once, one does', async () => {
      const added = await Promise.all([1, 2, 3].map(() => store.addParticipant(other.id, ann.id)));
      expect(added.filter(Boolean)).toHaveLength(1);
    });

    test('[STORE25] who is removed from a chat takes no part in it, and in all others as before', async () => {
      const mine = await add('mine', { user_id: bob.id });
      expect(await takeOut(store, chat.id, bob.id)).toBe(true);
      expect(await takeOut(store, chat.id, bob.id)).toBe(false);
      expect((await store.participants(chat.id)).map(({ id }) => id)).toEqual([ann.id]);
      expect((await store.chatsOf(bob.id)).map(({ id }) => id)).toEqual([other.id]);
      expect(await store.messages(chat.id, { limit: 10 })).toEqual([mine]);
      expect(await store.addParticipant(chat.id, bob.id)).toBe(true);
      expect((await store.participants(chat.id)).map(({ id }) => id)).toEqual([ann.id, bob.id]);
    });

    test('[STORE25] nobody is removed from where they are not', async () => {
      expect(await takeOut(store, other.id, ann.id)).toBe(false);
      expect(await takeOut(store, chat.id, 999)).toBe(false);
      await expect(takeOut(store, 999, ann.id)).rejects.toMatchObject({ code: 'not_found' });
      expect(await store.participants(chat.id)).toHaveLength(2);
    });

    test('[STORE25] the invites of who is removed lead into that chat no more', async () => {
      const invites = await Promise.all(
        [
          newInvite('A', { created_by: bob.id, chat_id: chat.id }),
          newInvite('B', { created_by: bob.id, chat_id: other.id }),
          newInvite('C', { created_by: bob.id }),
          newInvite('D', { created_by: ann.id, chat_id: chat.id }),
        ].map((invite) => store.addInvite(invite)),
      );
      await takeOut(store, chat.id, bob.id);
      expect(await store.invites()).toEqual(invites.slice(1));
      expect(await store.inviteBySecret('A')).toBeUndefined();
    });

    test('[STORE25] who takes no part in a chat adds no message, whatever they were told before', async () => {
      const refused = { code: 'not_authorized' };
      const mine = newMessage(chat.id, 'mine', { user_id: bob.id, client_id: 'k' });
      await store.addMessage(mine);
      await expect(store.addMessage(newMessage(other.id, 'x', { user_id: ann.id }))).rejects.toMatchObject(refused);
      await takeOut(store, chat.id, bob.id);
      await expect(store.addMessage(newMessage(chat.id, 'y', { user_id: bob.id }))).rejects.toMatchObject(refused);
      await expect(store.addMessage(mine)).rejects.toMatchObject(refused);
      expect(texts(await store.messages(chat.id, { limit: 10 }))).toEqual(['mine']);
      expect((await store.addMessage(newReply(chat.id, 'the bot'))).added).toBe(true);
      await store.addParticipant(chat.id, bob.id);
      expect((await store.addMessage(mine)).added).toBe(false);
    });

    test('[STORE25] of many that remove and add somebody at once, each counts in its turn', async () => {
      const answers = await Promise.all([
        takeOut(store, chat.id, bob.id),
        store.addParticipant(chat.id, bob.id),
        takeOut(store, chat.id, bob.id),
        takeOut(store, chat.id, bob.id),
      ]);
      expect(answers).toEqual([true, true, true, false]);
      expect(await store.isParticipant(chat.id, bob.id)).toBe(false);
    });

    test('a chat is changed, and nothing else than that of it', async () => {
      expect(await store.changeChat(chat.id, { name: 'New' })).toEqual({ ...chat, name: 'New' });
      expect([await store.chat(chat.id), await store.chat(other.id)]).toEqual([{ ...chat, name: 'New' }, other]);
      await expect(store.changeChat(999, { name: 'New' })).rejects.toMatchObject({ code: 'not_found' });
    });

    test('[STORE26] changes that are made of what is stored lose none of each other, and may be none', async () => {
      const pin = (id: number) =>
        store.changeChat(chat.id, ({ pinned_message_ids }) => ({ pinned_message_ids: [id, ...pinned_message_ids] }));
      await Promise.all([pin(1), pin(2), pin(3)]);
      const pinned = { ...chat, pinned_message_ids: [3, 2, 1] };
      expect(await store.changeChat(chat.id, () => null)).toEqual(pinned);
      const refusing = store.changeChat(chat.id, () => {
        throw new AppError('owner_stays');
      });
      await expect(refusing).rejects.toMatchObject({ code: 'owner_stays' });
      expect(await store.chat(chat.id)).toEqual(pinned);
    });

    test('[STORE27] a participant is the owner, an admin or an ordinary one', async () => {
      await store.changeRoles(chat.id, (former) => new Map(former).set(bob.id, 'admin'));
      const roles = async () => Promise.all([ann.id, bob.id, 999].map((userId) => store.role(chat.id, userId)));
      expect(await roles()).toEqual(['owner', 'admin', undefined]);
      await store.changeChat(chat.id, { owner_id: bob.id });
      expect(await roles()).toEqual(['member', 'owner', undefined]);
      await store.changeChat(chat.id, { owner_id: ann.id });
      await takeOut(store, chat.id, bob.id);
      await store.addParticipant(chat.id, bob.id);
      expect(await roles()).toEqual(['owner', 'member', undefined]);
    });

    test('[MEMBER4] [MEMBER9] roles change in the order of the calls, and who is missing takes no part any more', async () => {
      const seen: string[] = [];
      const roles = () => Promise.all([ann, bob].map(({ id }) => store.role(chat.id, id)));
      const invite = await store.addInvite(newInvite('A', { created_by: ann.id, chat_id: chat.id }));
      await Promise.all([
        store.changeRoles(chat.id, (former) => new Map(former).set(bob.id, 'owner').set(ann.id, 'admin')),
        store.changeRoles(chat.id, (former) => {
          seen.push(...former.values());
          return former;
        }),
      ]);
      expect(seen).toEqual(['admin', 'owner']);
      expect(await roles()).toEqual(['admin', 'owner']);
      expect(await store.chat(chat.id)).toEqual({ ...chat, owner_id: bob.id });
      await expect(
        store.changeRoles(chat.id, () => {
          throw new TypeError('no');
        }),
      ).rejects.toThrow('no');
      expect(await store.invites()).toEqual([invite]);
      await store.changeRoles(chat.id, () => new Map([[bob.id, 'owner']]));
      expect(await roles()).toEqual([undefined, 'owner']);
      expect(await store.invites()).toEqual([]);
      await expect(store.changeRoles(999, (former) => former)).rejects.toMatchObject({ code: 'not_found' });
    });

    test('[MEMBER6] a deleted chat is gone with its messages and invites, and its id is never given again', async () => {
      const message = newMessage(chat.id, 'mine', { user_id: bob.id, client_id: 'k' });
      const { message: sent } = await store.addMessage(message);
      await store.addInvite(newInvite('A', { created_by: ann.id, chat_id: chat.id }));
      const kept = await store.addInvite(newInvite('B', { created_by: bob.id, chat_id: other.id }));
      for (const [id, owner] of [
        [chat.id, bob.id],
        [999, ann.id],
      ] as const) {
        await expect(store.removeChat(id, owner)).rejects.toMatchObject({ code: 'not_authorized' });
      }
      expect(await store.removeChat(chat.id, ann.id)).toEqual([ann.id, bob.id]);
      expect(await store.chat(chat.id)).toBeUndefined();
      expect((await store.chatsOf(bob.id)).map(({ id }) => id)).toEqual([other.id]);
      expect([await store.participants(chat.id), await store.messages(chat.id, { limit: 5 })]).toEqual([[], []]);
      expect([await store.message(chat.id, sent.id), await store.lastMessageId(chat.id)]).toEqual([undefined, 0]);
      expect(await store.invites()).toEqual([kept]);
      const gone = { code: 'not_found' };
      await expect(store.addMessage(message)).rejects.toMatchObject(gone);
      await expect(store.changeMessage(chat.id, sent.id, { content: 'x' })).rejects.toMatchObject(gone);
      await expect(store.removeChat(chat.id, ann.id)).rejects.toMatchObject({ code: 'not_authorized' });
      const next = await store.addChat(newChat({ owner_id: ann.id }), [ann.id]);
      expect(next.id).toBeGreaterThan(other.id);
      expect(await store.messages(next.id, { limit: 5 })).toEqual([]);
      store = (await under.reopenAfterCrash?.()) ?? store;
      expect([await store.chat(chat.id), await store.messages(chat.id, { limit: 5 })]).toEqual([undefined, []]);
    });

    test('[MEMBER9] what is read and written while its chat is deleted is answered or refused, nothing else', async () => {
      await add('first');
      const underWay = [
        store.addMessage(newMessage(chat.id, 'before')),
        store.messages(chat.id, { limit: 5 }),
        store.removeChat(chat.id, ann.id),
        store.addMessage(newMessage(chat.id, 'after')),
        store.addMessage(newReply(chat.id, 'a reply')),
        store.messages(chat.id, { limit: 5 }),
        store.lastMessageId(chat.id),
      ];
      const settled = await Promise.allSettled(underWay);
      const codes = settled.flatMap((one) => (one.status === 'rejected' ? String(one.reason.code) : []));
      expect(codes.filter((code) => !['not_found', 'not_authorized'].includes(code))).toEqual([]);
      expect(settled[2]?.status).toBe('fulfilled');
      expect(await store.messages(chat.id, { limit: 5 })).toEqual([]);
      expect((await store.addMessage(newMessage(other.id, 'elsewhere', { user_id: bob.id }))).added).toBe(true);
    });

    test('[MEMBER8] the chats of a removed account go to the oldest admin, else to the oldest participant', async () => {
      const [cleo, dora] = [await store.addAccount(newAccount('cleo')), await store.addAccount(newAccount('dora'))];
      const all = [cleo.id, bob.id, dora.id];
      const first = await store.addChat(newChat({ owner_id: cleo.id }), all);
      const second = await store.addChat(newChat({ owner_id: cleo.id }), all);
      const alone = await store.addChat(newChat({ owner_id: cleo.id }), [cleo.id]);
      await store.changeRoles(first.id, (roles) => new Map(roles).set(dora.id, 'admin'));
      const left = await store.removeAccount(cleo.id);
      expect(left.toSorted((a, b) => a.chat_id - b.chat_id)).toEqual([
        { chat_id: first.id, new_owner_id: dora.id },
        { chat_id: second.id, new_owner_id: bob.id },
        { chat_id: alone.id, new_owner_id: null },
      ]);
      expect([await store.role(first.id, dora.id), await store.role(second.id, bob.id)]).toEqual(['owner', 'owner']);
      expect(await store.role(first.id, bob.id)).toBe('member');
    });

    test('a chat with somebody who has no account is not made', async () => {
      await expect(store.addChat(newChat(), [ann.id, 999])).rejects.toMatchObject({ code: 'user_not_found' });
      expect(await store.chatsOf(ann.id)).toHaveLength(1);
      await expect(store.addParticipant(chat.id, 999)).rejects.toMatchObject({ code: 'user_not_found' });
      await expect(store.addParticipant(999, ann.id)).rejects.toMatchObject({ code: 'not_found' });
    });

    test('a chat that does not exist has nothing and takes nothing', async () => {
      expect(await store.chat(999)).toBeUndefined();
      expect(await store.participants(999)).toEqual([]);
      expect(await store.isParticipant(999, ann.id)).toBe(false);
      expect(await store.messages(999, { limit: 10 })).toEqual([]);
      expect(await store.message(999, 1)).toBeUndefined();
      expect(await store.lastMessageId(999)).toBe(0);
      await expect(store.addMessage(newMessage(999, 'lost'))).rejects.toMatchObject({ code: 'not_found' });
    });

    test('[STORE13] the chat with the newest message comes first, else the newest chat', async () => {
      const names = async (): Promise<(string | null)[]> =>
        (await store.chatsOf(bob.id)).map(({ name: chatName }) => chatName);
      expect(await names()).toEqual(['Other', 'Chat']);
      await store.addMessage(newMessage(chat.id, 'one', { created_at: at(1) }));
      expect(await names()).toEqual(['Chat', 'Other']);
      await store.addChat(newChat({ name: 'Third', created_at: at(2) }), [bob.id]);
      expect(await names()).toEqual(['Third', 'Chat', 'Other']);
      await store.addMessage(newMessage(other.id, 'two', { user_id: bob.id, created_at: at(3) }));
      expect(await names()).toEqual(['Other', 'Third', 'Chat']);
      expect((await store.chatsOf(ann.id)).map(({ id }) => id)).toEqual([chat.id]);
    });
  });

  describe('messages', () => {
    test('a message comes back as it was added', async () => {
      const content = '"\\ \n\r\u2028 \u0000 😀 {"id":1}';
      const message = newMessage(chat.id, content, { client_id: '"\\😀', reply_to: 7, asked_by: 'b', detail: 'd' });
      const added = await store.addMessage(message);
      expect(added).toEqual({ message: { ...message, id: added.message.id }, added: true });
      expect(await store.message(chat.id, added.message.id)).toEqual(added.message);
      expect(await store.messages(chat.id, { limit: 1 })).toEqual([added.message]);
      expect(await store.message(other.id, added.message.id)).toBeUndefined();
    });

    test('[STORE7] ids grow over all chats, and follow the calls within one', async () => {
      const calls = Array.from({ length: 300 }, (_, i) =>
        store.addMessage(newMessage(i % 3 === 0 ? other.id : chat.id, String(i), { user_id: bob.id })),
      );
      const settled: string[] = [];
      await Promise.all(calls.map(async (call) => settled.push((await call).message.content)));
      const added = (await Promise.all(calls)).map(({ message }) => message);
      expect(new Set(added.map(({ id }) => id)).size).toBe(300);
      for (const { id: chatId } of [chat, other]) {
        const mine = added.filter(({ chat_id }) => chat_id === chatId);
        expect(mine).toEqual(mine.toSorted((a, b) => a.id - b.id));
        expect(await store.lastMessageId(chatId)).toBe(mine.at(-1)!.id);
        expect(settled.filter((content) => mine.some((one) => one.content === content))).toEqual(texts(mine));
      }
      const next = await add('next');
      expect(next.id).toBeGreaterThan(Math.max(...added.map(({ id }) => id)));
    });

    test('[STORE8] the same key from the same user in the same chat is stored once', async () => {
      const first = await store.addMessage(newMessage(chat.id, 'first', { client_id: 'k' }));
      const again = await store.addMessage(newMessage(chat.id, 'changed', { client_id: 'k' }));
      expect(again).toEqual({ message: first.message, added: false });
      expect(texts(await store.messages(chat.id, { limit: 10 }))).toEqual(['first']);
    });

    test('[STORE8] a key of another user, chat, case or Unicode form is another key', async () => {
      await store.addParticipant(other.id, ann.id);
      await add('first', { client_id: 'ké' });
      const near = [
        newMessage(chat.id, 'other user', { client_id: 'ké', user_id: bob.id }),
        newMessage(other.id, 'other chat', { client_id: 'ké' }),
        newMessage(chat.id, 'case', { client_id: 'KÉ' }),
        newMessage(chat.id, 'form', { client_id: 'ke\u0301' }),
        newMessage(chat.id, 'space', { client_id: 'ké ' }),
        newMessage(chat.id, 'quote', { client_id: 'ké"' }),
        newMessage(chat.id, 'backslash', { client_id: 'ké\\' }),
        newMessage(chat.id, 'digits', { client_id: '1 ké' }),
        newMessage(chat.id, 'at once', { client_id: 'k' }),
        newMessage(chat.id, 'at once, other user', { client_id: 'k', user_id: bob.id }),
        newMessage(other.id, 'at once, other chat', { client_id: 'k' }),
      ];
      const send = () => Promise.all(near.map(async (message) => (await store.addMessage(message)).added));
      expect(await send()).toEqual(near.map(() => true));
      expect(await send()).toEqual(near.map(() => false));
    });

    test('[STORE8] messages without a key are never the same', async () => {
      expect((await add('x')).id).not.toBe((await add('x')).id);
    });

    test('[STORE8] of many sends with one key at once, one is stored and all are told of it', async () => {
      const sends = ['a', 'b', 'c', 'd'].map((content) =>
        store.addMessage(newMessage(chat.id, content, { client_id: 'k' })),
      );
      const results = await Promise.all(sends);
      expect(results.map(({ added }) => added)).toEqual([true, false, false, false]);
      expect(new Set(results.map(({ message }) => message.id)).size).toBe(1);
      expect(texts(await store.messages(chat.id, { limit: 10 }))).toEqual(['a']);
    });

    test('changes take effect in order, in the place of the message', async () => {
      const { message: reply } = await store.addMessage(newReply(chat.id, '', { reply_to: 1, asked_by: 'ann' }));
      await add('after');
      const changes = ['a', 'ab', 'abc'].map((content) =>
        store.changeMessage(chat.id, reply.id, { content, status: 'streaming' }),
      );
      expect(texts(await Promise.all(changes))).toEqual(['a', 'ab', 'abc']);
      const done = await store.changeMessage(chat.id, reply.id, { content: 'abcd', status: 'failed', detail: 'Why' });
      expect(done).toEqual({ ...reply, content: 'abcd', status: 'failed', detail: 'Why' });
      expect(texts(await store.messages(chat.id, { limit: 10 }))).toEqual(['abcd', 'after']);
      expect(await store.message(chat.id, reply.id)).toEqual(done);
    });

    test('a message can be changed as soon as it was asked for', async () => {
      const [{ message }] = await Promise.all([store.addMessage(newReply(chat.id, 'x')), add('y')]);
      const [changed] = await Promise.all([
        store.changeMessage(chat.id, message.id, { content: 'z', status: 'complete' }),
        add('after'),
      ]);
      expect(changed.content).toBe('z');
    });

    test('[STORE26] changes that are made of what is stored take each other into account', async () => {
      const { id } = await add('x');
      const append = (letter: string) =>
        store.changeMessage(chat.id, id, ({ content }) => ({ content: content + letter }));
      expect(texts(await Promise.all(['a', 'b', 'c'].map(append)))).toEqual(['xa', 'xab', 'xabc']);
      expect(texts([await store.changeMessage(chat.id, id, () => null)])).toEqual(['xabc']);
      const refusing = store.changeMessage(chat.id, id, () => {
        throw new AppError('not_authorized');
      });
      await expect(Promise.all([refusing, append('d')])).rejects.toMatchObject({ code: 'not_authorized' });
      expect(texts(await store.messages(chat.id, { limit: 10 }))).toEqual(['xabcd']);
    });

    test('[STORE28] former versions stay, apart from the message, and go with it', async () => {
      const { id } = await add('first');
      const edited = await store.changeMessage(chat.id, id, {
        content: 'second',
        edits: [{ content: 'first', at: at(1) }],
      });
      expect(edited).not.toHaveProperty('edits');
      expect(await store.messages(chat.id, { limit: 1 })).toEqual([edited]);
      await store.changeMessage(chat.id, id, ({ edits = [], content }) => {
        return { content: 'third', edited_at: at(2), edits: [...edits, { content, at: at(2) }] };
      });
      expect((await store.edits(chat.id, id)).map(({ content }) => content)).toEqual(['first', 'second']);
      const { edited_at, ...gone } = await store.changeMessage(chat.id, id, {
        content: '',
        edits: undefined,
        edited_at: undefined,
      });
      expect(edited_at).toBeUndefined();
      expect(await store.message(chat.id, id)).toEqual(gone);
      expect([await store.edits(chat.id, id), await store.edits(chat.id, 4711), await store.edits(999, id)]).toEqual([
        [],
        [],
        [],
      ]);
    });

    test('a message that does not exist in that chat cannot be changed', async () => {
      const { id } = await add('here');
      for (const [chatId, messageId] of [
        [chat.id, id + 1],
        [other.id, id],
        [999, id],
      ] as const) {
        await expect(
          store.changeMessage(chatId, messageId, { content: 'x', status: 'complete' }),
        ).rejects.toMatchObject({ code: 'not_found' });
      }
      expect(texts(await store.messages(chat.id, { limit: 10 }))).toEqual(['here']);
    });

    test('[STORE9] pages are the ends of their range', async () => {
      const ids: number[] = [];
      for (const content of ['a', 'b', 'c', 'd', 'e']) ids.push((await add(content)).id);
      const [a, b, , d, e] = ids as [number, number, number, number, number];
      expect(await page({ limit: 2 })).toBe('de');
      expect(await page({ limit: 9 })).toBe('abcde');
      expect(await page({ limit: 2, before: d })).toBe('bc');
      expect(await page({ limit: 2, after: a })).toBe('bc');
      expect(await page({ limit: 9, after: a, before: d })).toBe('bc');
      expect(await page({ limit: 1, after: a, before: d })).toBe('b');
      expect(await page({ limit: 9, after: b, before: b })).toBe('');
      expect(await page({ limit: 9, after: e })).toBe('');
      expect(await page({ limit: 9, after: 0 })).toBe('abcde');
      expect(await page({ limit: 9, before: a })).toBe('');
    });
  });

  test('[STORE11] what is passed in or handed out shares nothing with what is stored', async () => {
    const account = newAccount('eve');
    const added = await store.addAccount(account);
    const message = newMessage(chat.id, 'text', { client_id: 'k' });
    const participants = [added.id];
    const sending = store.addMessage(message);
    const making = store.addChat(newChat(), participants);
    message.content = participants[0] = 0 as never;
    account.username = 'changed';
    const sent = await sending;
    const made = await making;
    sent.message.content = made.name = added.username = 'changed';
    for (const found of await store.messages(chat.id, { limit: 5 })) found.content = 'changed';
    for (const found of await store.participants(made.id)) found.username = 'changed';
    for (const found of await store.chatsOf(added.id)) found.name = 'changed';
    (await store.chat(made.id))!.name = 'changed';
    (await store.accountByName('eve'))!.password_hash = 'changed';
    (await store.accountByName('eve'))!.preferences.sound = false;
    const invite = (await store.addInvite(newInvite('CODE')))!;
    for (const found of [invite, ...(await store.invites()), (await store.inviteBySecret('CODE'))!]) found.uses = 7;
    (await store.host())!.is_host = false;
    (await store.settle({ server_id: 'a' })).server_id = 'changed';
    const again = await store.addMessage(newMessage(chat.id, 'text', { client_id: 'k' }));
    expect(again.message.content).toBe('text');
    expect(texts(await store.messages(chat.id, { limit: 5 }))).toEqual(['text']);
    expect((await store.invite(invite.id))?.uses).toBe(0);
    expect((await store.host())?.id).toBe(ann.id);
    expect((await store.settle({})).server_id).toBe('a');
    expect(await store.accountByName('eve')).toEqual({
      ...newAccountFields,
      ...newAccount('eve'),
      id: added.id,
      is_host: false,
    });
    expect((await store.participants(made.id)).map(({ username }) => username)).toEqual(['eve']);
    expect((await store.chatsOf(added.id)).map((one) => one.name)).toEqual(['Chat']);
  });

  test('[LEVEL1] [LEVEL2] what somebody is told of a chat is kept for as long as they take part in it', async () => {
    const ben = await store.addAccount(newAccount('ben'));
    const { id } = await store.addChat(newChat(), [ann.id, ben.id]);
    const levels = () => Promise.all([ann.id, ben.id, 999].map((userId) => store.notifyLevel(id, userId)));
    expect(await levels()).toEqual([null, null, undefined]);
    await store.setNotifyLevel(id, ben.id, 'mentions');
    await store.setNotifyLevel(id, ann.id, 'none');
    await store.changeRoles(id, (roles) => new Map(roles).set(ben.id, 'admin'));
    expect(await levels()).toEqual(['none', 'mentions', undefined]);
    await store.setNotifyLevel(id, ann.id, null);
    await store.changeRoles(id, () => new Map([[ann.id, 'owner']]));
    await expect(store.setNotifyLevel(id, ben.id, 'all')).rejects.toMatchObject({ code: 'not_authorized' });
    await expect(store.setNotifyLevel(999, ann.id, 'all')).rejects.toMatchObject({ code: 'not_authorized' });
    await store.addParticipant(id, ben.id);
    expect(await levels()).toEqual([null, null, undefined]);
    await store.setNotifyLevel(id, ben.id, 'none');
    await store.removeAccount(ben.id);
    expect(await levels()).toEqual([null, undefined, undefined]);
  });

  test('an account is changed as asked, and stays so', async () => {
    const quiet_hours = { from: '22:00', to: '07:00' };
    const preferences = { sound: false, notify: 'mentions', quiet_hours, paused_until: null } as const;
    const change = { display_name: 'Ann A.', about: 'Hello', tokens_from: at(5), banned_at: at(6), preferences };
    const changed = await store.changeAccount(ann.id, change);
    expect(changed).toEqual({ ...ann, ...change });
    changed.preferences.quiet_hours!.from = 'changed';
    expect(await store.account(ann.id)).toEqual({ ...ann, ...change });
    const seen = await store.changeAccount(ann.id, ({ about, preferences: { quiet_hours: hours } }) => {
      hours!.to = 'changed';
      return { about: `${about}!`, banned_at: null };
    });
    expect(seen).toEqual({ ...ann, ...change, about: 'Hello!', banned_at: null });
    expect(await store.changeAccount(ann.id, () => null)).toEqual(seen);
    expect(await store.account(ann.id)).toEqual(seen);
    await expect(store.changeAccount(999, () => null)).rejects.toMatchObject({ code: 'user_not_found' });
  });

  test('[STORE15] close waits for what was accepted, may be repeated, and ends all use', async () => {
    const sends = Array.from({ length: 50 }, (_, i) => store.addMessage(newMessage(chat.id, String(i))));
    const account = store.addAccount(newAccount('eve'));
    await Promise.all([store.close(), store.close()]);
    expect((await Promise.all(sends)).every(({ added }) => added)).toBe(true);
    expect((await account).username).toBe('eve');
    await expect(store.addMessage(newMessage(chat.id, 'late'))).rejects.toMatchObject({ code: 'not_ready' });
    await expect(store.accountByName('ann')).rejects.toMatchObject({ code: 'not_ready' });
    await expect(store.messages(chat.id, { limit: 1 })).rejects.toMatchObject({ code: 'not_ready' });
  });

  test('[STORE8] [STORE9] any sequence of calls does what a simple model does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(commands, { maxLength: 40 }), async (sequence) => {
        const fresh = await store.addChat(newChat(), [ann.id, bob.id]);
        const model = new ChatModel(fresh.id);
        for (const command of sequence) {
          const { actual, expected } = await model.run(command, store);
          expect(actual).toEqual(expected);
        }
        expect(await store.messages(fresh.id, { limit: 200 })).toEqual(model.messages);
        const reopened = await under.reopenAfterCrash?.();
        store = reopened ?? store;
        expect(await store.messages(fresh.id, { limit: 200 })).toEqual(reopened ? model.afterCrash() : model.messages);
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  test('[STORE20] [STORE22] [STORE23] [MEMBER4] any sequence of calls about people does what a simple model does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(peopleCommands, { maxLength: 30 }), async (sequence) => {
        const empty = await create();
        let fresh = await empty.open();
        try {
          const host = await fresh.addAccount(newAccount('ann'));
          const { id } = await fresh.addChat(newChat({ owner_id: host.id }), [host.id]);
          const model = new PeopleModel([host], id);
          for (const command of sequence) {
            const { actual, expected } = await model.run(command, fresh);
            expect(actual).toEqual(expected);
          }
          fresh = (await empty.reopenAfterCrash?.()) ?? fresh;
          expect(await fresh.accounts()).toEqual(model.accounts);
          expect(await fresh.invites()).toEqual(model.invites);
          const people = await fresh.participants(id);
          const roles = people.map(async (account) => [account.id, await fresh.role(id, account.id)]);
          expect(await Promise.all(roles)).toEqual([...model.roles]);
          for (const invite of model.invites) expect(await fresh.inviteBySecret(invite.code)).toEqual(invite);
        } finally {
          await fresh.close();
          await empty.dispose();
        }
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  describe('what is read', () => {
    tracesContract(() => store);
    webhooksContract(() => store);
  });

  if (!durable) return;

  test('[STORE1] [STORE13] everything that was told is there after a crash', async () => {
    await store.addParticipant(other.id, ann.id);
    const sent = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        store.addMessage(newMessage(i % 2 ? chat.id : other.id, String(i), { client_id: `k${i}` })),
      ),
    );
    const { message: reply } = await store.addMessage(newReply(other.id, 'half'));
    const third = await store.addChat(newChat(), [ann.id, bob.id]);
    await takeOut(store, third.id, bob.id);
    const gone = await store.addAccount(newAccount('gone'), { chatIds: [chat.id] });
    await store.removeAccount(gone.id);
    await store.addInvite(newInvite('CODE', { chat_id: chat.id }));
    await store.settle({ server_id: 'a', lobby_chat_id: chat.id });
    const before = {
      accounts: await store.accounts(),
      invites: await store.invites(),
      chats: await store.chatsOf(bob.id),
      people: await store.participants(other.id),
      messages: await store.messages(chat.id, { limit: 50 }),
    };
    store = await under.reopenAfterCrash!();
    expect(await store.accounts()).toEqual(before.accounts);
    await expect(store.addAccount(newAccount('Gone'))).rejects.toMatchObject({ code: 'username_taken' });
    expect(await store.invites()).toEqual(before.invites);
    expect(await store.settle({ server_id: 'b' })).toEqual({ server_id: 'a', lobby_chat_id: chat.id });
    expect(await store.chatsOf(bob.id)).toEqual(before.chats);
    expect(await store.participants(other.id)).toEqual(before.people);
    expect(await store.isParticipant(third.id, bob.id)).toBe(false);
    expect(await store.messages(chat.id, { limit: 50 })).toEqual(before.messages);
    expect(await store.lastMessageId(other.id)).toBe(reply.id);
    for (const { message } of sent) {
      const { id: _, ...again } = message;
      expect(await store.addMessage(again)).toEqual({ message, added: false });
    }
    expect((await add('new')).id).toBeGreaterThan(reply.id);
    expect(await store.addAccount(newAccount('eve'))).not.toMatchObject({ id: bob.id });
  });
}
