import { expect, test } from 'vitest';
import { aMessage } from '../support/backend.ts';
import { connected, inRoom, letIn, pass, setUp, withWorlds } from '../support/world.ts';

withWorlds();

/** In chat 1, with one message of one's own (7) and one of somebody else (8). */
async function talking() {
  const world = await inRoom();
  world.peer().send({ type: 'message', ...frameOf(7, 'mine', 1, 'ada') });
  world.peer().send({ type: 'message', ...frameOf(8, 'theirs', 2, 'bob') });
  await pass();
  return world;
}

const frameOf = (message_id: number, content: string, user_id: number, username: string) => {
  const { id: _, status: __, ...rest } = aMessage(message_id, { content, user_id, username });
  return { ...rest, message_id };
};

test('[COMPOSE1] what is answered stays with its chat while another one is looked at', async () => {
  const world = await talking();
  world.actions.setDraft(1, 'yes');
  world.actions.replyTo(1, 8);
  world.actions.openChat(2);
  await pass();
  world.actions.send(2, 'elsewhere');
  world.actions.openChat(1);
  expect(world.state().composing).toEqual({ 1: { kind: 'reply', message_id: 8 } });
  expect(world.state().drafts).toEqual({ 1: 'yes' });
  world.actions.cancelComposing(1);
  expect(world.state().composing).toEqual({});
  expect(world.state().drafts).toEqual({ 1: 'yes' });
});

test('[COMPOSE1] an edit puts the text into the field, and gives the unsent draft back', async () => {
  const world = await talking();
  world.actions.setDraft(1, 'half a thought');
  world.actions.replyTo(1, 8);
  world.actions.startEdit(1, 7);
  expect(world.state().drafts[1]).toBe('mine');
  world.actions.setDraft(1, 'mine, changed');
  world.actions.startEdit(1, 7);
  expect(world.state().drafts[1]).toBe('mine, changed');
  world.actions.replyTo(1, 8);
  expect(world.state().drafts[1]).toBe('half a thought');
  expect(world.state().composing[1]).toEqual({ kind: 'reply', message_id: 8 });
  world.actions.startEdit(1, 7);
  world.actions.setDraft(1, '');
  world.actions.cancelComposing(1);
  expect(world.state().drafts[1]).toBe('half a thought');
});

test('[COMPOSE1] after a reload in the middle of an edit the draft is there, not the edit', async () => {
  const world = await talking();
  world.actions.setDraft(1, 'half a thought');
  world.actions.startEdit(1, 7);
  world.actions.setDraft(1, 'mine, changed');
  await pass(300);
  world.stop();
  const next = setUp(world.profile, world.backend);
  expect(next.state().drafts).toEqual({ 1: 'half a thought' });
  expect(next.state().composing).toEqual({});
});

test('a message that is not known cannot be changed', async () => {
  const world = await talking();
  world.actions.startEdit(1, 99);
  expect(world.state().composing).toEqual({});
});

test('[COMPOSE2] what is answered is quoted by the next message, and by no other', async () => {
  const world = await talking();
  world.actions.replyTo(1, 8);
  world.actions.send(1, 'an answer');
  expect(world.peer().of('message')).toMatchObject([{ content: 'an answer', reply_to: 8 }]);
  expect(world.state().composing).toEqual({});
  const [sent] = world.state().outbox;
  world.peer().send({ type: 'message', ...frameOf(9, 'an answer', 1, 'ada'), client_id: sent!.client_id, reply_to: 8 });
  await pass();
  world.actions.send(1, 'another thing');
  expect(world.peer().of('message').at(-1)).not.toHaveProperty('reply_to');
});

test('[COMPOSE2] a copy of a message, and a send beside an edit, leave alone what is composed', async () => {
  const world = await talking();
  world.actions.setDraft(1, 'yes');
  world.actions.replyTo(1, 8);
  world.actions.send(1, '', { forward: { chat_id: 2, message_id: 3 } });
  expect(world.state().outbox[0]).toMatchObject({ content: '', forward: { chat_id: 2, message_id: 3 } });
  expect(world.state().outbox[0]).not.toHaveProperty('reply_to');
  expect(world.state().composing[1]).toEqual({ kind: 'reply', message_id: 8 });
  world.actions.startEdit(1, 7);
  world.actions.send(1, '/bot again');
  expect(world.state().drafts[1]).toBe('mine');
  expect(world.state().composing[1]).toMatchObject({ kind: 'edit', message_id: 7 });
});

test('[COMPOSE2] what goes along with a message that waits is sent with it after a reload', async () => {
  const world = await connected();
  world.peer().close(1006);
  const files = [{ id: 5, name: 'a.txt', type: 'text/plain', size: 3 }];
  world.actions.replyTo(1, 8);
  world.actions.send(1, '', { file_ids: [5], files });
  world.actions.send(1, '', { forward: { chat_id: 2, message_id: 3 } });
  world.stop();
  const next = setUp(world.profile, world.backend);
  await pass();
  next.peer().accept();
  await pass();
  letIn(next);
  expect(next.state().outbox[0]).toMatchObject({ reply_to: 8, file_ids: [5], files });
  const [first] = next.peer().of('message');
  expect(first).toEqual({
    type: 'message',
    chat_id: 1,
    content: '',
    client_id: expect.any(String),
    reply_to: 8,
    file_ids: [5],
  });
  next.peer().send({ type: 'message', ...frameOf(9, '', 1, 'ada'), client_id: next.state().outbox[0]!.client_id });
  await pass();
  expect(next.peer().of('message').at(-1)).toMatchObject({ content: '', forward: { chat_id: 2, message_id: 3 } });
});

test('[COMPOSE7] the skin tone and what was picked lately are there after a reload, and gone with the account', async () => {
  const world = await connected();
  for (const emoji of ['😀', '🎉', '😀']) world.actions.noteEmoji(emoji);
  world.actions.setSkinTone(3);
  world.stop();
  const next = setUp(world.profile, world.backend);
  expect(next.state().emojiUse).toEqual({ recent: ['😀', '🎉'], tone: 3 });
  next.actions.signOut();
  expect([...world.profile.texts.keys()].filter((key) => key.includes('emoji'))).toEqual([]);
});
