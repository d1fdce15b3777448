import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ServerConfig } from '../../server/config.ts';
import { StartError } from '../../server/start-error.ts';
import { startTestServer } from '../support/server.ts';

let dataDirectory: string;
const servers: { close(): Promise<void> }[] = [];
beforeEach(async () => {
  dataDirectory = await mkdtemp(path.join(tmpdir(), 'gemini-coop-'));
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  await rm(dataDirectory, { recursive: true });
});

const start = async (config: Partial<ServerConfig> = {}) => {
  const server = await startTestServer({ dataDirectory, ...config });
  servers.push(server);
  return server;
};
const startParty = (hostName = 'ann', name = 'Friday') => start({ party: { hostName }, name });
const usernames = (users: { username: string }[]): string[] => users.map(({ username }) => username);

test('[PARTY1] the host is there from the start and signs in without a password, as often as asked', async () => {
  const party = await startParty();
  expect(party.health).toMatchObject({ host: 'ann', name: 'Friday', registration: 'open', protocol: 1 });
  const [first, second] = [await party.signInHost(), await party.signInHost()];
  for (const { access_token, user, chat_id } of [first, second]) {
    expect(user).toMatchObject({ username: 'ann', email: null, is_host: true, is_guest: false });
    const { body: me } = await party.call('GET', '/api/auth/me', undefined, access_token);
    expect(me).toEqual(user);
    const { body: chats } = await party.call('GET', '/api/chats', undefined, access_token);
    expect(chats).toEqual([
      expect.objectContaining({ id: chat_id, name: 'Friday', owner_id: user.id, is_group: true }),
    ]);
  }
});

test.each(['', 'x', 'null', 'undefined', '-'])(
  "[PARTY1] the password %j does not open the host's account",
  async (password) => {
    const party = await startParty();
    const { status } = await party.call('POST', '/api/auth/login', { username: 'ann', password });
    expect(status).toBe(password === '' ? 422 : 401);
  },
);

test('[PARTY1] host, chat, invites and server id are the same after a restart, whatever the host is called then', async () => {
  const before = await startParty();
  const { user, chat_id, access_token } = await before.signInHost();
  const invites = (await before.call('GET', '/api/invites', undefined, access_token)).body;
  const { server_id } = before.health;
  await before.close();
  servers.pop();
  const after = await startParty('another', 'Saturday');
  expect(after.health).toMatchObject({ server_id, host: 'ann', name: 'Saturday' });
  expect(await after.signInHost()).toMatchObject({ user, chat_id });
  const { body } = await after.call('GET', '/api/invites', undefined, access_token);
  expect(body).toEqual(invites);
  const { body: chat } = await after.call('GET', `/api/chats/${chat_id}`, undefined, access_token);
  expect(chat.name).toBe('Saturday');
});

test('[PARTY2] whoever makes an account is in the chat, and those in its room hear of it', async () => {
  const party = await startParty();
  const { chat_id, access_token } = await party.signInHost();
  const bob = await party.person('bob');
  const room = await bob.connect();
  room.send({ type: 'join', chat_id });
  await room.next('joined');
  const { body: guest } = await party.call('POST', '/api/auth/guest', {
    display_name: 'Cy',
    password: 'x'.repeat(32),
  });
  expect(guest.chat_id).toBe(chat_id);
  expect((await room.next('participant_added')).username).toBe('Cy');
  const { body } = await party.call('GET', `/api/chats/${chat_id}/participants`, undefined, access_token);
  expect(usernames(body)).toEqual(['ann', 'bob', 'Cy']);
  room.webSocket.close();
});

test('[PARTY2] who comes with an invite into another chat is in both, and opens that one', async () => {
  const party = await startParty();
  const lobby = await party.signInHost();
  const bob = await party.person('bob');
  const { body: chat } = await bob.call('POST', '/api/chats', { name: 'Aside' });
  const { body: invite } = await bob.call('POST', '/api/invites', { chat_id: chat.id });
  const fields = { display_name: 'Cy', password: 'x'.repeat(32), invite: invite.code };
  const { body: guest } = await party.call('POST', '/api/auth/guest', fields);
  const { body: chats } = await party.call('GET', '/api/chats', undefined, guest.access_token);
  expect(guest.chat_id).toBe(chat.id);
  expect(new Set(chats.map(({ id }: { id: number }) => id))).toEqual(new Set([chat.id, lobby.chat_id]));
});

test('[PARTY3] [INVITE5] its standing invite opens a party that is for the invited only', async () => {
  const party = await start({ party: { hostName: 'ann' }, registration: 'invite' });
  expect(party.firstInviteLink).toBeUndefined();
  const { access_token, chat_id } = await party.signInHost();
  const { body: invites } = await party.call('GET', '/api/invites', undefined, access_token);
  expect(invites).toEqual([expect.objectContaining({ chat_id, created_by: 'ann', expires_at: null, uses: 0 })]);
  const come = (more: object) =>
    party.call('POST', '/api/auth/guest', { display_name: 'Bob', password: 'x'.repeat(32), ...more });
  expect((await come({})).body.code).toBe('invite_required');
  expect((await come({ invite: invites[0].token })).body).toMatchObject({ chat_id, user: { username: 'Bob' } });
});

test('[PARTY4] a server that had no host and no party has both when it becomes one', async () => {
  const before = await start();
  for (const name of ['zoe', 'ann']) await before.person(name);
  await before.close();
  servers.pop();
  const party = await startParty('bob');
  expect(party.health.host).toBe('zoe');
  const { access_token, chat_id } = await party.signInHost();
  const { body } = await party.call('GET', `/api/chats/${chat_id}/participants`, undefined, access_token);
  expect(usernames(body)).toEqual(['zoe', 'ann']);
});

test.each(['', 'two words', 'Gemini', 'x'.repeat(41)])(
  '[PARTY1] nobody can host as %j, and nothing is left behind',
  async (hostName) => {
    const refusal = await startParty(hostName).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(StartError);
    expect(refusal).toMatchObject({ code: 'host_name' });
    expect((await startParty('ann')).health.host).toBe('ann');
  },
);

test('[PARTY1] only a party signs its host in, and only while it runs', async () => {
  const plain = await start();
  await expect(plain.signInHost()).rejects.toThrow('no party');
  await plain.close();
  servers.pop();
  const party = await startParty();
  await party.close();
  servers.pop();
  await expect(party.signInHost()).rejects.toMatchObject({ code: 'not_ready' });
});
