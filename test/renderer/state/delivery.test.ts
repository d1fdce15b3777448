import { expect, test } from 'vitest';
import type { ErrorFrame } from '../../../server/protocol/frames.ts';
import { OUTBOX_MAX } from '../../../renderer/state/outbox.ts';
import { connected, inRoom, pass, setUp, signedIn, withWorlds, type World } from '../support/world.ts';

withWorlds();

const contents = ({ peer }: World) =>
  peer()
    .of('message')
    .map((frame) => frame.content);

function echo({ peer, backend }: World) {
  const frame = peer().of('message').at(-1);
  if (frame) peer().send(backend.store(frame));
}

function refuse({ peer }: World, fields: Partial<ErrorFrame>) {
  const { chat_id, client_id = '' } = peer().of('message').at(-1)!;
  peer().send({ type: 'error', error: 'No.', code: 'storage_unavailable', chat_id, client_id, ...fields });
}

test('[CLIENT12] the outbox of one chat goes out one by one, in order; chats do not wait for each other', async () => {
  const world = await connected();
  world.actions.send(1, 'first');
  world.actions.send(1, 'second');
  world.actions.send(2, 'elsewhere');
  expect(contents(world)).toEqual(['first', 'elsewhere']);
  world.peer().send(world.backend.store(world.peer().of('message')[0]!));
  expect(contents(world)).toEqual(['first', 'elsewhere', 'second']);
});

test('[CLIENT12] what is refused for now is tried again, and the others wait behind it', async () => {
  const world = await connected();
  world.actions.send(1, 'first');
  world.actions.send(1, 'second');
  refuse(world, { code: 'rate_limited', retry_after: 4 });
  await pass(3_999);
  expect(contents(world)).toEqual(['first']);
  await pass(1);
  expect(contents(world)).toEqual(['first', 'first']);
  echo(world);
  echo(world);
  expect(contents(world)).toEqual(['first', 'first', 'second']);
  expect(world.state().outbox).toEqual([]);
});

test('[CLIENT11] what is refused for now again and again is refused in the end', async () => {
  const world = await connected();
  world.actions.send(1, 'first');
  world.actions.send(1, 'second');
  for (let tries = 0; tries < 5; tries++) {
    refuse(world, {});
    await pass();
  }
  expect(world.state().outbox[0]?.state).toEqual({ kind: 'refused', error: 'No.', code: 'storage_unavailable' });
  expect(contents(world)).toEqual(['first', 'first', 'first', 'first', 'first', 'second']);
});

test('a wait of minutes is left to the user', async () => {
  const world = await connected();
  world.actions.send(1, 'first');
  refuse(world, { code: 'rate_limited', retry_after: 600 });
  expect(world.state().outbox[0]?.state.kind).toBe('refused');
});

test('what is not answered is sent again', async () => {
  const world = await connected();
  world.actions.send(1, 'first');
  await pass(10_000);
  world.peer().send({ type: 'pong' });
  expect(contents(world)).toEqual(['first', 'first']);
});

test('[CLIENT14] a message that broke the connection by its size is refused instead of breaking the next one', async () => {
  const world = await connected();
  world.actions.send(1, 'long '.repeat(100));
  world.actions.send(2, 'short');
  world.peer().close(1009);
  await pass();
  world.peer().accept();
  expect(contents(world)).toEqual(['short']);
  expect(world.state().outbox[0]?.state).toMatchObject({ kind: 'refused', code: 'too_large' });
});

test('a refused message can be sent again, as the newest, or taken back', async () => {
  const world = await connected();
  world.actions.send(1, 'first');
  refuse(world, { code: 'invalid' });
  world.actions.send(1, 'second');
  const [first] = world.state().outbox;
  world.actions.retry(first!.client_id);
  expect(world.state().outbox.map((entry) => entry.content)).toEqual(['second', 'first']);
  expect(world.actions.discard(first!.client_id)).toBe('first');
  expect(world.actions.discard(first!.client_id)).toBeNull();
  expect(world.state().outbox.map((entry) => entry.content)).toEqual(['second']);
});

test('[CLIENT10] a fetch that brings the message takes the entry out', async () => {
  const world = await inRoom();
  world.actions.send(1, 'first');
  world.backend.store(world.peer().of('message')[0]!);
  world.peer().close(1006);
  await world.actions.reloadHistory(1);
  expect(world.state().outbox).toEqual([]);
});

test('blank text is not sent, broken text is mended', async () => {
  const world = await connected();
  world.actions.send(1, ' \n');
  world.actions.send(1, 'a\0b\uD800');
  expect(contents(world)).toEqual(['ab\uFFFD']);
});

test('[CLIENT15] the outbox takes no more than it can keep', async () => {
  const world = await connected();
  for (let count = 0; count < OUTBOX_MAX; count++) world.actions.send(1, `text ${count}`);
  world.actions.setDraft(1, 'one more');
  expect(() => world.actions.send(1, 'one more')).toThrow('Too many messages');
  expect(world.state().outbox).toHaveLength(OUTBOX_MAX);
  expect(world.state().drafts).toEqual({ 1: 'one more' });
});

test('[CLIENT16] an entry that two tabs hold is gone from both when one has its echo', async () => {
  const world = await signedIn();
  world.actions.send(1, 'first');
  const other = setUp(world.profile, world.backend);
  expect(other.state().outbox).toMatchObject([{ content: 'first' }]);
  world.peer().accept();
  echo(world);
  expect(other.state().outbox).toEqual([]);
});
