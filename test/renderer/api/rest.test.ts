import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRest, type RestOptions } from '../../../renderer/api/rest.ts';
import { requireNoTimers } from '../support/timers.ts';
import { ada, aMessage, Backend, TOKEN } from '../support/backend.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  requireNoTimers();
  vi.useRealTimers();
});

function client(backend: Backend, options: Partial<RestOptions> = {}) {
  return createRest({ server: 'http://server.test/', fetch: backend.fetch, token: TOKEN, ...options });
}

const answering = (status: number, body: unknown, headers: Record<string, string> = {}): Partial<RestOptions> => ({
  fetch: async () => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers }),
});

/** A server that never answers, but lets itself be interrupted. */
const silent: typeof fetch = (_input, init) =>
  new Promise((_, reject) => {
    init?.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
  });

test('the token goes with every call that needs one, and with no other', async () => {
  const seen: [string, string | null][] = [];
  const backend = new Backend();
  const rest = client(backend, {
    fetch: (input, init) => {
      seen.push([input as string, new Headers(init?.headers).get('authorization')]);
      return backend.fetch(input, init);
    },
  });
  await rest.me();
  await rest.login({ username: 'ada', password: 'x' });
  await rest.health();
  expect(seen).toEqual([
    ['http://server.test/api/auth/me', `Bearer ${TOKEN}`],
    ['http://server.test/api/auth/login', null],
    ['http://server.test/health', null],
  ]);
});

test('messages are asked for by range', async () => {
  const backend = new Backend();
  backend.messages = [1, 2, 3].map((id) => aMessage(id));
  await expect(client(backend).messages(1, { limit: 2, after: 1 })).resolves.toEqual([aMessage(2), aMessage(3)]);
});

test('[CLIENT50] an answer that is not of the agreed form is an error, not data', async () => {
  const body = [{ ...ada, id: 'one' }];
  await expect(client(new Backend(), answering(200, body)).participants(1)).rejects.toMatchObject({
    kind: 'malformed',
  });
  await expect(client(new Backend(), answering(200, '<html>')).me()).rejects.toMatchObject({ kind: 'malformed' });
  await expect(client(new Backend(), answering(502, '<html>')).me()).rejects.toMatchObject({ kind: 'malformed' });
});

test('a refusal carries its sentence, its code and when to try again', async () => {
  const body = { detail: 'Too many requests.', code: 'rate_limited' };
  const call = client(new Backend(), answering(429, body, { 'retry-after': '7' })).chats();
  await expect(call).rejects.toMatchObject({
    kind: 'refused',
    message: 'Too many requests.',
    status: 429,
    code: 'rate_limited',
    retryAfter: 7,
  });
});

test('what is wrong with an input is told field by field', async () => {
  const issue = { loc: ['body', 'email'], msg: 'must be an e-mail address', type: 'invalid' };
  const call = client(new Backend(), answering(422, { detail: [issue] })).register({
    username: 'ada',
    email: 'nowhere',
    password: 'secret-password',
  });
  await expect(call).rejects.toMatchObject({ message: 'email: must be an e-mail address', issues: [issue] });
});

test('an unreachable server is a network error', async () => {
  const backend = new Backend();
  backend.unreachable = true;
  await expect(client(backend).chats()).rejects.toMatchObject({ kind: 'network', status: null });
});

test('[CLIENT51] a silent server is given up after fifteen seconds', async () => {
  const failure = client(new Backend(), { fetch: silent })
    .chats()
    .catch((error: unknown) => error);
  const settled = vi.fn<() => void>();
  void failure.then(settled);
  await vi.advanceTimersByTimeAsync(14_999);
  expect(settled).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  await expect(failure).resolves.toMatchObject({ kind: 'network' });
});

test('calls end with the session', async () => {
  const ended = new AbortController();
  const call = client(new Backend(), { fetch: silent, signal: ended.signal }).chats();
  ended.abort();
  await expect(call).rejects.toMatchObject({ kind: 'network' });
});

test('only a refused token is reported as such, not a wrong password', async () => {
  const onUnauthorized = vi.fn<() => void>();
  const rest = client(new Backend(), { ...answering(401, { detail: 'No.' }), onUnauthorized });
  await expect(rest.login({ username: 'ada', password: 'x' })).rejects.toMatchObject({ status: 401 });
  expect(onUnauthorized).not.toHaveBeenCalled();
  await expect(rest.chats()).rejects.toMatchObject({ status: 401 });
  expect(onUnauthorized).toHaveBeenCalledOnce();
});
