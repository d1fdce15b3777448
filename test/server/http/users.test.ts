import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestPerson } from '../../support/client.ts';
import { startTestServer } from '../../support/server.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
let ann: TestPerson;
let bob: TestPerson;
let chatId: number;
beforeAll(async () => {
  server = await startTestServer();
  [ann, bob] = [await server.person('ann'), await server.person('Bob')];
  for (const name of ['user10', 'user2', 'superuser', 'Straße']) await server.person(name);
  const { body } = await ann.call('POST', '/api/chats', { name: 'Chat', participant_usernames: ['user2'] });
  chatId = body.id;
});
afterAll(() => server.close());

const search = (query: string, more = '') =>
  ann.call('GET', `/api/users/search?query=${encodeURIComponent(query)}${more}`);
const found = async (query: string, more?: string): Promise<string[]> =>
  (await search(query, more)).body.map(({ username }: TestPerson) => username);

describe('looking for people', () => {
  test('[MEMBER1] names that start with it come first, each kind as people sort, in any case', async () => {
    expect(await found('USER')).toEqual(['user2', 'user10', 'superuser']);
    expect(await found('bo')).toEqual(['Bob']);
    expect(await found(' strasse ')).toEqual(['Straße']);
    expect(await found('nobody')).toEqual([]);
    expect(await found('\u200d')).toEqual([]);
  });

  test('[MEMBER1] [CHAT4] nobody is shown anything but the name, and a removed account not at all', async () => {
    const { body: gone } = await server.call('POST', '/api/auth/guest', {
      display_name: 'gone',
      password: 'x'.repeat(32),
    });
    const { body } = await search('gone');
    expect(body).toEqual([
      {
        id: gone.user.id,
        username: 'gone',
        created_at: expect.any(String),
        is_guest: true,
        is_host: false,
        display_name: null,
        avatar: null,
      },
    ]);
    // The first account is the host's.
    await ann.call('DELETE', `/api/people/${gone.user.id}`);
    expect(await found('gone')).toEqual([]);
    expect((await search('Bob')).body[0]).not.toHaveProperty('email');
  });

  test('[PROFILE4] people are found by what they are called, too, once each', async () => {
    await bob.call('PATCH', '/api/auth/me', { display_name: 'Robert “Bob” Müller' });
    expect(await found('MÜLLER')).toEqual(['Bob']);
    expect(await found('rob')).toEqual(['Bob']);
    expect(await found('bob')).toEqual(['Bob']);
    expect((await search('müller')).body[0]).toMatchObject({ display_name: 'Robert “Bob” Müller' });
    await bob.call('PATCH', '/api/auth/me', { display_name: null });
    expect(await found('müller')).toEqual([]);
  });

  test('[MEMBER1] ten at most', async () => {
    for (let i = 0; i < 12; i++) {
      await server.call('POST', '/api/auth/guest', { display_name: `many${i}`, password: 'x'.repeat(32) });
    }
    expect(await found('many')).toEqual(Array.from({ length: 10 }, (_, i) => `many${i}`));
  });

  test('[MEMBER2] those who take part are left out, for who takes part', async () => {
    expect(await found('user', `&exclude_chat_id=${chatId}`)).toEqual(['user10', 'superuser']);
    expect(await found('ann', `&exclude_chat_id=${chatId}`)).toEqual([]);
    const { status, body } = await bob.call('GET', `/api/users/search?query=a&exclude_chat_id=${chatId}`);
    expect([status, body.code]).toEqual([403, 'not_authorized']);
  });

  test('[WIRE1] what is no query is refused', async () => {
    for (const query of ['', '  ', 'x'.repeat(61)]) expect((await search(query)).status).toBe(422);
    expect((await ann.call('GET', '/api/users/search')).body.detail[0]).toMatchObject({ loc: ['query', 'query'] });
    for (const chat of ['', '0', 'x', '1.5', 'Infinity']) {
      expect((await search('a', `&exclude_chat_id=${chat}`)).status).toBe(422);
    }
  });

  test('[LIMIT1] a loop that searches is told when to try again', async () => {
    const limited = await startTestServer({ rateLimit: 0.05 });
    try {
      const person = await limited.person('ann');
      const answers = [];
      for (let i = 0; i < 4; i++) answers.push(await person.call('GET', '/api/users/search?query=a'));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
      expect(Number(answers[3]?.headers.get('retry-after'))).toBeGreaterThan(0);
    } finally {
      await limited.close();
    }
  });
});
