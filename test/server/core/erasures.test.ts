import { expect, test } from 'vitest';
import { Erasures } from '../../../server/core/erasures.ts';
import { DELETED_USER } from '../../../server/protocol/users.ts';
import { createDataDirectory } from '../../support/data-directory.ts';
import { createParty } from '../../support/party.ts';
import { at, newReply } from '../../support/records.ts';

/** Ann and Bob in a chat in which he is named in every way there is, and another one in which only a copy names him. */
async function namedEverywhere(party: ReturnType<typeof createParty>) {
  const { store, account, chat, connect, messages } = party;
  await account('host');
  const { id: chatId } = await chat('ann', ['bob']);
  const { id: elsewhere } = await chat('ann');
  const [ann, bob] = [await connect('ann'), await connect('bob')];
  await ann.says({ type: 'join', chat_id: chatId });
  await bob.says({ type: 'message', chat_id: chatId, content: 'mine' });
  await ann.says({ type: 'message', chat_id: chatId, content: 'hello @bob' });
  const [own, hello] = await store.messages(chatId, { limit: 2 });
  await messages.react(await account('bob'), chatId, hello!.id, '👍', true);
  const { message: reply } = await store.addMessage(
    newReply(chatId, 'an answer', { status: 'complete', asked_by: 'bob' }),
  );
  await ann.says({
    type: 'message',
    chat_id: elsewhere,
    content: '',
    forward: { chat_id: chatId, message_id: own!.id },
  });
  const [copy] = await store.messages(elsewhere, { limit: 1 });
  return { chatId, elsewhere, ann, bob, own: own!, hello: hello!, reply, copy: copy! };
}

test('[ERASE1] [ERASE2] messages stay under no name, and nothing names who is gone but what others have written', async () => {
  const party = createParty();
  const { store, account, departures, clock } = party;
  const { chatId, elsewhere, ann, bob, own, hello, reply, copy } = await namedEverywhere(party);
  await departures.end(await account('bob'), { isOwn: true, messages: 'anonymous' });
  await expect.poll(async () => (await clock.settle(), store.erasures())).toEqual([]);
  expect(bob.closed).toMatchObject([{ code: 4001 }]);
  expect(bob.of('signed_out')).toEqual([{ type: 'signed_out', reason: 'deleted' }]);
  const [first, second, third] = await store.messages(chatId, { limit: 5 });
  expect(first).toEqual({ ...own, username: DELETED_USER });
  expect(second).toMatchObject({ id: hello.id, content: 'hello @bob' });
  expect(second?.reactions).toEqual([{ emoji: '👍', users: [{ id: own.user_id, username: DELETED_USER }] }]);
  expect(second).not.toHaveProperty('mentions');
  expect(third).toEqual({ ...reply, asked_by: DELETED_USER });
  expect(await store.messages(elsewhere, { limit: 5 })).toEqual([{ ...copy, forwarded_from: DELETED_USER }]);
  const told = { user_id: own.user_id, username: 'bob', messages: 'anonymous' };
  expect(ann.of('author_erased')).toMatchObject([
    { chat_id: chatId, ...told },
    { chat_id: elsewhere, ...told },
  ]);
  const found = await store.search({ chatIds: [chatId, elsewhere], terms: [], from: 'bob', limit: 5 });
  expect(found.messages).toEqual([]);
});

test('[ERASE3] messages that are to go leave tombstones without a name, and their files go', async () => {
  const party = createParty();
  const { store, account, departures, clock } = party;
  const { chatId, own } = await namedEverywhere(party);
  await departures.end(await account('bob'), { isOwn: true, messages: 'deleted' });
  await expect.poll(async () => (await clock.settle(), store.erasures())).toEqual([]);
  const [first] = await store.messages(chatId, { limit: 5 });
  expect(first).toMatchObject({ id: own.id, content: '', username: DELETED_USER, deleted_at: expect.any(String) });
  expect(await store.edits(chatId, own.id)).toEqual([]);
});

test('[ERASE4] nobody gets the name of who is gone, and the address is free', async () => {
  const { store, account, departures } = createParty();
  await account('host');
  const bob = await account('bob');
  await departures.end(bob, { isOwn: true, messages: 'anonymous' });
  const again = { username: 'bob', email: 'new@example.org', password_hash: '-', is_guest: false, created_at: at() };
  await expect(store.addAccount(again)).rejects.toMatchObject({ code: 'username_taken' });
  await expect(store.addAccount({ ...again, username: 'bobby', email: bob.email })).resolves.toMatchObject({ id: 3 });
});

test('[ERASE5] what was under way when the process was killed is done by the next one, once', async () => {
  const data = await createDataDirectory();
  const first = createParty({ store: await data.open() });
  const { chatId, elsewhere } = await namedEverywhere(first);
  const { id } = await first.account('bob');
  await first.store.removeAccount(id, 'deleted');
  // Killed in the middle: one message is done, the others are not.
  const [own] = await first.store.messages(chatId, { limit: 5 });
  await first.store.changeMessage(chatId, own!.id, { username: DELETED_USER, content: '', deleted_at: at(5) });
  const store = await data.reopenAfterCrash();
  expect(await store.erasures()).toEqual([{ user_id: id, username: 'bob', messages: 'deleted' }]);
  const second = createParty({ store });
  second.erasures.resume();
  await expect.poll(async () => (await second.clock.settle(), store.erasures())).toEqual([]);
  const all = [...(await store.messages(chatId, { limit: 5 })), ...(await store.messages(elsewhere, { limit: 5 }))];
  expect(all[0]).toMatchObject({ deleted_at: at(5), username: DELETED_USER });
  expect(JSON.stringify(all).replaceAll('hello @bob', '')).not.toContain('bob');
  const later = await data.reopenAfterCrash();
  expect(await later.erasures()).toEqual([]);
  await data.close();
});

test('[ERASE5] what cannot be saved is tried again, and a stop does not wait for all of it', async () => {
  const data = await createDataDirectory();
  const party = createParty({ store: await data.open() });
  await namedEverywhere(party);
  data.disk.free = 0;
  const { store, account } = party;
  const { id } = await account('bob');
  await expect(store.removeAccount(id, 'deleted')).rejects.toMatchObject({ code: 'storage_unavailable' });
  data.disk.free = Infinity;
  await store.removeAccount(id, 'deleted');
  data.disk.free = 0;
  party.erasures.resume();
  await expect.poll(() => party.clock.timers.length).toBeGreaterThan(0);
  expect(await store.erasures()).toHaveLength(1);
  data.disk.free = Infinity;
  await party.erasures.close();
  expect(party.erasures).toBeInstanceOf(Erasures);
  await data.close();
});
