import { request } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { ServerConfig } from '../../../server/config.ts';
import { createLog } from '../../../server/log.ts';
import type { ServerParts } from '../../../server/server.ts';
import { parseExposition } from '../../support/exposition.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { startTestServer } from '../../support/server.ts';

const TOKEN = 'only-the-scraper-knows-this';
const ownPort = { listen: { port: 0, host: '127.0.0.1' } };

const servers: Awaited<ReturnType<typeof startTestServer>>[] = [];
async function serve(config: Partial<ServerConfig> = {}, parts: ServerParts = {}) {
  const server = await startTestServer(config, parts);
  servers.push(server);
  return server;
}
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** The status of a request whose headers `fetch` would not send. */
const statusFor = (url: string, headers: Record<string, string>) =>
  new Promise<number | undefined>((resolve, reject) => {
    const asked = request(url, { headers }, (res) => {
      res.resume();
      resolve(res.statusCode);
    });
    asked.on('error', reject).end();
  });

test('[METRICS1] without being asked for, there are none', async () => {
  const server = await serve();
  const { status, body } = await server.call('GET', '/metrics', undefined, TOKEN);
  expect([status, body.code, server.metricsUrl]).toEqual([404, 'not_found', undefined]);
});

describe('on the port of the server', () => {
  test('[METRICS2] they are for who shows the token', async () => {
    const server = await serve({ metrics: { token: TOKEN } });
    const { status, body, headers } = await server.call('GET', '/metrics', undefined, TOKEN);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(parseExposition(body).value('gemini_coop_connections')).toBe(0);
  });

  test('[METRICS2] nobody else gets them: not without it, not with another, not with the token of an account', async () => {
    const server = await serve({ metrics: { token: TOKEN } });
    const ann = await server.person('ann');
    for (const shown of [undefined, 'x', `${TOKEN}x`, TOKEN.slice(0, -1), TOKEN.toUpperCase(), ann.token]) {
      const { status, body, headers } = await server.call('GET', '/metrics', undefined, shown);
      expect([status, body.code]).toEqual([401, 'not_authenticated']);
      expect(headers.get('www-authenticate')).toBe('Bearer');
    }
    expect((await server.call('GET', `/metrics?token=${TOKEN}`)).status).toBe(401);
    // And it opens nothing else.
    expect((await server.call('GET', '/api/auth/me', undefined, TOKEN)).status).toBe(401);
  });

  test('[METRICS2] who guesses is stopped, and learns no more after that', async () => {
    const server = await serve({ metrics: { token: TOKEN }, rateLimit: 0.1 });
    const statuses: number[] = [];
    for (let guess = 0; guess < 12; guess++) {
      statuses.push((await server.call('GET', '/metrics', undefined, `guess ${guess}`)).status);
    }
    expect(statuses).toEqual(Array.from({ length: 12 }, () => 401));
    const { status, headers } = await server.call('GET', '/metrics', undefined, TOKEN);
    expect(status).toBe(429);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('[WIRE3] other methods are refused, and HEAD is none of them', async () => {
    const server = await serve({ metrics: { token: TOKEN } });
    const { status, headers } = await server.call('POST', '/metrics', {}, TOKEN);
    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect((await server.call('HEAD', '/metrics', undefined, TOKEN)).status).toBe(200);
  });

  test('[RUN6] the token is not in the log, however much is logged', async () => {
    const lines: string[] = [];
    const log = createLog('trace', { write: (line) => void lines.push(line) });
    const server = await serve({ metrics: { token: TOKEN, ...ownPort } }, { log });
    await server.call('GET', '/metrics', undefined, TOKEN);
    await server.call('GET', `/metrics?token=${TOKEN}`);
    await expect.poll(() => lines.filter((line) => line.includes('"path":"/metrics"'))).toHaveLength(2);
    expect(lines.join('')).not.toContain(TOKEN);
  });
});

describe('on a port of their own', () => {
  test('[METRICS3] they need no token, and nothing else is there', async () => {
    const server = await serve({ metrics: ownPort });
    expect(new URL(server.metricsUrl!)).toMatchObject({ hostname: '127.0.0.1', pathname: '/metrics' });
    expect(new URL(server.metricsUrl!).port).not.toBe(String(server.port));
    const answer = await fetch(server.metricsUrl!);
    expect(answer.status).toBe(200);
    expect(parseExposition(await answer.text()).value('gemini_coop_rooms')).toBe(0);
    for (const elsewhere of ['/', '/health', '/api/auth/me']) {
      expect((await fetch(new URL(elsewhere, server.metricsUrl))).status).toBe(404);
    }
    expect((await server.call('GET', '/metrics')).status).toBe(404);
  });

  test('[METRICS3] no page of a stranger reads them, under whatever name', async () => {
    const server = await serve({ metrics: ownPort, corsOrigins: ['http://gemini-coop'] });
    expect(await statusFor(server.metricsUrl!, { host: 'evil.example' })).toBe(403);
    expect(await statusFor(server.metricsUrl!, { origin: 'http://evil.example' })).toBe(403);
    expect(await statusFor(server.metricsUrl!, { host: 'gemini-coop:9464' })).toBe(200);
  });

  test('[METRICS3] they are gone with the server', async () => {
    const server = await startTestServer({ metrics: ownPort });
    await server.close();
    await expect(fetch(server.metricsUrl!)).rejects.toThrow('fetch failed');
  });

  test('[RUN3] a port in use is told with its own option, and nothing is left of the start', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const dataDirectory = temporaryDirectory();
    await expect(
      startTestServer({ dataDirectory, metrics: { listen: { port, host: '127.0.0.1' } } }),
    ).rejects.toMatchObject({
      code: 'port_in_use',
      message: expect.stringMatching(`^Port ${port} is in use.+ --metrics-port `),
    });
    await serve({ dataDirectory });
    await new Promise((resolve) => other.close(resolve));
  });
});
