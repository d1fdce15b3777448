import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Setting } from '../../../server/protocol/options.ts';
import type { TestPerson } from '../../support/client.ts';
import { startTestServer } from '../../support/server.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

let dataDirectory: string;
let server: Awaited<ReturnType<typeof startTestServer>>;
let host: TestPerson;
let bob: TestPerson;

const start = (given: 'message-limit'[] = []) =>
  startTestServer({ dataDirectory, given: new Set(given), messageMax: 100, rateLimit: 1 });

beforeEach(async () => {
  dataDirectory = temporaryDirectory();
  server = await start();
  host = await server.person('host');
  bob = await server.person('bob');
});
afterEach(() => server.close());

const settings = async (): Promise<Record<string, Omit<Setting, 'name'>>> => {
  const { body } = await host.call('GET', '/api/admin/settings');
  return Object.fromEntries((body as Setting[]).map(({ name, ...rest }) => [name, rest]));
};
const change = (input: object) => host.call('PATCH', '/api/admin/settings', input);
const newcomer = (name: string, more: object = {}) =>
  server.call('POST', '/api/auth/guest', { display_name: name, password: 'x'.repeat(32), ...more });

/** What a message of that many characters is answered. */
async function say(length: number): Promise<string> {
  const { body: chat } = await host.call('POST', '/api/chats', { name: 'Chat' });
  const socket = await host.connect();
  socket.send({ type: 'message', chat_id: chat.id, content: 'x'.repeat(length) });
  const answer = await Promise.race([
    socket.next('message').then(() => 'said'),
    socket.next('error').then(({ code }) => code),
    socket.closed.then(({ code }) => String(code)),
  ]);
  socket.webSocket.close();
  return answer;
}

test('[SETTING1] what the host sets counts at once, is shown, written down, and is still so after a restart', async () => {
  expect((await settings())['message-limit']).toEqual({ value: '100', preset: '100', source: 'preset' });
  expect(await say(7000)).not.toBe('said');
  const { status, body } = await change({ 'message-limit': ' 9000 ', name: 'Chess club', 'file-limit': '3' });
  expect([status, body.length]).toEqual([200, Object.keys(await settings()).length]);
  expect((await settings())['message-limit']).toEqual({ value: '9000', preset: '100', source: 'host' });
  expect(await say(7000)).toBe('said');
  expect(await say(9001)).toBe('invalid');
  const shown = { name: 'Chess club', message_max: 9000, file_max: 3 * 1_048_576 };
  expect((await server.call('GET', '/health')).body).toMatchObject(shown);
  const { body: audit } = await host.call('GET', '/api/admin/audit?act=setting_changed');
  expect(audit).toMatchObject([
    { target: { kind: 'setting', name: 'file-limit' }, details: { value: '3' } },
    { target: { kind: 'setting', name: 'message-limit' }, details: { value: '9000' } },
    { target: { kind: 'setting', name: 'name' }, details: { value: 'Chess club' } },
  ]);
  await server.close();
  server = await start();
  expect((await server.call('GET', '/health')).body).toMatchObject(shown);
});

test('[SETTING1] a setting goes back to what it was at the start', async () => {
  await change({ 'message-limit': '9000', name: 'Chess club' });
  const { body } = await change({ 'message-limit': null, name: '  ' });
  expect(body).toContainEqual({ name: 'message-limit', value: '100', preset: '100', source: 'preset' });
  expect(body).toContainEqual({ name: 'name', value: null, preset: null, source: 'preset' });
  expect((await server.call('GET', '/health')).body).toMatchObject({ name: null, message_max: 100 });
});

test('[SETTING1] limits on haste move while the server runs', async () => {
  const upgrade = () => bob.call('GET', '/api/users/search?query=a');
  await change({ 'rate-limit': '0.02' });
  expect([(await upgrade()).status, (await upgrade()).status]).toEqual([200, 429]);
  await change({ 'rate-limit': '0' });
  expect((await upgrade()).status).toBe(200);
});

test('[SETTING2] what was said at the start wins, and cannot be changed here', async () => {
  await change({ 'message-limit': '9000', 'file-limit': '3' });
  await server.close();
  server = await start(['message-limit']);
  host = await server.person('host');
  expect((await settings())['message-limit']).toEqual({ value: '100', preset: null, source: 'start' });
  const refused = await change({ 'message-limit': '5', 'file-limit': '7' });
  expect([refused.status, refused.body.code]).toEqual([400, 'setting_given']);
  expect((await settings())['file-limit']).toMatchObject({ value: '3' });
});

test.each([
  [{ 'message-limit': '0' }, 'message-limit', 'must be a whole number from 1 to 1000000'],
  [{ 'file-limit': '1.5' }, 'file-limit', 'must be a whole number from 1 to 2048'],
  [{ 'rate-limit': '-1' }, 'rate-limit', 'must be a number from 0 to 1000 such as 0, 1 or 2.5'],
  [{ registration: 'shut' }, 'registration', 'must be open, invite or closed'],
  [{ name: 'x'.repeat(61) }, 'name', 'must have at most 60 characters'],
  [{ 'gemini-model': ' ' }, 'gemini-model', 'must not be empty'],
  [{ port: '1' }, undefined, expect.stringContaining('port')],
])('[SETTING3] %j changes nothing, and the answer says why', async (input, field, sentence) => {
  const before = await settings();
  const { status, body } = await change({ 'files-limit': '5', ...input });
  expect(status).toBe(422);
  expect(body.detail[0]).toMatchObject({ loc: field === undefined ? ['body'] : ['body', field], msg: sentence });
  expect(await settings()).toEqual(before);
});

test('[SETTING4] a closed server takes nobody new, also not with an invite; who is there joins chats with one', async () => {
  const { body: chat } = await host.call('POST', '/api/chats', { name: 'Chat' });
  const { body: invite } = await host.call('POST', '/api/invites', { chat_id: chat.id });
  await change({ registration: 'closed' });
  expect((await server.call('GET', '/health')).body.registration).toBe('closed');
  for (const more of [{}, { invite: invite.token }]) {
    const { status, body } = await newcomer('carl', more);
    expect([status, body.code]).toEqual([403, 'registration_closed']);
  }
  expect((await bob.call('POST', '/api/invites/accept', { invite: invite.token })).body.chat_id).toBe(chat.id);
  await change({ registration: 'invite' });
  expect((await newcomer('carl')).body.code).toBe('invite_required');
  expect((await newcomer('carl', { invite: invite.token })).status).toBe(200);
  await change({ registration: 'open' });
  expect((await newcomer('dora')).status).toBe(200);
});

test('[SETTING4] the first account is made on a closed server too, with the link that the server shows', async () => {
  await server.close();
  server = await startTestServer({ registration: 'closed' });
  expect((await newcomer('eve')).body.code).toBe('invite_required');
  const invite = server.firstInviteLink!.split('/').at(-1);
  expect((await newcomer('ann', { invite })).status).toBe(200);
  expect((await newcomer('eve', { invite })).body.code).toMatch(/registration_closed|invite_invalid/);
});

test('[SETTING5] everybody who is connected hears of it, once for all that is changed', async () => {
  const socket = await bob.connect();
  await change({ name: 'Chess club', 'file-limit': '3' });
  await socket.next('server_changed');
  await change({ name: 'Chess club' });
  expect(socket.received.filter(({ type }) => type === 'server_changed')).toHaveLength(1);
});
