import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { systemClock } from '../../server/clock.ts';
import { createApp } from '../../server/http/app.ts';
import { catalogue } from '../../server/http/docs/catalogue.ts';
import { clientFrame, type ClientFrame, type ServerFrame } from '../../server/protocol/frames.ts';
import { createLog } from '../../server/log.ts';
import { createTokens } from '../../server/security/tokens.ts';
import { openSocket, type TestPerson, type TestSocket } from '../support/client.ts';
import { endpointsOf } from '../support/routes.ts';
import { createScriptedModel } from '../support/scripted-model.ts';
import { startTestServer } from '../support/server.ts';
import { readSpecTable } from '../support/spec-table.ts';
import { pixel } from '../support/uploads.ts';

const DAY = 24 * 60 * 60 * 1000;
const secretKey = 'a secret of this test, long enough not to be guessed';
const { columns, rows } = readSpecTable('Who may what');
const restRows = rows.filter(({ name }) => /^[A-Z]+ \//.test(name));
const endpoints = Object.assign({}, ...Object.values(catalogue)) as (typeof catalogue)[string];
const frameRows = rows.filter((row) => !restRows.includes(row));

let pages: string;
let server: Awaited<ReturnType<typeof startTestServer>>;
let people: Record<'host' | 'owner' | 'admin' | 'participant' | 'former' | 'other', TestPerson>;
let tokens: Record<string, string | undefined>;

beforeAll(async () => {
  pages = await mkdtemp(path.join(tmpdir(), 'gemini-coop-'));
  await writeFile(path.join(pages, 'index.html'), '<!doctype html>');
  const metrics = { token: 'only-the-scraper-knows-this' };
  server = await startTestServer({ secretKey, rendererDirectory: pages, metrics }, { model: createScriptedModel() });
  // The first account is the host's.
  const host = await server.person('host');
  const [owner, admin, participant, former, other] = await Promise.all([
    server.person('owner'),
    server.person('admin'),
    server.person('participant'),
    server.person('former'),
    server.person('other'),
  ]);
  people = { host, owner, admin, participant, former, other };
  tokens = {
    anonymous: undefined,
    expired: createTokens(secretKey, { ...systemClock, now: () => Date.now() - DAY - 1000 }).sign('owner'),
    'other user': other.token,
    'former participant': former.token,
    participant: participant.token,
    admin: admin.token,
    owner: owner.token,
    host: host.token,
  };
  shared = await newSubject(':user_id :message_id');
}, 240_000);
afterAll(async () => {
  await server.close();
  await rm(pages, { recursive: true });
});

/** What one cell's question is about, made for it alone: what one may do must not be in the way of the next. */
interface Subject {
  /** A chat of the owner's with everybody in their part. */
  chatId: number;
  /** The owner's, into that chat. */
  invite: { id: number; token: string };
  /** What a `:message_id` is: the participant's, unless the row says that it is the owner's. */
  messageId: number;
  /** Whom a `:user_id` is: somebody who takes part, and whom nothing else is about. */
  userId: number;
  /** The owner's, uploaded into the chat. */
  fileId: number;
  /** An outgoing webhook of the chat, one of its deliveries, and the token of an incoming one; where it is about these. */
  hook: { id: number; delivery: string; token: string } | undefined;
}

let made = 0;
let shared: Subject | undefined;

async function newSubject(name: string): Promise<Subject> {
  const { owner, admin, participant, former } = people;
  // What changes nothing about a chat, or nothing that others ask for, needs none of its own.
  const isHarmless = /^GET .*(:message_id|webhooks)|\/(reactions|pins|test|retry)|\/api\/hooks/.test(name);
  if (shared && (isHarmless || !/:\w+_id|invites|hooks|frame/.test(name))) return shared;
  const isAboutSomebody = name.includes(':user_id');
  const { body: target } = isAboutSomebody ? await server.call('POST', '/api/auth/guest', guest()) : { body: null };
  if (name.endsWith('/avatar') && target) {
    await server.call('PUT', '/api/auth/me/avatar', fileForm(), target.access_token);
  }
  const participant_usernames = ['admin', 'participant', 'former', ...(isAboutSomebody ? [target.user.username] : [])];
  const { body: chat } = await owner.call('POST', '/api/chats', { name: 'Subject', participant_usernames });
  await owner.call('DELETE', `/api/chats/${chat.id}/participants/${former.id}`);
  await owner.call('PUT', `/api/chats/${chat.id}/participants/${admin.id}/role`, { role: 'admin' });
  if (name.endsWith('of an admin'))
    await owner.call('PUT', `/api/chats/${chat.id}/participants/${target.user.id}/role`, { role: 'admin' });
  const { body: invite } = await owner.call('POST', '/api/invites', { chat_id: chat.id });
  const author = name.endsWith(' of the owner') ? owner : participant;
  const messageId = name.includes(':message_id') ? await write(author, chat.id) : 0;
  const about = `/api/chats/${chat.id}`;
  const isAboutFiles = /:file_id|picture/.test(name);
  const file = isAboutFiles ? await oneByOne(() => owner.call('POST', `${about}/files`, fileForm())) : undefined;
  if (isAboutFiles) await oneByOne(() => owner.call('PUT', `${about}/picture`, fileForm()));
  const hook = !shared || name.includes('hooks') ? await makeHook(`${about}/webhooks`) : undefined;
  return { chatId: chat.id, invite, messageId, userId: target?.user.id ?? 0, fileId: file?.body.id ?? 0, hook };
}

async function makeHook(place: string): Promise<Subject['hook']> {
  const { owner } = people;
  const { body: incoming } = await owner.call('POST', place, { kind: 'incoming', name: 'Incoming' });
  // Nobody listens there.
  const url = 'http://127.0.0.1:1024/';
  const wish = { kind: 'outgoing', name: 'Outgoing', url, events: ['message'] };
  const { body: outgoing } = await owner.call('POST', place, wish);
  const { body: delivery } = await owner.call('POST', `${place}/${outgoing.id}/test`);
  return { id: outgoing.id, delivery: delivery.id, token: incoming.secret };
}

let last: Promise<unknown> = Promise.resolve();

/** A user has only so many uploads at once. */
function oneByOne<T>(run: () => Promise<T>): Promise<T> {
  const result = last.then(run);
  last = result;
  return result;
}

function fileForm(): FormData {
  const form = new FormData();
  form.set('file', new Blob([pixel]), 'cat.png');
  return form;
}

async function write(author: TestPerson, chat_id: number): Promise<number> {
  const socket = await author.connect();
  socket.send({ type: 'message', chat_id, content: 'words' });
  const { message_id } = await socket.next('message');
  socket.webSocket.close();
  return message_id;
}

const account = () => ({ username: `new${++made}`, email: `new${made}@example.org`, password: 'correct horse' });
const guest = () => ({ display_name: `guest${++made}`, password: 'x'.repeat(32) });
const proof = () => ({ signed: people.owner.token.split('.').slice(0, 2).join('.'), nonce: 'n'.repeat(43) });

/** A valid request for each row about the REST interface: its body, and who a `:user_id` is where it is not the subject's. */
interface Asked {
  body?: (subject: Subject) => object;
  query?: (subject: Subject) => string;
  user?: () => TestPerson;
}
const requests: Record<string, Asked> = {
  'POST /api/auth/register': { body: account },
  'POST /api/auth/guest': { body: guest },
  'POST /api/auth/login': { body: () => ({ username: 'owner', password: 'correct horse' }) },
  'POST /api/auth/prove': { body: proof },
  'POST /api/auth/upgrade': { body: () => ({ email: `up${++made}@example.org`, password: 'correct horse' }) },
  'POST /api/auth/renew': {},
  'POST /api/auth/password': { body: () => ({ current_password: 'wrong', new_password: 'another secret' }) },
  'POST /api/auth/reset': { body: () => ({ token: 'guessed', password: 'another secret' }) },
  'DELETE /api/auth/me': { body: () => ({ password: 'wrong', messages: 'deleted' }) },
  'GET /api/auth/sessions': {},
  'DELETE /api/auth/sessions/:session_id': {},
  'GET /api/auth/me': {},
  'PATCH /api/auth/me': { body: () => ({ shows_last_seen: true, about: 'Hello' }) },
  'PUT /api/auth/me/avatar': { body: fileForm },
  'DELETE /api/auth/me/avatar': {},
  'GET /api/chats': {},
  'POST /api/chats': { body: () => ({ name: 'Another' }) },
  'GET /api/chats/:chat_id': {},
  'PATCH /api/chats/:chat_id': { body: () => ({ name: 'Other', topic: null }) },
  'DELETE /api/chats/:chat_id': {},
  'POST /api/chats/:chat_id/leave': {},
  'POST /api/chats/:chat_id/invite': { body: () => ({ username: 'other' }) },
  'GET /api/chats/:chat_id/messages': {},
  'POST /api/chats/:chat_id/mark-read': { body: () => ({}) },
  'PUT /api/chats/:chat_id/notifications': { body: () => ({ level: 'mentions' }) },
  'GET /api/chats/:chat_id/read-receipts': {},
  'GET /api/chats/:chat_id/messages/at': { query: () => '?date=2026-01-01' },
  'GET /api/chats/:chat_id/export': { query: () => '?format=json' },
  'GET /api/chats/:chat_id/search': { query: () => '?query=words' },
  'GET /api/chats/:chat_id/messages/:message_id': {},
  'PATCH /api/chats/:chat_id/messages/:message_id': { body: () => ({ content: 'other words' }) },
  'PATCH /api/chats/:chat_id/messages/:message_id of the owner': { body: () => ({ content: 'other words' }) },
  'DELETE /api/chats/:chat_id/messages/:message_id': {},
  'DELETE /api/chats/:chat_id/messages/:message_id of the owner': {},
  'GET /api/chats/:chat_id/messages/:message_id/edits': {},
  'PUT /api/chats/:chat_id/messages/:message_id/reactions/:emoji': {},
  'DELETE /api/chats/:chat_id/messages/:message_id/reactions/:emoji': {},
  'GET /api/chats/:chat_id/pins': {},
  'PUT /api/chats/:chat_id/pins/:message_id': {},
  'DELETE /api/chats/:chat_id/pins/:message_id': {},
  'GET /api/chats/:chat_id/participants': {},
  'POST /api/chats/:chat_id/files': { body: fileForm },
  'GET /api/chats/:chat_id/files/:file_id': {},
  'GET /api/chats/:chat_id/picture': {},
  'PUT /api/chats/:chat_id/picture': { body: fileForm },
  'DELETE /api/chats/:chat_id/picture': {},
  'DELETE /api/chats/:chat_id/participants/:user_id': {},
  'DELETE /api/chats/:chat_id/participants/:user_id of the owner': { user: () => people.owner },
  'DELETE /api/chats/:chat_id/participants/:user_id of an admin': {},
  'PUT /api/chats/:chat_id/participants/:user_id/role': { body: () => ({ role: 'admin' }) },
  'GET /api/chats/:chat_id/webhooks': {},
  'POST /api/chats/:chat_id/webhooks': { body: () => ({ kind: 'incoming', name: 'Another' }) },
  'PATCH /api/chats/:chat_id/webhooks/:webhook_id': { body: () => ({ name: 'Renamed' }) },
  'DELETE /api/chats/:chat_id/webhooks/:webhook_id': {},
  'POST /api/chats/:chat_id/webhooks/:webhook_id/secret': {},
  'POST /api/chats/:chat_id/webhooks/:webhook_id/test': {},
  'GET /api/chats/:chat_id/webhooks/:webhook_id/deliveries': {},
  'POST /api/chats/:chat_id/webhooks/:webhook_id/deliveries/:delivery/retry': {},
  'POST /api/hooks/:token': { body: () => ({ content: 'words' }) },
  'GET /api/invites': {},
  'POST /api/invites into the chat': { body: ({ chatId }) => ({ chat_id: chatId }) },
  'POST /api/invites to the server': { body: () => ({}) },
  'POST /api/invites/check': { body: ({ invite }) => ({ invite: invite.token }) },
  'POST /api/invites/accept': { body: ({ invite }) => ({ invite: invite.token }) },
  'DELETE /api/invites/:invite_id': {},
  'POST /api/invites/:invite_id/renew': {},
  'GET /api/users/search': { query: () => '?query=a' },
  'GET /api/users/search outside the chat': { query: ({ chatId }) => `?query=a&exclude_chat_id=${chatId}` },
  'GET /api/users/profiles': { query: () => '?usernames=owner,nobody' },
  'GET /api/users/:user_id': {},
  'GET /api/users/:user_id/avatar': {},
  'GET /api/presence': {},
  'GET /api/search': { query: () => '?query=words' },
  'GET /api/people': {},
  'DELETE /api/people/:user_id': {},
  'DELETE /api/people/:user_id of the host': { user: () => people.host },
  'PUT /api/people/:user_id/ban': { body: () => ({ reason: 'noise' }) },
  'PUT /api/people/:user_id/ban of the host': { user: () => people.host, body: () => ({}) },
  'DELETE /api/people/:user_id/ban': {},
  'POST /api/people/:user_id/password-reset': {},
  'GET /api/admin/overview': {},
  'GET /api/admin/chats': {},
  'DELETE /api/admin/chats/:chat_id': {},
  'GET /api/admin/audit': {},
  'GET /api/admin/settings': {},
  'PATCH /api/admin/settings': { body: () => ({ name: null }) },
  'GET /api/archive': {},
  'POST /api/archive': {},
  'DELETE /api/archive': {},
  'POST /api/archive/restore': { body: () => ({ id: 'another' }) },
  'GET /health': {},
  'GET /health/live': {},
  'GET /metrics': {},
  'GET /api/docs': {},
  'GET /api/docs/openapi.json': {},
  'GET /api/docs/asyncapi.json': {},
  'GET /': {},
  'GET /chats/:chat_id': {},
  'GET /chats/:chat_id/:message_id': {},
  'GET /join/:token': {},
};

/** What ends the sign-ins with which everything else is asked comes last, each with a fresh one. */
const endings = ['POST /api/auth/logout', 'DELETE /api/auth/sessions'];

async function askAnew(name: string, role: string): Promise<string> {
  const username = { 'other user': 'other', 'former participant': 'former' }[role] ?? role;
  const isSomebody = username in people;
  const credentials = { username, password: 'correct horse' };
  const { body } = isSomebody ? await server.call('POST', '/api/auth/login', credentials) : { body: {} };
  const [method = '', place = ''] = name.split(' ');
  const answer = await server.call(method, place, undefined, isSomebody ? body.access_token : tokens[role]);
  return answer.status === 200 ? 'ok' : `${answer.status} ${answer.body.code}`;
}

async function askRest(name: string, token: string | undefined, subject: Subject): Promise<string> {
  const { body, query, user } = requests[name]!;
  const [method = '', pattern = ''] = name.split(' ');
  const place = pattern
    .replace(':chat_id', String(subject.chatId))
    .replace(':message_id', String(subject.messageId))
    .replace(':emoji', encodeURIComponent('👍'))
    .replace(':invite_id', String(subject.invite.id))
    .replace(':user_id', String(user?.().id ?? subject.userId))
    .replace(':session_id', 'x'.repeat(22))
    .replace(':file_id', String(subject.fileId))
    .replace(':webhook_id', String(subject.hook?.id))
    .replace(':delivery', subject.hook?.delivery ?? '')
    .replace('/hooks/:token', `/hooks/${subject.hook?.token}`)
    .replace(':token', subject.invite.token);
  const answer = await server.call(method, place + (query?.(subject) ?? ''), body?.(subject), token);
  const described = endpoints[`${method} ${pattern}`]?.answer;
  if (answer.status === 200 && described && !('description' in described)) z.parse(described, answer.body);
  return answer.status === 200 ? 'ok' : `${answer.status} ${answer.body.code}`;
}

/** Connects, and sends a frame of this type, if any, about the chat and a reply that runs in it. */
async function askSocket(
  name: string,
  type: ClientFrame['type'] | undefined,
  token: string | undefined,
): Promise<string> {
  const { chatId: chat_id } = await newSubject(name);
  const watcher = await people.owner.connect();
  watcher.send({ type: 'join', chat_id });
  watcher.send({ type: 'message', chat_id, content: '/bot talk' });
  const { message_id } = await watcher.next('bot_stream');
  const address = `${server.url.replace('http', 'ws')}/ws`;
  const socket = await openSocket(token === undefined ? address : `${address}?token=${token}`);
  const news = watcher.received.length;
  if (type !== undefined) socket.send({ type, chat_id, message_id, content: 'words', status: 'away' });
  const answer = await Promise.race([
    socket.closed.then(({ code }) => `closed ${code}`),
    socket.next('error').then(({ code }) => code),
    hasEffect(type, socket, watcher).then(() => 'ok'),
  ]);
  await allHandled(socket);
  await allHandled(watcher);
  const told = [...typesAbout(chat_id, socket.received), ...typesAbout(chat_id, watcher.received.slice(news))];
  for (const { webSocket } of [watcher, socket]) webSocket.close();
  await Promise.all([watcher.closed, socket.closed]);
  // Who is refused is told nothing but that, and nobody else is told anything.
  return answer !== 'ok' && told.some((one) => one !== 'error') ? `${answer}, but told: ${told.join()}` : answer;
}

function typesAbout(chatId: number, frames: ServerFrame[]): string[] {
  return frames.filter((frame) => 'chat_id' in frame && frame.chat_id === chatId).map(({ type }) => type);
}

/** Resolves once what a frame is for has happened. */
async function hasEffect(type: ClientFrame['type'] | undefined, socket: TestSocket, watcher: TestSocket) {
  switch (type) {
    case 'join':
      return socket.next('joined');
    case 'message':
      return socket.next('message');
    case 'stop':
      return watcher.next('bot_stream', ({ is_complete }) => is_complete);
    case 'ping':
      return socket.next('pong');
    case 'read':
      return socket.next('read_position');
    case 'typing':
    case 'leave':
    case 'presence':
    case undefined:
      // They have none on their sender; a refusal would come before this.
      return allHandled(socket);
  }
}

/** Frames of one connection take effect in their order. */
async function allHandled(socket: TestSocket): Promise<void> {
  if (socket.webSocket.readyState !== socket.webSocket.OPEN) return void (await socket.closed);
  socket.send({ type: 'ping' });
  await Promise.race([socket.next('pong'), socket.closed]);
}

/** What everybody is answered, in the form in which the table has it. */
async function answersTo(asked: typeof rows, ask: (name: string, token: string | undefined) => Promise<string>) {
  const answered = asked.map(async ({ name }) => {
    const cells = columns.map(async (role) => [role, await ask(name, tokens[role])] as const);
    return { name, cells: Object.fromEntries(await Promise.all(cells)) };
  });
  return Promise.all(answered);
}

test('[TABLE1] the table has every address and every frame that there is, and no other', () => {
  const part = {} as never;
  const app = createApp({
    accounts: part,
    admissions: part,
    audit: part,
    administration: part,
    bans: part,
    archive: part,
    chats: part,
    exports: part,
    files: part,
    pictures: part,
    membership: part,
    messages: part,
    notifications: part,
    pins: part,
    invites: part,
    people: part,
    presence: part,
    search: part,
    sessions: part,
    passwords: part,
    departures: part,
    users: part,
    profiles: part,
    avatars: part,
    webhooks: part,
    incomingHooks: part,
    origins: part,
    logger: createLog('silent'),
    health: () => undefined,
    metrics: { exposition: part, guard: (_req, _res, next) => next() },
    rendererDirectory: pages,
    settings: part,
    backplane: part,
    bodyMax: () => 1,
  });
  const described = new Set(restRows.map(({ name }) => name.split(' ', 2).join(' ')));
  expect([...described].toSorted()).toEqual(endpointsOf(app).toSorted());
  const frames = [...clientFrame._zod.propValues['type']!].map((type) => `frame ${String(type)}`);
  expect(frameRows.map(({ name }) => name).toSorted()).toEqual(['/ws', ...frames].toSorted());
  expect(columns).toEqual(Object.keys(tokens));
});

test('[TABLE1] [DOCS1] every request of everybody is answered as in the table', async () => {
  expect(restRows.map(({ name }) => name).toSorted()).toEqual([...endings, ...Object.keys(requests)].toSorted());
  const asked = restRows.filter(({ name }) => !endings.includes(name));
  const answers = await answersTo(asked, async (name, token) => askRest(name, token, await newSubject(name)));
  expect(answers).toEqual(asked);
}, 240_000);

test('[TABLE1] every frame of everybody is answered as in the table', async () => {
  const answers = await answersTo(frameRows, (name, token) => {
    const type = name === '/ws' ? undefined : (name.replace('frame ', '') as ClientFrame['type']);
    return askSocket(name, type, token);
  });
  expect(answers).toEqual(frameRows);
});

test('[TABLE1] [CHAT5] who takes no part in a chat is answered as for one that does not exist', async () => {
  const about = restRows.filter(({ name }) => name.includes('/api/chats/:chat_id'));
  const subject = await newSubject(':user_id :file_id picture');
  for (const { name } of about) {
    for (const role of ['other user', 'former participant', 'host']) {
      const [there, nowhere] = await Promise.all(
        [subject.chatId, 987_654_321].map((chatId) => askRest(name, tokens[role], { ...subject, chatId })),
      );
      expect([name, role, nowhere]).toEqual([name, role, there]);
    }
  }
  expect(about.length).toBeGreaterThan(4);
});

test('[TABLE1] what ends sign-ins is answered as in the table', async () => {
  for (const { name, cells } of restRows.filter((row) => endings.includes(row.name))) {
    const answers = await Promise.all(columns.map(async (role) => [role, await askAnew(name, role)] as const));
    expect(Object.fromEntries(answers)).toEqual(cells);
  }
});
