import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createBundle } from '../../electron/bundle.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

function setUp() {
  const parent = temporaryDirectory();
  const directory = path.join(parent, 'renderer');
  mkdirSync(path.join(directory, 'assets'), { recursive: true });
  mkdirSync(path.join(parent, 'renderer-private'));
  writeFileSync(path.join(parent, 'secret.txt'), 'secret');
  writeFileSync(path.join(parent, 'renderer-private/secret.txt'), 'secret');
  writeFileSync(path.join(directory, 'index.html'), '<!doctype html>');
  writeFileSync(path.join(directory, 'assets/main.js'), '1;');
  // On Windows this is main.js again, elsewhere a name like any other.
  writeFileSync(path.join(directory, 'assets\\main.js'), '1;');
  const answer = createBundle(directory);
  return (url: string, method = 'GET') =>
    // Not through Request's own URL, which would take the dots out before we see them.
    answer(Object.defineProperty(new Request('http://unused', { method }), 'url', { value: url }));
}

test.each([
  ['app://bundle/', '<!doctype html>', 'text/html; charset=utf-8'],
  ['app://bundle/chats/7', '<!doctype html>', 'text/html; charset=utf-8'],
  ['app://bundle/join/abc?x=1#y', '<!doctype html>', 'text/html; charset=utf-8'],
  ['app://bundle/assets/main.js', '1;', 'text/javascript; charset=utf-8'],
])('[SHELL2] %s is served from the bundle', async (url, content, type) => {
  const response = await setUp()(url);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
  expect(await response.text()).toBe(content);
});

test('[SHELL2] pages may run only their own scripts, and answers are what their type says', async () => {
  const { headers } = await setUp()('app://bundle/');
  const policy = headers.get('content-security-policy')?.split('; ');
  expect(policy).toEqual(
    expect.arrayContaining(["default-src 'none'", "script-src 'self'", "base-uri 'none'", "frame-ancestors 'none'"]),
  );
  expect(policy?.find((part) => part.startsWith('script-src'))).not.toContain('unsafe');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});

test.each([
  'app://bundle/../secret.txt',
  'app://bundle/%2e%2e/secret.txt',
  'app://bundle/..%2fsecret.txt',
  'app://bundle/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
  'app://bundle/..%5csecret.txt',
  'app://bundle/assets%5cmain.js',
  'app://bundle/../renderer-private/secret.txt',
  'app://bundle/..%2frenderer-private%2fsecret.txt',
  'app://bundle/index.html%00.js',
  'app://bundle/%zz.js',
  'app://bundle/missing.js',
  'app://bundle/assets.d/',
  'app://other/assets/main.js',
  'app://bundle:1/assets/main.js',
  'file:///etc/hosts.txt',
  'nonsense',
])('[SHELL2] %s leads nowhere', async (url) => {
  const response = await setUp()(url);
  expect([response.status, await response.text()]).toEqual([404, '']);
});

test('[SHELL2] nothing can be written to the bundle', async () => {
  expect((await setUp()('app://bundle/', 'POST')).status).toBe(405);
  const head = await setUp()('app://bundle/', 'HEAD');
  expect([head.status, await head.text()]).toEqual([200, '']);
});
