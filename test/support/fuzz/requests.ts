import { deflateSync, gzipSync } from 'node:zlib';
import { readSpecTable } from '../spec-table.ts';
import { anyValue, mangled, mutated, type Pairs } from './json.ts';
import type { Random } from './random.ts';

/** One HTTP request; every character of it is one byte. */
export interface FuzzedRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer | undefined;
}

/** What requests are about. */
export interface FuzzedThings {
  tokens: string[];
  chatIds: number[];
}

/** All addresses that there are, as `METHOD /with/:names`; those that hash passwords keep a processor busy, so they are asked less often. */
const endpoints = [
  ...new Set(
    readSpecTable('Who may what')
      .rows.filter(({ name }) => /^[A-Z]+ \//.test(name))
      .map(({ name }) => name.split(' ', 2).join(' ')),
  ),
];
const costly = /\/api\/auth\/(login|register|guest|upgrade|password|reset)/;

const text = JSON.stringify;
const bodies: Record<string, Pairs> = {
  'POST /api/auth/register': [
    ['username', text('ann')],
    ['email', text('ann@example.org')],
    ['password', text('correct horse')],
    ['invite', text('ABCD-1234')],
  ],
  'POST /api/auth/guest': [
    ['display_name', text('ann')],
    ['password', text('x'.repeat(32))],
  ],
  'POST /api/auth/login': [
    ['username', text('ann')],
    ['password', text('wrong')],
  ],
  'POST /api/auth/prove': [
    ['signed', text('a.b')],
    ['nonce', text('n'.repeat(43))],
  ],
  'POST /api/auth/upgrade': [
    ['email', text('up@example.org')],
    ['password', text('correct horse')],
  ],
  'POST /api/auth/password': [
    ['current_password', text('wrong')],
    ['new_password', text('correct horse')],
  ],
  'POST /api/auth/reset': [
    ['token', text('x'.repeat(32))],
    ['password', text('correct horse')],
  ],
  'DELETE /api/auth/me': [
    ['password', text('wrong')],
    ['messages', text('deleted')],
  ],
  'POST /api/chats': [
    ['name', text('Chat')],
    ['is_group', 'true'],
    ['is_ai_chat', 'false'],
    ['participant_usernames', '["ann","bob"]'],
  ],
  // Values that are refused: those that are not change the server that is fuzzed.
  'PATCH /api/admin/settings': [
    ['name', text('x'.repeat(61))],
    ['registration', text('shut')],
    ['message-limit', text('0')],
  ],
  'PATCH /api/chats/:chat_id': [
    ['name', text('Other')],
    ['topic', 'null'],
  ],
  'PUT /api/chats/:chat_id/participants/:user_id/role': [['role', text('admin')]],
  'POST /api/chats/:chat_id/leave': [['new_owner_id', '1']],
  'POST /api/chats/:chat_id/invite': [['username', text('ann')]],
  'POST /api/chats/:chat_id/mark-read': [['message_id', '1']],
  'PATCH /api/auth/me': [
    ['shows_last_seen', 'false'],
    ['display_name', text('Ann Lee')],
    ['about', text('two\nlines')],
    ['preferences', '{"sound":true,"notify":"all","quiet_hours":{"from":"22:00","to":"07:00"},"paused_until":null}'],
  ],
  'PUT /api/chats/:chat_id/notifications': [['level', text('mentions')]],
  'PATCH /api/chats/:chat_id/messages/:message_id': [['content', text('other words')]],
  'PUT /api/people/:user_id/ban': [['reason', text('noise')]],
  'POST /api/chats/:chat_id/webhooks': [
    ['kind', text('outgoing')],
    ['name', text('Builds')],
    ['url', text('http://127.0.0.1:1024/')],
    ['events', '["message","joined"]'],
    ['hears_integrations', 'true'],
  ],
  'PATCH /api/chats/:chat_id/webhooks/:webhook_id': [
    ['name', text('Builds')],
    ['is_active', 'true'],
    ['events', '["left"]'],
  ],
  'POST /api/hooks/:token': [
    ['content', text('words')],
    ['text', text('words')],
  ],
  'POST /api/invites': [
    ['chat_id', '1'],
    ['expires_in', '3600'],
  ],
  'POST /api/archive/restore': [['id', text('4711')]],
  'POST /api/invites/check': [['invite', text('ABCD-1234')]],
  'POST /api/invites/accept': [['invite', text('ABCD-1234')]],
};

const oddParts = [
  '0',
  '-1',
  '1.5',
  'abc',
  '%00',
  '%ff',
  '%zz',
  '%',
  '..',
  '%2e%2e',
  '1%2f2',
  '9007199254740993',
  '1e3',
];
const moreParts = [
  '',
  ' '.replace(' ', '%20'),
  'x'.repeat(2000),
  '%F0%9F%98%80',
  '\xff\xfe',
  '__proto__',
  '*',
  ';a=b',
  '@',
  '\\',
];
const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'M-SEARCH'];
const types = [
  'text/plain',
  'application/json; charset=utf-16',
  'application/json; charset=none',
  'application/json;;;',
  'multipart/form-data; boundary=x',
  'application/x-www-form-urlencoded',
  '',
  'a'.repeat(500),
];
const zeros = gzipSync(Buffer.alloc(12_000_000));

/** What would take a chat away that is still to be asked about, or somebody's token. */
const isEnd = /^(DELETE \/api\/(admin\/)?chats\/:chat_id|POST .*\/leave)$/;
const isSignOut = /^(DELETE \/api\/auth\/(sessions|me)|POST \/api\/auth\/(logout|password))$/;

const lost = (pattern: string, random: Random) => pattern.replace(':chat_id', random.pick([...oddParts, '4711']));

/** A request for anything: now and then a right one, mostly one that nearly is. */
export function anyRequest(random: Random, things: FuzzedThings): FuzzedRequest {
  let endpoint = random.pick(endpoints);
  if (costly.test(endpoint) && random.chance(0.8)) endpoint = random.pick(endpoints);
  const [own = 'GET', pattern = '/'] = endpoint.split(' ');
  const method = random.chance(0.92) ? own : random.pick(methods);
  const headers: Record<string, string> = {};
  const body = anyBody(endpoint, random, headers);
  addHeaders(random, isSignOut.test(`${method} ${pattern}`) ? { ...things, tokens: ['lost'] } : things, headers);
  return {
    method,
    path: anyPath(isEnd.test(`${method} ${pattern}`) ? lost(pattern, random) : pattern, random, things),
    headers,
    body,
  };
}

function anyPath(pattern: string, random: Random, { chatIds }: FuzzedThings): string {
  const part = () => (random.chance(0.3) ? random.pick([...oddParts, ...moreParts]) : String(random.pick(chatIds)));
  let path = pattern
    .replace(':chat_id', part)
    // Nobody is lost whose token is still to be used.
    .replace(/(?<=people\/):user_id/, () => random.pick([...oddParts, '4711']))
    .replace(':emoji', () => encodeURIComponent(random.pick(['👍', '❤', '👨‍👩‍👧', 'x', '👍👍', '\u200d', '🇩'])))
    .replace(/:\w+/g, part);
  if (random.chance(0.06)) path += random.pick(['/', '//', '/..', '/../../x', '/%2e%2e/', '/x', ';', '%']);
  if (random.chance(0.02))
    path = random.pick(['//', '/%', '*', 'http://evil.example/', '/api', '/assets/../x', '/\\..\\']);
  if (random.chance(0.3)) path += `?${anyQuery(random)}`;
  return path;
}

function anyQuery(random: Random): string {
  const name = () =>
    random.pick([
      'limit',
      'before',
      'after',
      'around',
      'token',
      'query',
      'from',
      'since',
      'until',
      'has_file',
      'date',
      'exclude_chat_id',
      'usernames',
      'act',
      'format',
      '__proto__',
      'limit[]',
      'a[b]',
      '%ff',
      '',
    ]);
  const value = () =>
    random.pick([
      ...oddParts,
      '1',
      '2026-01-01',
      'html',
      'true',
      '%22a%20b',
      '50',
      '200',
      '201',
      'Infinity',
      'x'.repeat(500),
      '&',
      '=',
      '%26',
      '+',
    ]);
  return Array.from({ length: 1 + random.below(4) }, () => `${name()}=${value()}`).join(
    random.pick(['&', '&', ';', '&&']),
  );
}

function anyBody(endpoint: string, random: Random, headers: Record<string, string>): Buffer | undefined {
  if (/\/(files|picture|avatar)$/.test(endpoint) && random.chance(0.7)) return anyForm(random, headers);
  const pairs = bodies[endpoint];
  if (!pairs && random.chance(0.9)) return undefined;
  const json = pairs ? mutated(pairs, random) : anyValue(random);
  let body: Buffer = Buffer.from(random.chance(0.05) ? mangled(json, random) : json);
  if (random.chance(0.03)) body = random.bytes(random.below(300));
  if (random.chance(0.01))
    body = Buffer.concat([Buffer.from('{"name":"'), Buffer.alloc(40_000, 'x'), Buffer.from('"}')]);
  headers['content-type'] = random.chance(0.93) ? 'application/json' : random.pick(types);
  if (random.chance(0.06)) {
    const [encoding, encode] = random.pick<[string, (plain: Buffer) => Buffer]>([
      ['gzip', gzipSync],
      ['gzip', (plain) => plain],
      ['gzip', () => zeros],
      ['deflate', deflateSync],
      ['br', (plain) => plain],
      ['odd', (plain) => plain],
      ['gzip, gzip', gzipSync],
    ]);
    headers['content-encoding'] = encoding;
    body = encode(body);
  }
  return body;
}

/** A form with a file, mostly one that nearly is. */
function anyForm(random: Random, headers: Record<string, string>): Buffer {
  const boundary = random.pick(['x', 'boundary', '-'.repeat(70), 'a b']);
  headers['content-type'] = `multipart/form-data; boundary=${random.chance(0.9) ? boundary : 'another'}`;
  const name = () => random.pick(['file', 'file', 'file', 'width', '__proto__', 'a[b]', '', '\xff', 'x'.repeat(300)]);
  const file = () =>
    random.pick([
      '',
      '; filename="f.png"',
      '; filename="../\\x"',
      '; filename=',
      "; filename*=utf-8''%ff%00",
      '; filename=""',
    ]);
  const content = () => random.pick(['', '1', '\x89PNG\r\n\x1a\n', '<svg/>', '%PDF-1.4', '\0\xff', 'x'.repeat(9000)]);
  const parts = Array.from(
    { length: 1 + random.below(3) },
    () => `--${boundary}\r\nContent-Disposition: form-data; name="${name()}"${file()}\r\n\r\n${content()}\r\n`,
  );
  const whole = `${parts.join('')}--${boundary}--\r\n`;
  return Buffer.from(random.chance(0.15) ? whole.slice(0, random.below(whole.length)) : whole, 'latin1');
}

function addHeaders(random: Random, { tokens }: FuzzedThings, headers: Record<string, string>): void {
  const token = random.pick(tokens);
  const odd = [
    '',
    'Bearer',
    'Bearer ',
    `Bearer ${token}x`,
    `Basic ${token}`,
    `bearer  ${token}`,
    'Bearer a.b.c',
    '\xff',
  ];
  if (random.chance(0.95)) headers['authorization'] = random.chance(0.92) ? `Bearer ${token}` : random.pick(odd);
  if (random.chance(0.85)) return;
  const [name, value] = random.pick<[string, string]>([
    ['origin', 'http://evil.example'],
    ['origin', 'null'],
    ['origin', '\xff'],
    ['host', 'evil.example'],
    ['host', ''],
    ['host', 'localhost:99999'],
    ['accept', '\xff/*'],
    ['accept-encoding', 'gzip, br'],
    ['if-none-match', '*'],
    ['if-match', 'x'],
    ['if-unmodified-since', 'Mon, 01 Jan 1990 00:00:00 GMT'],
    ['if-modified-since', 'x'],
    ['range', 'bytes=5-1'],
    ['range', 'bytes=99999999-'],
    ['x-forwarded-for', 'a'.repeat(300)],
    ['cookie', 'a=b; '.repeat(100)],
    ['x-http-method-override', 'DELETE'],
    ['access-control-request-method', 'DELETE'],
    ['x-large', 'x'.repeat(17_000)],
    ['__proto__', 'x'],
  ]);
  headers[name] = value;
}
