import { describe, expect, test } from 'vitest';
import { aMessage, Backend } from '../support/backend.ts';
import { inRoom, letIn, pass, withWorlds, type World } from '../support/world.ts';

withWorlds();

const messages = (world: World) => world.store.getState().chats[1]!.messages;
const thumbs = (...names: string[]) => [
  { emoji: '👍', users: names.map((username, index) => ({ id: username === 'ada' ? 1 : index + 2, username })) },
];

function filled(): Backend {
  const backend = new Backend();
  backend.messages = [aMessage(1), aMessage(2), aMessage(3)];
  return backend;
}

describe('what is told of messages that were there before', () => {
  test('[MSG13] edits, reactions and deletions change their message alone', async () => {
    const world = await inRoom(filled());
    const [first, , third] = messages(world);
    const about = { chat_id: 1, message_id: 2 };
    const edited_at = '2026-01-02T00:00:00.000Z';
    world.peer().send({ type: 'message_reactions', ...about, reactions: thumbs('bob') });
    world.peer().send({ type: 'message_edited', ...about, content: 'other', edited_at, mentions: ['ada'] });
    await pass();
    expect(messages(world)[1]).toMatchObject({
      content: 'other',
      edited_at,
      mentions: ['ada'],
      reactions: thumbs('bob'),
    });
    world.peer().send({ type: 'message_deleted', ...about, deleted_at: edited_at, username: 'bob' });
    world.peer().send({ type: 'message_edited', ...about, content: 'late', edited_at, mentions: [] });
    world.peer().send({ type: 'message_reactions', ...about, reactions: thumbs('bob') });
    world.peer().send({ type: 'message_edited', chat_id: 1, message_id: 99, content: 'x', edited_at, mentions: [] });
    await pass();
    expect(messages(world)).toHaveLength(3);
    expect(messages(world)[1]).toMatchObject({ content: '', deleted_at: edited_at });
    expect(messages(world)[1]).not.toHaveProperty('reactions');
    expect([messages(world)[0], messages(world)[2]]).toEqual([first, third]);
    expect(messages(world)[0]).toBe(first);
  });

  test('[MSG15] a page that was made before a change is shown with it', async () => {
    const world = await inRoom(filled());
    const open = world.backend.hold();
    const loading = world.actions.reloadHistory(1);
    await pass();
    const edited_at = '2026-01-02T00:00:00.000Z';
    world.peer().send({ type: 'message_edited', chat_id: 1, message_id: 3, content: 'new', edited_at, mentions: [] });
    await pass();
    open();
    await loading;
    expect(messages(world)[2]).toMatchObject({ content: 'new' });
  });

  test('[MSG15] [CLIENT34] what changed while the connection was away is loaded again, once', async () => {
    const world = await inRoom(filled());
    world.peer().send({ type: 'joined', chat_id: 1, members: ['ada'], last_message_id: 3, version: 'a.1' });
    await pass();
    world.peer().close(1006);
    world.backend.messages[0] = aMessage(1, { content: 'changed meanwhile' });
    world.backend.messages[1] = aMessage(2, { content: '', deleted_at: '2026-01-02T00:00:00.000Z' });
    await pass(30_000);
    world.peer().accept();
    await pass();
    world.peer().send({ type: 'joined', chat_id: 1, members: ['ada'], last_message_id: 3, version: 'a.3' });
    await pass();
    expect(messages(world).map(({ content }) => content)).toEqual(['changed meanwhile', '', 'text 3']);
    world.backend.calls.length = 0;
    world.peer().close(1006);
    await pass(30_000);
    world.peer().accept();
    await pass();
    world.peer().send({ type: 'joined', chat_id: 1, members: ['ada'], last_message_id: 3, version: 'a.3' });
    await pass();
    expect(world.backend.calls.filter((call) => /messages\?limit=3/.test(call))).toEqual([]);
  });
});

describe('reactions', () => {
  test("[MSG14] a reaction shows at once, stands while others' come, and is told once", async () => {
    const world = await inRoom(filled());
    const open = world.backend.hold();
    const reacting = world.actions.react(1, 2, '👍');
    expect(messages(world)[1]?.reactions).toEqual(thumbs('ada'));
    world.peer().send({ type: 'message_reactions', chat_id: 1, message_id: 2, reactions: thumbs('bob') });
    await pass();
    expect(messages(world)[1]?.reactions?.[0]?.users.map(({ username }) => username)).toEqual(['bob', 'ada']);
    open();
    world.backend.broken = { path: '/reactions/', status: 200, body: aMessage(2) };
    await reacting.catch(() => undefined);
    letIn(world);
  });

  test('[MSG14] one that is refused goes again, with the reason', async () => {
    const world = await inRoom(filled());
    const refusal = { detail: 'This message has 20 different reactions already.', code: 'too_many_reactions' };
    world.backend.broken = { path: '/reactions/', status: 400, body: refusal };
    await expect(world.actions.react(1, 2, '👍')).rejects.toMatchObject({ code: 'too_many_reactions' });
    expect(messages(world)[1]).not.toHaveProperty('reactions');
  });

  test('[MSG14] without a connection nothing is tried, and the reader is told so at once', async () => {
    const world = await inRoom(filled());
    world.peer().close(1006);
    await pass();
    world.backend.calls.length = 0;
    await expect(world.actions.react(1, 2, '👍')).rejects.toMatchObject({ kind: 'local' });
    await expect(world.actions.deleteMessage(1, 2)).rejects.toMatchObject({ kind: 'local' });
    await expect(world.actions.setPinned(1, 2, true)).rejects.toMatchObject({ kind: 'local' });
    expect(world.backend.calls).toEqual([]);
    expect(messages(world)[1]).toEqual(aMessage(2));
  });
});

test('[MSG13] [MSG10] a copy goes to each chosen chat, with the comment behind it, and leaves drafts alone', async () => {
  const world = await inRoom(filled());
  world.actions.setDraft(2, 'half a thought');
  const queued = world.actions.forward({ chat_id: 1, message_id: 2 }, [1, 2], ' see this ');
  const { outbox, drafts } = world.store.getState();
  expect(queued).toEqual(outbox.map(({ client_id }) => client_id));
  expect(outbox.map(({ chat_id, content, forward }) => [chat_id, content, forward?.message_id])).toEqual([
    [1, '', 2],
    [1, 'see this', undefined],
    [2, '', 2],
    [2, 'see this', undefined],
  ]);
  expect(drafts[2]).toBe('half a thought');
});

describe('what is answered', () => {
  const quoted = (world: World) => world.store.getState().chats[1]!.quoted;

  test('[MSG15] a message that is not loaded is fetched once, and follows what becomes of it', async () => {
    const backend = filled();
    const world = await inRoom(backend);
    const asked = () => backend.calls.filter((call) => call.includes('/messages/40')).length;
    backend.broken = { path: '/messages/40', status: 200, body: aMessage(40) };
    await Promise.all([world.actions.loadQuoted(1, 40), world.actions.loadQuoted(1, 40)]);
    await world.actions.loadQuoted(1, 40);
    expect(asked()).toBe(1);
    expect(quoted(world)[40]).toMatchObject({ content: 'text 40' });
    const deleted_at = '2026-01-02T00:00:00.000Z';
    world.peer().send({ type: 'message_deleted', chat_id: 1, message_id: 40, deleted_at, username: 'bob' });
    await pass();
    expect(quoted(world)[40]).toMatchObject({ content: '', deleted_at });
  });

  test('[MSG15] one that does not exist is known to be missing; one that could not be had is asked for again', async () => {
    const backend = filled();
    const world = await inRoom(backend);
    backend.broken = { path: '/messages/40', status: 503, body: { detail: 'Try again.', code: 'storage_unavailable' } };
    await expect(world.actions.loadQuoted(1, 40)).rejects.toMatchObject({ status: 503 });
    expect(quoted(world)).not.toHaveProperty('40');
    backend.broken = { path: '/messages/40', status: 404, body: { detail: 'Not there.', code: 'not_found' } };
    await world.actions.loadQuoted(1, 40);
    expect(quoted(world)[40]).toBeNull();
  });
});
