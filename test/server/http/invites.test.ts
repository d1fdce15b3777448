import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  formatJoinCode,
  INVITE_TOKEN_LENGTH,
  JOIN_CODE_LENGTH,
  JOIN_CODE_LETTERS,
} from '../../../server/protocol/invites.ts';
import { createFakeClock } from '../../support/clock.ts';
import type { TestPerson } from '../../support/client.ts';
import { startTestServer } from '../../support/server.ts';

const MINUTE = 60_000;

const clock = createFakeClock();
let server: Awaited<ReturnType<typeof startTestServer>>;
let host: TestPerson;
let ann: TestPerson;
let eve: TestPerson;
beforeAll(async () => {
  server = await startTestServer({ registration: 'open' }, { clock });
  host = await server.person('host');
  [ann, eve] = await Promise.all([server.person('ann'), server.person('eve')]);
});
afterAll(() => server.close());

const chatOf = async (owner: TestPerson): Promise<number> =>
  (await owner.call('POST', '/api/chats', { name: 'Party' })).body.id;
const invite = async (by: TestPerson, fields: object = {}) => (await by.call('POST', '/api/invites', fields)).body;
const check = (shown: string) => server.call('POST', '/api/invites/check', { invite: shown });
const newcomer = (name: string, more: object) => {
  const fields = { username: name, email: `${name}@example.org`, password: 'correct horse' };
  return server.call('POST', '/api/auth/register', { ...fields, ...more });
};
const participants = async (caller: TestPerson, chatId: number): Promise<string[]> => {
  const { body } = await caller.call('GET', `/api/chats/${chatId}/participants`);
  return body.map((user: { username: string }) => user.username);
};
const invalid = { detail: expect.stringContaining('does not work any more'), code: 'invite_invalid' };

describe('making invites', () => {
  test('[INVITE1] an invite is a random token and a random code of clear letters', async () => {
    const made = await invite(host);
    expect(made).toEqual({
      id: expect.any(Number),
      token: expect.stringMatching(new RegExp(`^[\\w-]{${INVITE_TOKEN_LENGTH}}$`)),
      code: expect.stringMatching(new RegExp(`^[${JOIN_CODE_LETTERS}]{${JOIN_CODE_LENGTH}}$`)),
      chat_id: null,
      created_by: 'host',
      created_at: new Date(clock.now()).toISOString(),
      expires_at: null,
      uses: 0,
    });
    const another = await invite(host);
    expect([another.token, another.code]).not.toEqual([made.token, made.code]);
  });

  test('[INVITE2] into a chat its owner invites, and the host where they take part; to the server only the host', async () => {
    const chat_id = await chatOf(ann);
    expect((await ann.call('POST', '/api/invites', { chat_id })).body).toMatchObject({ chat_id, created_by: 'ann' });
    const statusOf = async (by: TestPerson, id: number | null) =>
      (await by.call('POST', '/api/invites', { chat_id: id })).status;
    expect([await statusOf(ann, null), await statusOf(host, null)]).toEqual([403, 200]);
    expect([await statusOf(eve, chat_id), await statusOf(host, chat_id), await statusOf(ann, 4711)]).toEqual([
      403, 403, 403,
    ]);
    for (const username of ['eve', 'host']) await ann.call('POST', `/api/chats/${chat_id}/invite`, { username });
    expect([await statusOf(eve, chat_id), await statusOf(host, chat_id)]).toEqual([403, 200]);
  });

  test.each([{ chat_id: 0 }, { chat_id: 'x' }, { expires_in: 59 }, { expires_in: 400 * 86_400 }, { expires_in: 'x' }])(
    '[WIRE1] an invite with %j is refused',
    async (fields) => {
      const { status, body } = await host.call('POST', '/api/invites', fields);
      expect([status, body.detail[0].loc[1]]).toEqual([422, Object.keys(fields)[0]]);
    },
  );

  test('[INVITE3] the host sees all invites, others their own', async () => {
    const [mine, hosts] = [await invite(ann, { chat_id: await chatOf(ann) }), await invite(host)];
    const seenBy = async (caller: TestPerson) => (await caller.call('GET', '/api/invites')).body;
    expect(await seenBy(host)).toEqual(expect.arrayContaining([mine, hosts]));
    expect(await seenBy(ann)).toContainEqual(mine);
    expect(await seenBy(ann)).not.toContainEqual(hosts);
    expect(await seenBy(eve)).toEqual([]);
  });

  test("[INVITE3] another's invite can be revoked and renewed by the host only, and looks as if there were none", async () => {
    const made = await invite(ann, { chat_id: await chatOf(ann) });
    for (const [method, rest] of [
      ['DELETE', ''],
      ['POST', '/renew'],
    ] as const) {
      const own = await eve.call(method, `/api/invites/${made.id}${rest}`);
      const missing = await eve.call(method, `/api/invites/4711${rest}`);
      expect([own.status, own.body]).toEqual([404, missing.body]);
    }
    expect((await check(made.code)).status).toBe(200);
    expect((await host.call('POST', `/api/invites/${made.id}/renew`)).status).toBe(200);
    expect((await host.call('DELETE', `/api/invites/${made.id}`)).body).toEqual({ message: 'Invite revoked' });
  });

  test.each([
    ['GET', '/api/invites'],
    ['POST', '/api/invites', {}],
    ['POST', '/api/invites/accept', { invite: 'x' }],
    ['DELETE', '/api/invites/1'],
    ['POST', '/api/invites/1/renew'],
  ])('[AUTH6] %s %s needs a token', async (method, place, body?: object) => {
    expect((await server.call(method, place, body)).status).toBe(401);
  });
});

describe('showing an invite', () => {
  test('[INVITE1] the token, and the code in every form that people type, tell who invites where to', async () => {
    const made = await invite(ann, { chat_id: await chatOf(ann), expires_in: 3600 });
    const told = { invited_by: 'ann', chat_name: 'Party', expires_at: made.expires_at };
    const code: string = made.code;
    const typed = [formatJoinCode(code), ` ${code.toLowerCase()} `, code.split('').join(' ')];
    for (const shown of [made.token, ` ${made.token}\n`, ...typed]) {
      const { status, body } = await check(shown);
      expect([shown, status, body]).toEqual([shown, 200, told]);
    }
    expect((await check((await invite(host)).code)).body).toEqual({
      invited_by: 'host',
      chat_name: null,
      expires_at: null,
    });
  });

  test('[INVITE4] what is unknown, revoked, renewed or expired is answered alike', async () => {
    const [revoked, former, expired] = [await invite(host), await invite(host), await invite(host, { expires_in: 60 })];
    await host.call('DELETE', `/api/invites/${revoked.id}`);
    const { body: renewed } = await host.call('POST', `/api/invites/${former.id}/renew`);
    expect((await check(expired.code)).status).toBe(200);
    await clock.advance(MINUTE);
    const near = (expired.token as string).toLowerCase();
    const secrets = [revoked, former, expired].flatMap(({ token, code }) => [token, code]);
    for (const shown of [...secrets, near, 'x', '00000000', '__proto__']) {
      const { status, body } = await check(shown);
      expect([shown, status, body]).toEqual([shown, 404, invalid]);
    }
    expect((await check(renewed.token)).status).toBe(200);
    expect(renewed).toEqual({ ...former, token: renewed.token, code: renewed.code, created_at: renewed.created_at });
  });

  test('[INVITE4] a renewed invite has as much time as it had', async () => {
    const made = await invite(host, { expires_in: 60 });
    await clock.advance(2 * MINUTE);
    for (let turn = 0; turn < 2; turn++) {
      const { body } = await host.call('POST', `/api/invites/${made.id}/renew`);
      expect(Date.parse(body.expires_at)).toBe(clock.now() + MINUTE);
      await clock.advance(MINUTE);
    }
  });

  test('[INVITE6] who accepts takes part, hears of the chat, and the room hears of them; a second time changes nothing', async () => {
    const chat_id = await chatOf(ann);
    const made = await invite(ann, { chat_id });
    const [owner, guest] = [await ann.connect(), await eve.connect()];
    owner.send({ type: 'join', chat_id });
    await owner.next('joined');
    for (let turn = 0; turn < 2; turn++) {
      const { status, body } = await eve.call('POST', '/api/invites/accept', { invite: made.token });
      expect([status, body]).toEqual([200, { chat_id }]);
    }
    expect((await guest.next('chat_added')).chat).toMatchObject({ id: chat_id, participant_usernames: ['ann', 'eve'] });
    expect((await owner.next('participant_added')).username).toBe('eve');
    expect(await participants(ann, chat_id)).toEqual(['ann', 'eve']);
    const { body: invites } = await ann.call('GET', '/api/invites');
    expect(invites.find(({ id }: { id: number }) => id === made.id).uses).toBe(1);
    for (const socket of [owner, guest]) socket.webSocket.close();
  });

  test('[INVITE6] an invite into no chat can be accepted, and leads nowhere', async () => {
    const { body } = await eve.call('POST', '/api/invites/accept', { invite: (await invite(host)).code });
    expect(body).toEqual({ chat_id: null });
    const refused = await eve.call('POST', '/api/invites/accept', { invite: 'no such invite' });
    expect([refused.status, refused.body]).toEqual([404, invalid]);
  });

  test('[INVITE6] [INVITE7] who registers with an invite is in its chat from the start, and counted', async () => {
    const chat_id = await chatOf(ann);
    const made = await invite(ann, { chat_id });
    expect((await newcomer('fay', { invite: formatJoinCode(made.code) })).status).toBe(200);
    expect((await newcomer('fay', { invite: made.token })).body.code).toBe('username_taken');
    expect(await participants(ann, chat_id)).toEqual(['ann', 'fay']);
    const { body: invites } = await ann.call('GET', '/api/invites');
    expect(invites.find(({ id }: { id: number }) => id === made.id).uses).toBe(1);
  });

  test('[INVITE4] also where anybody may register, a wrong invite is not passed over', async () => {
    const { status, body } = await newcomer('gus', { invite: 'wrong' });
    expect([status, body]).toEqual([404, invalid]);
    expect((await newcomer('gus', {})).status).toBe(200);
  });
});

describe('a server for the invited only', () => {
  let locked: Awaited<ReturnType<typeof startTestServer>>;
  beforeAll(async () => {
    locked = await startTestServer({ registration: 'invite', name: 'The Den' });
  });
  afterAll(() => locked.close());

  const register = (username: string, shown?: string) =>
    locked.call('POST', '/api/auth/register', {
      username,
      email: `${username}@example.org`,
      password: 'correct horse',
      ...(shown !== undefined && { invite: shown }),
    });

  test('[INVITE5] [INVITE10] opens for the first account by its own link, then by invites only', async () => {
    expect(locked.health).toMatchObject({ registration: 'invite', host: null });
    const [, first = ''] = /\/join\/([\w-]+)$/.exec(locked.firstInviteLink ?? '') ?? [];
    expect((await register('ann')).body.code).toBe('invite_required');
    expect((await register('ann', `${first}x`)).body.code).toBe('invite_invalid');
    const told = { invited_by: 'The Den', chat_name: null, expires_at: null };
    expect((await locked.call('POST', '/api/invites/check', { invite: first })).body).toEqual(told);

    const answers = await Promise.all(['ann', 'bob', 'cy'].map((name) => register(name, first)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 404, 404]);
    const { username } = answers.find(({ status }) => status === 200)!.body;
    expect(locked.health.host).toBe(username);
    expect((await locked.call('POST', '/api/invites/check', { invite: first })).status).toBe(404);

    const login = await locked.call('POST', '/api/auth/login', { username, password: 'correct horse' });
    const token = login.body.access_token;
    const { body: made } = await locked.call('POST', '/api/invites', {}, token);
    for (const call of [register('dan'), locked.call('POST', '/api/auth/guest', guest('Dan'))]) {
      expect((await call).body.code).toBe('invite_required');
    }
    expect((await register('dan', made.code)).status).toBe(200);
    expect((await locked.call('POST', '/api/auth/guest', guest('Eva', made.token))).status).toBe(200);
    expect((await locked.call('GET', '/api/invites', undefined, token)).body[0].uses).toBe(2);
  });

  test('[INVITE10] there is no such link where somebody is there, or anybody may come', async () => {
    const dataDirectory = await mkdtemp(path.join(tmpdir(), 'gemini-coop-'));
    const open = await startTestServer({ dataDirectory });
    await open.person('ann');
    await open.close();
    const again = await startTestServer({ registration: 'invite', dataDirectory });
    await again.close();
    await rm(dataDirectory, { recursive: true });
    expect([open.firstInviteLink, again.firstInviteLink]).toEqual([undefined, undefined]);
  });

  const guest = (display_name: string, shown?: string) => {
    return { display_name, password: 'x'.repeat(32), ...(shown !== undefined && { invite: shown }) };
  };
});

test('[INVITE8] who guesses codes meets a limit, whichever way they ask', async () => {
  const limited = await startTestServer({ rateLimit: 0.04 });
  try {
    const guesses = [];
    for (const code of ['00000000', '00000001', '00000002', '00000003']) {
      guesses.push((await limited.call('POST', '/api/invites/check', { invite: code })).status);
    }
    expect(guesses).toEqual([404, 404, 404, 404]);
    const answers = await Promise.all([
      limited.call('POST', '/api/invites/check', { invite: '00000004' }),
      limited.call('POST', '/api/auth/guest', { display_name: 'x', password: 'x'.repeat(32), invite: '00000005' }),
    ]);
    for (const { status, headers } of answers) {
      expect([status, Number(headers.get('retry-after')) > 0]).toEqual([429, true]);
    }
  } finally {
    await limited.close();
  }
});
