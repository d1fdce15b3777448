import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestPerson } from '../../support/client.ts';
import { startTestServer } from '../../support/server.ts';
import { contentsIn, download, pixel, upload } from '../../support/uploads.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
let host: TestPerson;
let ann: TestPerson;
let bob: TestPerson;
let zoe: TestPerson;
let chatId: number;

beforeAll(async () => {
  server = await startTestServer();
  host = await server.person('host');
  [ann, bob, zoe] = await Promise.all([server.person('ann'), server.person('bob'), server.person('zoe')]);
  const make = () => ann.call('POST', '/api/chats', { name: 'Chat', is_group: true, participant_usernames: ['bob'] });
  chatId = (await make()).body.id;
  await make();
});
afterAll(() => server.close());

const change = (who: TestPerson, profile: object) => who.call('PATCH', '/api/auth/me', profile);
const put = (who: TestPerson, content: string | Uint8Array<ArrayBuffer>) =>
  upload(server.url, who, '/api/auth/me/avatar', 'me.png', content, { method: 'PUT' });
const profiles = async (query: string) => (await zoe.call('GET', `/api/users/profiles?${query}`)).body;

describe('what people are called', () => {
  test('[PROFILE1] [PROFILE6] a name and some lines about oneself are seen by everybody, until they are taken away', async () => {
    const about = 'First line\r\n\r\n\r\n\r\nlast\u202e line \0'.replace('\0', '');
    const { body } = await change(ann, { display_name: '  Ann\u00a0 Lee ', about });
    expect(body).toMatchObject({ username: 'ann', display_name: 'Ann Lee', about: 'First line\n\nlast line' });
    expect((await ann.call('GET', '/api/auth/me')).body).toMatchObject({ display_name: 'Ann Lee' });
    expect((await zoe.call('GET', `/api/users/${ann.id}`)).body).toEqual({
      id: ann.id,
      username: 'ann',
      display_name: 'Ann Lee',
      avatar: null,
      about: 'First line\n\nlast line',
      created_at: expect.any(String),
      is_guest: false,
      is_host: false,
    });
    expect((await change(ann, { about: ' \n ' })).body).toMatchObject({ display_name: 'Ann Lee', about: null });
    expect((await change(ann, { display_name: null })).body).toMatchObject({ display_name: null });
    const { body: guest } = await server.call('POST', '/api/auth/guest', {
      display_name: 'Guest',
      password: 'x'.repeat(32),
    });
    const named = await server.call('PATCH', '/api/auth/me', { display_name: 'A guest' }, guest.access_token);
    expect(named.body).toMatchObject({ is_guest: true, display_name: 'A guest' });
  });

  test.each(['', ' ', '\u200b', 'a\u202eb', 'x\u0007', 'é'.repeat(61), '\u2800', 5, ['Ann']])(
    '[PROFILE1] %j is no name',
    async (display_name) => {
      expect((await change(ann, { display_name })).status).toBe(422);
    },
  );

  test('[PROFILE1] a name of many scripts and emoji is one; what is too long about oneself is not taken', async () => {
    for (const display_name of ['👩‍👩‍👧 Familie Öz', 'می‌خواهم', 'é'.repeat(60)]) {
      expect((await change(ann, { display_name })).body).toMatchObject({ display_name });
    }
    expect((await change(ann, { about: 'x'.repeat(501) })).status).toBe(422);
    await change(ann, { display_name: null });
  });

  test.each(['bob', 'B.O.B', ' ＢＯＢ ', '★ b_o-b ★', 'Gemini', 'g e m i n i', 'System', 'Bot!'])(
    '[PROFILE2] nobody else is called %j',
    async (display_name) => {
      expect(await change(ann, { display_name })).toMatchObject({ status: 400, body: { code: 'display_name_taken' } });
    },
  );

  test('[PROFILE2] one is called as one is, and two may be called alike; a removed account is not copied', async () => {
    expect((await change(ann, { display_name: 'A.N.N.' })).status).toBe(200);
    expect((await change(ann, { display_name: 'Sam' })).status).toBe(200);
    expect((await change(bob, { display_name: 'Sam' })).status).toBe(200);
    const gone = await server.person('gone');
    await host.call('DELETE', `/api/people/${gone.id}`);
    expect((await change(ann, { display_name: 'Gone' })).status).toBe(400);
    await Promise.all([ann, bob].map((one) => change(one, { display_name: null })));
  });

  test('[PROFILE3] those who share a chat are told once, wherever they are, nobody else, and only of what is new', async () => {
    const [own, inside, outside, stranger] = await Promise.all([ann, bob, bob, zoe].map((one) => one.connect()));
    inside!.send({ type: 'join', chat_id: chatId });
    await inside!.next('joined');
    await change(ann, { display_name: 'Ann Lee', about: 'Hello' });
    await change(ann, { display_name: 'Ann Lee' });
    await change(ann, { about: null });
    const news = { type: 'profile_changed', user_id: ann.id, username: 'ann', display_name: 'Ann Lee', avatar: null };
    for (const socket of [own!, inside!, outside!]) {
      await socket.next('profile_changed', ({ about }) => about === null);
      const told = socket.received.filter(({ type }) => type === 'profile_changed');
      expect(told).toEqual([
        { ...news, about: 'Hello' },
        { ...news, about: null },
      ]);
    }
    stranger!.send({ type: 'ping' });
    await stranger!.next('pong');
    expect(stranger!.received.map(({ type }) => type)).not.toContain('profile_changed');
    for (const socket of [own!, inside!, outside!, stranger!]) {
      socket.webSocket.close();
      await socket.closed;
    }
  });

  test('[PROFILE4] [PROFILE6] lists of people tell what they are called, and how they are here only to who is near', async () => {
    await change(ann, { display_name: 'Ann Lee' });
    const { body: participants } = await bob.call('GET', `/api/chats/${chatId}/participants`);
    expect(participants[0]).toMatchObject({ username: 'ann', display_name: 'Ann Lee', avatar: null });
    expect(participants[0]).not.toHaveProperty('about');
    const { body: people } = await host.call('GET', '/api/people');
    expect(people).toContainEqual(expect.objectContaining({ username: 'ann', display_name: 'Ann Lee' }));
    expect((await bob.call('GET', `/api/users/${ann.id}`)).body).toHaveProperty('status');
    expect((await zoe.call('GET', `/api/users/${ann.id}`)).body).not.toHaveProperty('status');
    expect(await zoe.call('GET', '/api/users/4711')).toMatchObject({ status: 404, body: { code: 'user_not_found' } });
  });

  test('[PROFILE6] up to 100 profiles are asked for at once, by any names', async () => {
    await server.person('co,mma');
    const names = async (query: string) => (await profiles(query)).map(({ username }: TestPerson) => username);
    expect(await names('usernames=ann,BOB,nobody,ann')).toEqual(['ann', 'bob']);
    expect(await names('usernames=co,mma')).toEqual(['co,mma']);
    expect(await names('usernames=zoe&usernames=co,mma')).toEqual(['zoe', 'co,mma']);
    expect(await names('usernames=')).toEqual([]);
    expect((await profiles('usernames=ann'))[0]).toEqual({
      id: ann.id,
      username: 'ann',
      display_name: 'Ann Lee',
      avatar: null,
      about: null,
    });
    const many = Array.from({ length: 102 }, (_, n) => `u${n}`).join(',');
    expect((await zoe.call('GET', `/api/users/profiles?usernames=${many}`)).status).toBe(422);
    expect((await zoe.call('GET', '/api/users/profiles')).status).toBe(422);
  });
});

describe('what people look like', () => {
  test('[PROFILE5] [PROFILE3] a picture is seen by everybody and told of; its former one is gone', async () => {
    const socket = await bob.connect();
    const place = `/api/users/${ann.id}/avatar`;
    expect((await download(server.url, zoe, place)).status).toBe(404);
    const sha256 = createHash('sha256').update(pixel).digest('hex');
    expect(await put(ann, pixel)).toMatchObject({ status: 200, body: { username: 'ann', avatar: sha256 } });
    expect(await socket.next('profile_changed')).toMatchObject({ username: 'ann', avatar: sha256 });
    const { content, headers } = await download(server.url, zoe, place);
    expect(content.equals(pixel)).toBe(true);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': 'inline',
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-cache, no-transform',
    });
    const { body } = await put(ann, Buffer.concat([pixel, Buffer.from('another')]));
    // What was refused goes as soon as it is closed.
    await expect.poll(() => contentsIn(server.dataDirectory)).toEqual([body.avatar]);
    expect((await ann.call('DELETE', '/api/auth/me/avatar')).body.avatar).toBeNull();
    expect(await contentsIn(server.dataDirectory)).toEqual([]);
    expect((await download(server.url, zoe, place)).status).toBe(404);
    socket.webSocket.close();
    await socket.closed;
  });

  test('[PROFILE5] what is no image, or too large, is no picture, and the one before stays', async () => {
    const { body } = await put(ann, pixel);
    expect((await put(ann, '<svg xmlns="http://www.w3.org/2000/svg"/>')).status).toBe(422);
    expect((await put(ann, Buffer.concat([pixel, Buffer.alloc(1_048_576)]))).status).toBe(413);
    expect((await ann.call('GET', '/api/auth/me')).body.avatar).toBe(body.avatar);
    // What was refused goes as soon as it is closed.
    await expect.poll(() => contentsIn(server.dataDirectory)).toEqual([body.avatar]);
    await ann.call('DELETE', '/api/auth/me/avatar');
  });

  test('[PROFILE5] a removed account takes its picture along', async () => {
    const gone = await server.person('faceless');
    await put(gone, pixel);
    expect(await contentsIn(server.dataDirectory)).toHaveLength(1);
    await host.call('DELETE', `/api/people/${gone.id}`);
    expect(await contentsIn(server.dataDirectory)).toEqual([]);
    expect((await download(server.url, zoe, `/api/users/${gone.id}/avatar`)).status).toBe(404);
  });
});
