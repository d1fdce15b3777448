import { expect, test } from 'vitest';
import { LEAVING_GRACE } from '../../../server/core/presence.ts';
import { createParty, type LinkedConnection } from '../../support/party.ts';

const told = (connection: LinkedConnection, of: string) =>
  connection
    .of('presence')
    .filter(({ username }) => username === of)
    .map(({ status }) => status);

/** Ann and bob share a chat that is no group. */
async function annAndBob() {
  const party = createParty();
  const { id: chat_id } = await party.chat('ann', ['bob'], { is_group: false });
  const ann = await party.connect('ann');
  await party.clock.settle();
  return { ...party, ann, chat_id };
}

test('[PRESENCE1] somebody is online while one device is, away while all are, and then offline', async () => {
  const { ann, connect, clock } = await annAndBob();
  const [laptop, phone] = [await connect('bob'), await connect('bob')];
  await clock.settle();
  await laptop.says({ type: 'presence', status: 'away' });
  expect(told(ann, 'bob')).toEqual(['online']);
  await phone.says({ type: 'presence', status: 'away' });
  expect(told(ann, 'bob')).toEqual(['online', 'away']);
  await phone.says({ type: 'presence', status: 'online' });
  phone.disconnect();
  await clock.advance(LEAVING_GRACE);
  expect(told(ann, 'bob')).toEqual(['online', 'away', 'online', 'away']);
  laptop.disconnect();
  await clock.advance(LEAVING_GRACE);
  expect(told(ann, 'bob').at(-1)).toBe('offline');
});

test('[PRESENCE2] a reload is no news, who stays away is', async () => {
  const { ann, connect, clock } = await annAndBob();
  const first = await connect('bob');
  await clock.settle();
  first.disconnect();
  await clock.advance(LEAVING_GRACE - 1);
  const second = await connect('bob');
  await clock.advance(LEAVING_GRACE);
  expect(told(ann, 'bob')).toEqual(['online']);
  second.disconnect();
  const left = new Date(clock.now()).toISOString();
  await clock.advance(LEAVING_GRACE - 1);
  expect(told(ann, 'bob')).toEqual(['online']);
  await clock.advance(1);
  expect(ann.of('presence').at(-1)).toMatchObject({ username: 'bob', status: 'offline', last_seen: left });
});

test('[PRESENCE3] it is told to whom one shares a chat with, wherever they are, and to rooms of groups; to nobody else', async () => {
  const { ann, chat, connect, clock, account } = await annAndBob();
  await account('cy');
  const { id: chat_id } = await chat('bob', ['cy', 'dan']);
  const [inside, outside, stranger] = [await connect('cy'), await connect('dan'), await connect('eve')];
  await inside.says({ type: 'join', chat_id });
  const bob = await connect('bob');
  await bob.says({ type: 'join', chat_id });
  await clock.settle();
  const { id: user_id } = await account('bob');
  const frame = { type: 'presence', user_id, username: 'bob', status: 'online', last_seen: null };
  expect(ann.of('presence').filter(({ username }) => username === 'bob')).toEqual([frame]);
  expect(inside.of('presence').filter(({ username }) => username === 'bob')).toEqual([frame]);
  for (const other of [outside, stranger, bob]) expect(told(other, 'bob')).toEqual([]);
});

test('[PRESENCE3] a group of more than 50 is not told', async () => {
  const { connect, chat, chats, account, clock } = createParty();
  const names = Array.from({ length: 50 }, (_, i) => `p${i}`);
  const { id: chat_id } = await chat('ann', names.slice(0, 49));
  const ann = await connect('ann');
  await ann.says({ type: 'join', chat_id });
  await connect('p0');
  await clock.settle();
  expect(told(ann, 'p0')).toEqual(['online']);
  await chats.admit(await account('p49'), chat_id);
  await connect('p1');
  await clock.settle();
  expect(told(ann, 'p1')).toEqual([]);
});

test('[PRESENCE4] [PRESENCE5] participants are listed with how they are here, and when they were, where they show it', async () => {
  const { chats, chat_id, connect, clock, account, store, presence } = await annAndBob();
  const bob = await connect('bob');
  const seen = async () => {
    const list = await chats.participants((await account('ann')).id, chat_id);
    const { status, last_seen } = list.find(({ username }) => username === 'bob')!;
    return { status, last_seen };
  };
  expect(await seen()).toEqual({ status: 'online', last_seen: null });
  bob.disconnect();
  const left = new Date(clock.now()).toISOString();
  await clock.advance(LEAVING_GRACE);
  expect(await seen()).toEqual({ status: 'offline', last_seen: left });
  expect(await presence.list((await account('ann')).id)).toMatchObject([{ username: 'bob', last_seen: left }]);
  await store.changeAccount((await account('bob')).id, { hides_last_seen: true });
  expect(await seen()).toEqual({ status: 'offline', last_seen: null });
  expect(await presence.list((await account('ann')).id)).toMatchObject([{ username: 'bob', last_seen: null }]);
});

test('[PRESENCE4] who is here when the server stops was last here then, and nothing waits any more', async () => {
  const { hub, store, connect, clock, account } = await annAndBob();
  const gone = await connect('bob');
  gone.disconnect();
  await clock.advance(1000);
  await hub.close();
  expect(store.traces.lastSeen((await account('ann')).id)).toBe(new Date(clock.now()).toISOString());
  expect(clock.timers).toEqual([]);
});
