import { expect, test, vi } from 'vitest';
import { RETURN_MS } from '../../../renderer/state/notices.ts';
import { connected, inRoom, pass, withWorlds } from '../support/world.ts';

withWorlds();

const years = [2000, 2100];

test.each(years)(
  '[CLOCK5] who types and who leaves is shown for as long as ever where the date is set to %i',
  async (year) => {
    const world = await inRoom();
    const chat = () => world.state().chats[1]!;
    world.peer().send({ type: 'user_joined', chat_id: 1, username: 'bob' });
    world.peer().send({ type: 'user_joined', chat_id: 1, username: 'cy' });
    world.peer().send({ type: 'typing', chat_id: 1, username: 'bob' });
    world.peer().send({ type: 'user_left', chat_id: 1, username: 'cy' });
    vi.setSystemTime(Date.UTC(year, 0));
    await pass(3000);
    expect(chat().typing).toEqual(['bob']);
    expect(chat().notices).toMatchObject([{ joined: ['bob', 'cy'], left: [] }]);
    await pass(RETURN_MS);
    expect(chat().typing).toEqual([]);
    // Who came and went within one notice leaves no trace in it.
    expect(chat().notices).toMatchObject([{ joined: ['bob'], left: [] }]);
  },
);

test.each(years)('[CLOCK5] typing is told every three seconds where the date is set to %i', async (year) => {
  const world = await inRoom();
  world.actions.typing(1);
  vi.setSystemTime(Date.UTC(year, 0));
  world.actions.typing(1);
  expect(world.peer().of('typing')).toHaveLength(1);
  await pass(3000);
  world.actions.typing(1);
  expect(world.peer().of('typing')).toHaveLength(2);
});

test.each(years)('[CLOCK5] a connection that held is tried again soon where the date was set to %i', async (year) => {
  const world = await connected();
  for (let broken = 0; broken < 3; broken++) {
    world.peer().close(1006);
    await pass(60_000);
  }
  world.peer().accept();
  await pass(15_000);
  vi.setSystemTime(Date.UTC(year, 0));
  world.peer().close(1006);
  expect(world.state().connection).toMatchObject({ kind: 'reconnecting', attempt: 0 });
});

test.each(years)(
  '[CLOCK5] what is sent keeps its order, also over a reload, where the date was set to %i',
  async (year) => {
    const world = await inRoom();
    const contents = () => world.state().outbox.map(({ content }) => content);
    world.actions.send(1, 'first');
    vi.setSystemTime(Date.UTC(year, 0));
    world.actions.send(1, 'second');
    vi.setSystemTime(Date.UTC(2050, 0));
    world.actions.send(1, 'third');
    expect(contents()).toEqual(['first', 'second', 'third']);
    world.stop();
    world.actions.start();
    expect(contents()).toEqual(['first', 'second', 'third']);
  },
);
