import { describe, expect, test } from 'vitest';
import { createParty, type LinkedConnection } from '../../support/party.ts';

const typesOf = ({ received }: LinkedConnection): string[] => received.map(({ type }) => type);

/** A chat of ann's with bob, an admin, and cleo; bob looks at another one, cleo is in its room. */
async function createCrew() {
  const party = createParty();
  const { connect, chat, account, membership } = party;
  const { id: chat_id } = await chat('ann', ['bob', 'cleo']);
  const [ann, bob, cleo] = [await account('ann'), await account('bob'), await account('cleo')];
  await membership.setRole(ann, chat_id, bob.id, 'admin');
  const [annsPage, bobsPage, cleosPage] = [await connect('ann'), await connect('bob'), await connect('cleo')];
  await cleosPage.says({ type: 'join', chat_id });
  for (const page of [annsPage, bobsPage, cleosPage]) page.received.length = 0;
  const rolesOf = async () =>
    (await party.chats.participants(ann.id, chat_id)).map(({ username, role }) => `${username}: ${role}`);
  return { ...party, chat_id, ann, bob, cleo, annsPage, bobsPage, cleosPage, rolesOf };
}

const refused = { code: 'not_authorized' };

describe('what a chat is called and about', () => {
  test('[MEMBER3] everybody is told at once, in the room and outside, and nobody where nothing changes', async () => {
    const { membership, chat_id, ann, bob, annsPage, bobsPage, cleosPage } = await createCrew();
    const changed = await membership.change(bob, chat_id, { name: 'Crew', topic: 'The boat' });
    expect(changed).toMatchObject({ name: 'Crew', topic: 'The boat', role: 'admin' });
    for (const { received } of [annsPage, bobsPage, cleosPage]) {
      expect(received).toMatchObject([{ type: 'chat_changed', by: 'bob', chat: { name: 'Crew', topic: 'The boat' } }]);
      expect(received[0]).not.toHaveProperty('chat.role');
    }
    await membership.change(ann, chat_id, { name: 'Crew' });
    await membership.change(ann, chat_id, {});
    expect(bobsPage.received).toHaveLength(1);
    expect(await membership.change(ann, chat_id, { topic: null })).toMatchObject({ name: 'Crew', topic: null });
  });

  test('[MEMBER3] members, and who takes no part, change nothing', async () => {
    const { membership, chat_id, cleo, account, chats, ann } = await createCrew();
    for (const caller of [cleo, await account('dora')]) {
      await expect(membership.change(caller, chat_id, { name: 'Mine' })).rejects.toMatchObject(refused);
      await expect(membership.change(caller, 999, { name: 'Mine' })).rejects.toMatchObject(refused);
    }
    expect((await chats.get(ann.id, chat_id)).name).toBe('party');
  });

  test('[MEMBER7] the chat of the whole party is neither deleted nor renamed', async () => {
    const { membership, store, chat_id, ann } = await createCrew();
    await store.settle({ lobby_chat_id: chat_id });
    const stays = { code: 'lobby_stays' };
    await expect(membership.delete(ann, chat_id)).rejects.toMatchObject(stays);
    await expect(membership.change(ann, chat_id, { name: 'Mine' })).rejects.toMatchObject(stays);
    expect(await membership.change(ann, chat_id, { topic: 'Welcome' })).toMatchObject({ topic: 'Welcome' });
  });
});

describe('roles', () => {
  test('[MEMBER4] the owner makes admins and members, and everybody hears of it', async () => {
    const { membership, chat_id, ann, bob, cleo, bobsPage, rolesOf } = await createCrew();
    await membership.setRole(ann, chat_id, cleo.id, 'admin');
    await membership.setRole(ann, chat_id, cleo.id, 'admin');
    await membership.setRole(ann, chat_id, bob.id, 'member');
    const told = { type: 'participant_changed', chat_id, by: 'ann' };
    expect(bobsPage.received).toEqual([
      { ...told, user_id: cleo.id, username: 'cleo', role: 'admin' },
      { ...told, user_id: bob.id, username: 'bob', role: 'member' },
    ]);
    expect(await rolesOf()).toEqual(['ann: owner', 'bob: member', 'cleo: admin']);
  });

  test('[MEMBER4] who hands over is an admin then', async () => {
    const { membership, chat_id, ann, cleo, bobsPage, rolesOf } = await createCrew();
    await membership.setRole(ann, chat_id, cleo.id, 'owner');
    expect(await rolesOf()).toEqual(['ann: admin', 'bob: admin', 'cleo: owner']);
    expect(bobsPage.received).toMatchObject([
      { type: 'participant_changed', username: 'cleo', role: 'owner' },
      { type: 'participant_changed', username: 'ann', role: 'admin' },
      { type: 'chat_changed', chat: { owner_id: cleo.id } },
    ]);
    await expect(membership.setRole(ann, chat_id, cleo.id, 'member')).rejects.toMatchObject(refused);
  });

  test('[MEMBER4] nobody but the owner says who may what, and of those in the chat only', async () => {
    const { membership, chat_id, ann, bob, cleo, account, rolesOf } = await createCrew();
    const outsider = await account('dora');
    for (const caller of [bob, cleo, outsider]) {
      await expect(membership.setRole(caller, chat_id, cleo.id, 'owner')).rejects.toMatchObject(refused);
    }
    await expect(membership.setRole(ann, chat_id, outsider.id, 'admin')).rejects.toMatchObject({
      code: 'user_not_found',
    });
    await expect(membership.setRole(ann, chat_id, ann.id, 'member')).rejects.toMatchObject({ code: 'owner_stays' });
    expect(await rolesOf()).toEqual(['ann: owner', 'bob: admin', 'cleo: member']);
  });

  test('[CHAT6] admins remove members, and neither each other nor the owner', async () => {
    const { membership, chat_id, ann, bob, cleo, annsPage, cleosPage, rolesOf } = await createCrew();
    await expect(membership.remove(bob, chat_id, ann.id)).rejects.toMatchObject({ code: 'owner_stays' });
    await expect(membership.remove(bob, chat_id, bob.id)).rejects.toMatchObject(refused);
    await expect(membership.remove(cleo, chat_id, bob.id)).rejects.toMatchObject(refused);
    await membership.remove(bob, chat_id, cleo.id);
    expect(cleosPage.received).toEqual([{ type: 'chat_removed', chat_id, reason: 'removed' }]);
    const gone = { type: 'participant_removed', chat_id, user_id: cleo.id, username: 'cleo' };
    expect(annsPage.received).toEqual([{ ...gone, reason: 'removed', by: 'bob' }]);
    expect(await rolesOf()).toEqual(['ann: owner', 'bob: admin']);
  });
});

describe('leaving', () => {
  test('[MEMBER5] every window of who leaves is told, and the others', async () => {
    const { membership, chat_id, cleo, connect, annsPage, cleosPage, rolesOf } = await createCrew();
    const phone = await connect('cleo');
    await membership.leave(cleo, chat_id);
    for (const page of [cleosPage, phone]) {
      expect(page.received).toEqual([{ type: 'chat_removed', chat_id, reason: 'left' }]);
      await page.says({ type: 'message', chat_id, content: 'one more thing' });
      expect(page.received.at(-1)).toMatchObject(refused);
    }
    expect(annsPage.received).toMatchObject([{ type: 'participant_removed', username: 'cleo', reason: 'left' }]);
    expect(annsPage.received[0]).not.toHaveProperty('by');
    expect(await rolesOf()).toEqual(['ann: owner', 'bob: admin']);
    await expect(membership.leave(cleo, chat_id)).rejects.toMatchObject(refused);
  });

  test('[MEMBER5] the owner hands over in the same act, to somebody in the chat', async () => {
    const { membership, chat_id, ann, bob, cleo, account, bobsPage, store } = await createCrew();
    await expect(membership.leave(ann, chat_id)).rejects.toMatchObject({ code: 'owner_leaves' });
    for (const { id } of [ann, await account('dora')]) {
      await expect(membership.leave(ann, chat_id, id)).rejects.toMatchObject({ code: 'user_not_found' });
    }
    await expect(membership.leave(cleo, chat_id, bob.id)).rejects.toMatchObject(refused);
    await membership.leave(ann, chat_id, cleo.id);
    expect(bobsPage.received).toMatchObject([
      { type: 'participant_removed', username: 'ann', reason: 'left' },
      { type: 'participant_changed', username: 'cleo', role: 'owner' },
      { type: 'chat_changed', chat: { owner_id: cleo.id, participant_usernames: ['bob', 'cleo'] } },
    ]);
    expect(await store.role(chat_id, cleo.id)).toBe('owner');
  });

  test('[MEMBER5] who is alone and owns the chat deletes it', async () => {
    const { membership, chat, account, chats } = createParty();
    const { id } = await chat('ann');
    const ann = await account('ann');
    await expect(membership.leave(ann, id)).rejects.toMatchObject({ code: 'owner_leaves' });
    await membership.delete(ann, id);
    expect(await chats.list(ann.id)).toEqual([]);
  });
});

describe('deleting', () => {
  test('[MEMBER6] everybody is told, and nothing of the chat is there any more', async () => {
    const { membership, chat_id, ann, bob, cleo, annsPage, bobsPage, cleosPage, chats, chat } = await createCrew();
    for (const caller of [bob, cleo]) await expect(membership.delete(caller, chat_id)).rejects.toMatchObject(refused);
    await membership.delete(ann, chat_id);
    for (const page of [annsPage, bobsPage, cleosPage]) {
      expect(page.received).toEqual([{ type: 'chat_removed', chat_id, reason: 'deleted' }]);
      await page.says({ type: 'message', chat_id, content: 'still here?' });
      await page.says({ type: 'join', chat_id });
      expect(page.received.slice(1)).toMatchObject([refused, refused]);
    }
    await expect(chats.messages(ann.id, chat_id, { limit: 1 })).rejects.toMatchObject(refused);
    await expect(membership.delete(ann, chat_id)).rejects.toMatchObject(refused);
    expect((await chat('ann')).id).toBeGreaterThan(chat_id);
  });

  test('[MEMBER6] the running reply ends, those that wait never begin, and nobody is told of either', async () => {
    const complaints: string[] = [];
    const complain = (_: object, message: string) => void complaints.push(message);
    const party = createParty({ log: { info: () => {}, warn: complain, error: complain } });
    const { connect, chat, account, membership, model, clock, turns } = party;
    const { id: chat_id } = await chat('ann', ['bob']);
    const bob = await connect('bob');
    await bob.says({ type: 'join', chat_id });
    await bob.says({ type: 'message', chat_id, content: '/bot tell me' });
    await bob.says({ type: 'message', chat_id, content: '/bot and more' });
    model.replies[0]!.text('Once upon');
    await clock.settle();
    await membership.delete(await account('ann'), chat_id);
    expect(bob.received.at(-1)).toMatchObject({ type: 'chat_removed', reason: 'deleted' });
    await clock.advance(5000);
    expect(model.replies).toHaveLength(1);
    expect(bob.received.at(-1)).toMatchObject({ type: 'chat_removed' });
    expect([turns.runningCount, turns.waitingCount]).toEqual([0, 0]);
    expect(complaints).toEqual([]);
  });
});

describe('rights that end', () => {
  test('[MEMBER9] there is one owner, whoever acts at the same time', async () => {
    const { membership, chat_id, ann, bob, cleo, rolesOf } = await createCrew();
    const acts = await Promise.allSettled([
      membership.setRole(ann, chat_id, bob.id, 'owner'),
      membership.setRole(ann, chat_id, cleo.id, 'owner'),
      membership.remove(ann, chat_id, bob.id),
      membership.leave(ann, chat_id, cleo.id),
    ]);
    expect(acts.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected']);
    expect(await rolesOf()).toEqual(['ann: admin', 'bob: owner', 'cleo: member']);
  });

  test('[MEMBER9] who was an admin a moment ago removes nobody, and an owner of before deletes nothing', async () => {
    const { membership, store, chat_id, ann, bob, cleo } = await createCrew();
    const [, removal] = await Promise.allSettled([
      membership.setRole(ann, chat_id, bob.id, 'member'),
      membership.remove(bob, chat_id, cleo.id),
    ]);
    expect(removal).toMatchObject({ reason: refused });
    const [, deletion] = await Promise.allSettled([
      membership.setRole(ann, chat_id, cleo.id, 'owner'),
      membership.delete(ann, chat_id),
    ]);
    expect(deletion).toMatchObject({ reason: refused });
    expect(await store.participants(chat_id)).toHaveLength(3);
  });

  test('[MEMBER9] [ROOM6] what waits for its chat when that is deleted does nothing, on any page', async () => {
    const { membership, chat_id, ann, bobsPage, cleosPage, clock } = await createCrew();
    const acts = [
      bobsPage.says({ type: 'message', chat_id, content: 'too late', client_id: 'b1' }),
      membership.delete(ann, chat_id),
      cleosPage.says({ type: 'typing', chat_id }),
      bobsPage.says({ type: 'join', chat_id }),
    ];
    await Promise.all(acts);
    await clock.advance(1000);
    const after = (page: LinkedConnection) => typesOf(page).slice(typesOf(page).indexOf('chat_removed') + 1);
    expect([...after(bobsPage), ...after(cleosPage)].filter((type) => type !== 'error')).toEqual([]);
  });

  test('[MEMBER8] where the account of a chat’s owner is removed, everybody learns who owns it', async () => {
    const party = createParty();
    const { account, chat, connect, membership, remove, chats } = party;
    await account('host');
    const { id: chat_id } = await chat('ann', ['bob', 'cleo', 'dora']);
    const ann = await account('ann');
    for (const name of ['cleo', 'dora']) await membership.setRole(ann, chat_id, (await account(name)).id, 'admin');
    const bob = await connect('bob');
    await remove('ann');
    const cleo = await account('cleo');
    expect(bob.received).toMatchObject([
      { type: 'participant_removed', username: 'ann' },
      { type: 'participant_changed', username: 'cleo', role: 'owner' },
      { type: 'chat_changed', chat: { owner_id: cleo.id } },
    ]);
    expect(await chats.get(cleo.id, chat_id)).toMatchObject({ role: 'owner' });
    await remove('cleo');
    await remove('dora');
    expect(await chats.get(bob.userId, chat_id)).toMatchObject({ role: 'owner' });
  });
});
