import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Store } from '../../server/core/ports/store.ts';
import { PREVIEW_MAX } from '../../server/protocol/limits.ts';
import type { ServerFrame } from '../../server/protocol/frames.ts';
import { systemClock } from '../../server/clock.ts';
import { createTokens } from '../../server/security/tokens.ts';
import { openSocket, type TestPerson, type TestSocket } from '../support/client.ts';
import { fillDirectory } from '../support/filled.ts';
import { scaled } from '../support/long-run.ts';
import { newAccount, newChat, newMessage } from '../support/records.ts';
import { names, texts } from '../support/scripts.ts';
import { startTestServer } from '../support/server.ts';

const secretKey = 'the key with which these tests sign tokens themselves';
const tokens = createTokens(secretKey, systemClock);

/** A server on a directory that was filled before. */
async function serverOn<Filled>(fill: (store: Store) => Promise<Filled>) {
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'gemini-coop-'));
  const filled = await fillDirectory(dataDirectory, fill);
  const server = await startTestServer({ dataDirectory, secretKey });
  onTestFinished(async () => {
    await server.close();
    await rm(dataDirectory, { recursive: true });
  });
  /** Somebody who has an account already. */
  const somebody = ({ id, username }: { id: number; username: string }): TestPerson => {
    const token = tokens.sign(username);
    return {
      id,
      username,
      token,
      call: (method, place, body) => server.call(method, place, body, token),
      connect: () => openSocket(`${server.url.replace('http', 'ws')}/ws?token=${token}`),
    };
  };
  return { server, filled, somebody };
}

async function join(socket: TestSocket, chat_id: number) {
  socket.send({ type: 'join', chat_id });
  return socket.next('joined');
}

const several = <Item>(count: number, make: (n: number) => Promise<Item>) =>
  Promise.all(Array.from({ length: count }, (_, n) => make(n)));

const counted = (socket: TestSocket, type: ServerFrame['type']) =>
  socket.received.filter((frame) => frame.type === type).length;

/** All that was sent before has come once this is answered. */
async function caughtUp(sockets: TestSocket[]): Promise<void> {
  await Promise.all(
    sockets.map(async (socket) => {
      socket.send({ type: 'ping' });
      await socket.next('pong');
    }),
  );
}

test('[PLENTY1] twenty connections of one user are one member: told of once, and each gets every frame once', async () => {
  const server = await startTestServer();
  onTestFinished(() => server.close());
  const [host, ann] = [await server.person('host'), await server.person('ann')];
  const { body: chat } = await host.call('POST', '/api/chats', { name: 'Room', participant_usernames: ['ann'] });
  const watcher = await host.connect();
  await join(watcher, chat.id);

  const sockets = await several(20, () => ann.connect());
  for (const socket of sockets) expect((await join(socket, chat.id)).members).toEqual(['host', 'ann']);
  await caughtUp([watcher]);
  expect(counted(watcher, 'user_joined')).toBe(1);

  sockets[7]!.send({ type: 'message', chat_id: chat.id, content: 'hello', client_id: 'once' });
  watcher.send({ type: 'typing', chat_id: chat.id });
  for (const socket of sockets) {
    expect(await socket.next('message')).toMatchObject({ content: 'hello', client_id: 'once' });
    await socket.next('typing');
  }
  await caughtUp([...sockets, watcher]);
  expect(sockets.map((socket) => counted(socket, 'message'))).toEqual(sockets.map(() => 1));
  expect(counted(watcher, 'message')).toBe(1);

  const [last, ...others] = sockets;
  for (const socket of others.slice(0, 10)) socket.webSocket.close();
  for (const socket of others.slice(10)) socket.send({ type: 'leave', chat_id: chat.id });
  await Promise.all(others.slice(0, 10).map(({ closed }) => closed));
  await caughtUp([...others.slice(10), watcher]);
  expect(counted(watcher, 'user_left')).toBe(0);

  await host.call('DELETE', `/api/people/${ann.id}`);
  await watcher.next('user_left');
  for (const socket of [last!, ...others.slice(10)]) {
    expect((await socket.closed).code).toBe(4003);
    expect(counted(socket, 'removed')).toBe(1);
  }
  await caughtUp([watcher]);
  expect(counted(watcher, 'user_left')).toBe(1);
});

test('[PLENTY2] a user of a thousand chats is listed all of them in order, and hears of what happens in any', async () => {
  const COUNT = 1000;
  const { filled, somebody } = await serverOn(async (store) => {
    const ann = await store.addAccount(newAccount('ann'));
    const bob = await store.addAccount(newAccount('bob'));
    const chats = await several(COUNT, (n) => store.addChat(newChat({ name: `Chat ${n}` }), [ann.id, bob.id]));
    // The last word was said in every third, backwards.
    const spoken = chats.filter((_, n) => n % 3 === 0).toReversed();
    for (const { id } of spoken) await store.addMessage(newMessage(id, 'hello'));
    const silent = chats.filter((_, n) => n % 3 !== 0);
    return { ann, bob, chats, order: [...spoken.toReversed(), ...silent.toReversed()].map(({ id }) => id) };
  });
  const { chats, order } = filled;
  const [ann, bob] = [somebody(filled.ann), somebody(filled.bob)];
  const ids = async (): Promise<number[]> => {
    const { body } = await ann.call('GET', '/api/chats');
    return body.map(({ id }: { id: number }) => id);
  };
  expect(await ids()).toEqual(order);

  const connections = await several(3, () => ann.connect());
  await caughtUp(connections);
  const sender = await bob.connect();
  const told = Array.from({ length: scaled(40, COUNT) }, (_, n) => chats[(n * 7) % COUNT]!.id);
  for (const chat_id of told) sender.send({ type: 'message', chat_id, content: `in ${chat_id}` });
  const saidIn = new Map<number, number>();
  for (const socket of connections) {
    for (const chat_id of told) {
      const activity = await socket.next('activity', (frame) => frame.chat_id === chat_id);
      expect(activity.preview).toBe(`in ${chat_id}`);
      saidIn.set(chat_id, activity.message_id);
    }
  }
  // Across chats, ids tell what was stored first.
  const moved = told.toSorted((a, b) => saidIn.get(b)! - saidIn.get(a)!);
  expect(await ids()).toEqual([...moved, ...order.filter((id) => !moved.includes(id))]);
  await caughtUp(connections);
  expect(connections.map((socket) => counted(socket, 'activity'))).toEqual(connections.map(() => told.length));
});

test('[PLENTY3] a chat of a thousand participants is joined, listed and told of what is said like any other', async () => {
  const COUNT = 1000;
  const { filled, somebody, server } = await serverOn(async (store) => {
    const people = await several(COUNT, (n) => store.addAccount(newAccount(`user${n}`)));
    const ids = people.map(({ id }) => id);
    return { people, chat: await store.addChat(newChat({ owner_id: ids[0]! }), ids) };
  });
  const chat_id = filled.chat.id;
  const people = filled.people.map(somebody);
  const host = people[0]!;
  const usernames = people.map(({ username }) => username);
  const listed = await host.call('GET', `/api/chats/${chat_id}/participants`);
  expect(listed.body.map(({ username }: TestPerson) => username)).toEqual(usernames);

  // Each who comes is told to all who are there: their square is the work.
  const inside = await several(scaled(60, COUNT - 50), (n) => people[n]!.connect());
  for (const [n, socket] of inside.entries()) {
    expect((await join(socket, chat_id)).members).toEqual(usernames.slice(0, n + 1));
  }
  const outside = await several(scaled(20, 50), (n) => people[COUNT - 1 - n]!.connect());
  await caughtUp([...inside, ...outside]);
  expect(inside.map((socket) => counted(socket, 'user_joined'))).toEqual(inside.map((_, n) => inside.length - 1 - n));

  outside[0]!.send({ type: 'message', chat_id, content: 'to everybody' });
  for (const socket of inside) expect((await socket.next('message')).content).toBe('to everybody');
  for (const socket of outside) expect((await socket.next('activity')).preview).toBe('to everybody');
  await caughtUp([...inside, ...outside]);
  for (const [sockets, type] of [
    [inside, 'message'],
    [outside, 'activity'],
  ] as const) {
    expect(sockets.map((socket) => counted(socket, type))).toEqual(sockets.map(() => 1));
  }

  const everybody = await host.call('GET', '/api/people');
  const online = everybody.body.filter((entry: { online: boolean }) => entry.online);
  expect([everybody.body.length, online.length]).toEqual([COUNT, inside.length + outside.length]);
  const newcomer = await server.person('newcomer');
  await host.call('POST', `/api/chats/${chat_id}/invite`, { username: newcomer.username });
  for (const socket of inside) await socket.next('participant_added');
  const { body: chats } = await newcomer.call('GET', '/api/chats');
  expect(chats).toMatchObject([{ id: chat_id, participant_usernames: usernames.slice(0, 8) }]);
});

describe('every script', () => {
  test('[PLENTY4] names and messages come back as they were written, in frames, lists, pages and after a restart', async () => {
    const dataDirectory = await mkdtemp(path.join(tmpdir(), 'gemini-coop-'));
    onTestFinished(() => rm(dataDirectory, { recursive: true }));
    const first = await startTestServer({ dataDirectory, secretKey });
    const people: TestPerson[] = [];
    for (const username of Object.values(names)) {
      const person = await first.person(username);
      expect((await person.call('GET', '/api/auth/me')).body.username).toBe(username);
      people.push(person);
    }
    const [owner, ...others] = people;
    const { body: chat } = await owner!.call('POST', '/api/chats', {
      name: texts.hebrew,
      participant_usernames: others.map(({ username }) => username),
    });
    expect(chat.name).toBe(texts.hebrew);
    const inside = await owner!.connect();
    await join(inside, chat.id);
    const outside = await others[0]!.connect();
    await caughtUp([outside]);
    const contents = Object.values(texts);
    for (const content of contents) {
      inside.send({ type: 'message', chat_id: chat.id, content });
      expect((await inside.next('message')).content).toBe(content);
    }
    const { preview } = await outside.next('activity', ({ preview: start }) => contents.at(-1)!.startsWith(start));
    expect(preview).toHaveLength(PREVIEW_MAX);
    const said = async ({ call }: typeof first, { token }: TestPerson) => {
      const { body } = await call('GET', `/api/chats/${chat.id}/messages`, undefined, token);
      return body.map(({ content }: { content: string }) => content);
    };
    expect(await said(first, owner!)).toEqual(contents);
    await first.close();

    const second = await startTestServer({ dataDirectory, secretKey });
    onTestFinished(() => second.close());
    expect(await said(second, owner!)).toEqual(contents);
    for (const { username } of people) {
      // In whatever form a keyboard gives the name.
      const { body } = await second.call('POST', '/api/auth/login', {
        username: username.normalize('NFD'),
        password: 'correct horse',
      });
      expect((await second.call('GET', '/api/auth/me', undefined, body.access_token)).body.username).toBe(username);
    }
  });

  test('[PLENTY4] what nobody could see, or what would turn or hide its neighbours, is no name', async () => {
    const server = await startTestServer();
    onTestFinished(() => server.close());
    const register = (username: string) =>
      server.call('POST', '/api/auth/register', {
        username,
        email: `${Buffer.from(username).toString('hex')}@example.org`,
        password: 'correct horse',
      });
    const invisible = [
      '\u200d',
      '\u200b',
      '\u2060',
      '\u3164',
      '\uffa0',
      '\u115f',
      '\u2800',
      '\ufe0f',
      '\u034f',
      '\u0301',
    ];
    const spoilt = ['\u202e', '\u2066', '\u200f', '\u061c', '\ufeff', '\u00ad', '\u3164', '\u034f', '\u2800'];
    for (const name of [...invisible, ...spoilt.map((character) => `ann${character}`)]) {
      const { status } = await register(name);
      expect([status, name]).toEqual([422, name]);
    }
    for (const name of ['ann', '❤️', 'می\u200cخواهم'])
      expect([name, (await register(name)).status]).toEqual([name, 200]);
    // Nor is somebody else's with something invisible in it a name of its own.
    for (const name of ['a\u200dnn', 'ann\ufe0f', '❤', 'a\u{e0100}nn']) {
      const { body } = await register(name);
      expect([name, body.code]).toEqual([name, 'username_taken']);
    }
  });

  test('[PLENTY4] half a character is refused where it is sent, and the name of a chat neither turns nor hides', async () => {
    const server = await startTestServer();
    onTestFinished(() => server.close());
    const ann = await server.person('ann');
    const named = async (name: string) => (await ann.call('POST', '/api/chats', { name })).body;
    const chat = await named(' Our\u202e \n\t room\u2066 ');
    expect(chat.name).toBe('Our room');
    for (const name of ['\u202e', ' \u200b ', '\u3164', 'a\ud800']) {
      expect((await named(name)).detail[0].loc).toEqual(['body', 'name']);
    }
    const socket = await ann.connect();
    for (const content of ['\ud83d', 'cut \ud83d in the middle', '\udc4d']) {
      socket.send({ type: 'message', chat_id: chat.id, content });
      expect((await socket.next('error')).code).toBe('invalid');
    }
    expect((await ann.call('GET', `/api/chats/${chat.id}/messages`)).body).toEqual([]);
  });
});
