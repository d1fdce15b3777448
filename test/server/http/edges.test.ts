import { once } from 'node:events';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import express from 'express';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestPerson } from '../../support/client.ts';
import { translateErrors } from '../../../server/http/errors.ts';
import { healthRoutes } from '../../../server/http/health.ts';
import { requestLog } from '../../../server/http/request-log.ts';
import { startTestServer } from '../../support/server.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
let ann: TestPerson;
let rendererDirectory: string;
beforeAll(async () => {
  rendererDirectory = await mkdtemp(path.join(tmpdir(), 'gemini-coop-pages-'));
  await mkdir(path.join(rendererDirectory, 'assets'));
  await writeFile(path.join(rendererDirectory, 'index.html'), '<title>Gemini Coop</title>');
  await writeFile(path.join(rendererDirectory, 'assets/app-123.js'), 'export {};');
  server = await startTestServer({ rendererDirectory, corsOrigins: ['https://chat.example.org'] });
  ann = await server.person('ann');
});
afterAll(async () => {
  await server.close();
  await rm(rendererDirectory, { recursive: true });
});

/** A request with headers that `fetch` does not let one set. */
function ask(place: string, headers: Record<string, string> = {}, method = 'GET', body?: string) {
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: string }>((resolve, reject) => {
    const req = request(server.url + place, { method, headers }, (res) => {
      let text = '';
      res.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, body: text }));
    });
    req.on('error', reject).end(body);
  });
}

describe('bodies', () => {
  test.each(['{"username": ', 'null', '[]', '"text"', '7', ''])(
    '[WIRE2] the body %j is refused with 422',
    async (text) => {
      const { status, body } = await server.call('POST', '/api/auth/register', text);
      expect(status).toBe(422);
      expect(body.detail[0]).toEqual({ loc: expect.any(Array), msg: expect.any(String), type: expect.any(String) });
    },
  );

  test('[WIRE2] another content type is told what to send', async () => {
    const headers = { 'content-type': 'text/plain' };
    const { status, body } = await ask('/api/auth/login', headers, 'POST', '{"username": "ann"}');
    expect(status).toBe(422);
    expect(body).toContain('Content-Type: application/json');
  });

  test('[WIRE2] a body over the limit is refused with 413', async () => {
    const { status, body } = await server.call('POST', '/api/auth/login', { username: 'x'.repeat(300_000) });
    expect([status, body.code]).toEqual([413, 'too_large']);
  });

  test('[WIRE2] several things that are wrong are all told', async () => {
    const { body } = await server.call('POST', '/api/auth/register', {});
    expect(body.detail.map((issue: { loc: string[]; msg: string }) => [issue.loc[1], issue.msg])).toEqual([
      ['username', 'is required'],
      ['email', 'is required'],
      ['password', 'is required'],
    ]);
  });
});

describe('addresses', () => {
  test.each(['/api/nothing', '/nothing', '/api', '/assets/missing.js', '/api/chats/1/nothing'])(
    '[WIRE3] %s is answered with 404',
    async (place) => {
      const { status, body } = await ann.call('GET', place);
      expect([status, body.code]).toEqual([404, 'not_found']);
    },
  );

  test.each([
    ['PUT', '/api/auth/register', 'POST'],
    ['GET', '/api/auth/login', 'POST'],
    ['DELETE', '/api/chats', 'GET, POST, HEAD'],
    ['POST', '/api/chats/1/messages', 'GET, HEAD'],
    ['POST', '/health', 'GET, HEAD'],
    ['POST', '/health/live', 'GET, HEAD'],
  ])('[WIRE3] %s %s is answered with 405 and the methods there are', async (method, place, allow) => {
    const { status, body, headers } = await ann.call(method, place);
    expect([status, body.code, headers.get('allow')]).toEqual([405, 'method_not_allowed', allow]);
  });

  test('[WIRE3] a broken escape is no reason to break', async () => {
    expect((await ask('/api/chats/%E0%A4%A')).status).toBe(422);
  });

  test('[HEALTH1] health needs no token and tells which bot answers', async () => {
    const { status, body } = await server.call('GET', '/health');
    expect([status, body]).toEqual([
      200,
      {
        status: 'healthy',
        version: expect.any(String),
        bot: { kind: 'demo', model: expect.any(String) },
        store: 'json',
        message_max: 32_000,
        file_max: 25 * 1_048_576,
        protocol: 1,
        server_id: expect.any(String),
        name: null,
        host: 'ann',
        started_at: expect.any(String),
        registration: 'open',
        saving: true,
      },
    ]);
  });

  test('[HEALTH2] whether it lives is asked apart from whether it can be used', async () => {
    const { status, body } = await server.call('GET', '/health/live');
    expect([status, body]).toEqual([200, { status: 'alive' }]);
  });
});

test('[HEALTH1] [HEALTH2] health is 503 while the server is not ready, and it lives all the same', async () => {
  const written: string[] = [];
  const app = express().use(requestLog(pino({ level: 'warn' }, { write: (line: string) => void written.push(line) })));
  app.use(
    '/health',
    healthRoutes(() => undefined),
  );
  app.use(translateErrors({ info: () => {}, warn: () => {}, error: () => {} }));
  const starting = app.listen(0, '127.0.0.1');
  await once(starting, 'listening');
  const { port } = starting.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/health`);
  expect([answer.status, await answer.json()]).toMatchObject([503, { code: 'not_ready' }]);
  const life = await fetch(`http://127.0.0.1:${port}/health/live`);
  expect([life.status, await life.json()]).toEqual([200, { status: 'alive' }]);
  // Whoever watches over it asks again and again: that fills no log.
  expect(written).toEqual([]);
  starting.close();
});

describe('pages', () => {
  test('[PAGES1] the program is served at its own addresses, and is looked for anew each time', async () => {
    for (const place of ['/', '/chats/7', '/join/a-token', '/join/%2e%2e']) {
      const { status, body, headers } = await ask(place);
      expect([status, body]).toEqual([200, '<title>Gemini Coop</title>']);
      expect(headers['cache-control']).toBe('no-cache');
    }
  });

  test('[PAGES1] what has its hash in its name is kept', async () => {
    expect((await ask('/assets/app-123.js')).headers['cache-control']).toContain('immutable');
  });

  test.each(['/../package.json', '/assets/..%2f..%2fpackage.json', '/%2e%2e/package.json', '/.env', '/assets'])(
    '[PAGES2] %s leads nowhere',
    async (place) => {
      expect((await ask(place)).status).toBeGreaterThanOrEqual(400);
    },
  );

  test('[PAGES1] a page is had whole, and a refusal of one is an answer like any other', async () => {
    expect((await ask('/', { range: 'bytes=999999-' })).status).toBe(200);
    for (const place of ['/', '/assets/app-123.js']) {
      const { status, body, headers } = await ask(place, { 'if-match': '"another"' });
      expect([status, JSON.parse(body).code]).toEqual([422, 'invalid']);
      expect([headers['content-type'], headers['cache-control']]).toEqual([
        'application/json; charset=utf-8',
        'no-store',
      ]);
    }
  });

  test('[PAGES3] the headers keep a page harmless and do not break plain HTTP', async () => {
    const { headers } = await ask('/');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/upgrade-insecure-requests|unsafe-eval/);
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('who may ask', () => {
  test.each([
    '127.0.0.1:8000',
    '192.168.1.20',
    '[::1]:8000',
    'localhost:8000',
    'party.local',
    'LOCALHOST',
    'chat.example.org',
  ])('[ORIGIN1] the host name %s is served', async (host) => {
    expect((await ask('/health', { host })).status).toBe(200);
  });

  test.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', 'a@localhost', 'x/localhost'])(
    '[ORIGIN1] the host name %j is not, as a stranger could own it',
    async (host) => {
      const { status, body } = await ask('/health', { host });
      expect([status, JSON.parse(body).code]).toEqual([403, 'host_not_allowed']);
    },
  );

  test.each(['app://bundle', 'http://localhost:5173', 'https://chat.example.org', 'http://127.0.0.1:8000'])(
    '[ORIGIN2] pages from %s may read the answers',
    async (origin) => {
      const { status, headers } = await ask('/health', { origin, host: '127.0.0.1:8000' });
      expect([status, headers['access-control-allow-origin']]).toEqual([200, origin]);
      const preflight = await ask(
        '/api/chats',
        { origin, host: '127.0.0.1:8000', 'access-control-request-method': 'POST' },
        'OPTIONS',
      );
      expect([preflight.status, preflight.headers['access-control-allow-headers']]).toEqual([
        204,
        'Authorization,Content-Type',
      ]);
    },
  );

  test.each(['https://evil.example', 'null', 'http://127.0.0.1:9999', 'http://evil.example:8000', 'file://'])(
    '[ORIGIN2] pages from %s may not',
    async (origin) => {
      const { status, body } = await ask('/health', { origin, host: '127.0.0.1:8000' });
      expect([status, JSON.parse(body).code]).toEqual([403, 'origin_not_allowed']);
    },
  );

  test("[ORIGIN2] equal host and origin prove nothing where the name is a stranger's", async () => {
    const { status } = await ask('/health', { origin: 'http://evil.example', host: 'evil.example' });
    expect(status).toBe(403);
  });
});
