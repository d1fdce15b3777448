// @vitest-environment node
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { probe, probeAny } from '../../../renderer/desktop/probe.ts';
import { PROTOCOL } from '../../../server/protocol/limits.ts';

const healthy = {
  status: 'healthy',
  version: '0.1.0',
  bot: { kind: 'demo', model: 'demo' },
  store: 'json',
  protocol: PROTOCOL,
  server_id: 'here',
  name: 'Garden party',
  host: 'ann',
  registration: 'open',
};
const ending: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ending.splice(0)) await end();
});

/** A real server on the loopback; its base URL. */
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  ending.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const serveJson = (body: unknown, status = 200) =>
  serve((_req, res) => res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)));

/** A port at which nothing listens any more. */
async function closedPort(): Promise<string> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return `http://127.0.0.1:${port}`;
}

/** What answers at all does so in this time, in milliseconds, however busy the machine is. */
const AMPLE = 10_000;

const look = (url: string, timeLimit = AMPLE) => probe(url, { fetch, timeLimit });

test('a server that speaks our protocol is one to join, with what it says of itself', async () => {
  const url = await serveJson(healthy);
  expect(await look(url)).toEqual({ kind: 'server', url, health: healthy });
});

test('a server from before the protocol had a number can be joined', async () => {
  const { protocol: _, server_id: __, ...early } = healthy;
  expect(await look(await serveJson(early))).toMatchObject({ kind: 'server' });
});

test('[START3] a closed port is an address where nothing answers', async () => {
  const url = await closedPort();
  expect(await look(url)).toEqual({ kind: 'silent', url });
});

test('[START3] so is a server that takes the question and never answers', async () => {
  const url = await serve(() => {});
  expect(await look(url, 200)).toEqual({ kind: 'silent', url });
});

test('[START3] and one that begins an answer and never ends it', async () => {
  const url = await serve((_req, res) => void res.writeHead(200).write('{"status":'));
  expect(await look(url, 200)).toEqual({ kind: 'silent', url });
});

test.each([
  ['a page', '<html></html>', 200],
  ['JSON of another program', { status: 'ok' }, 200],
  ['an error of another program', { error: 'not found' }, 404],
  ['half of ours', { status: 'healthy', version: '1', protocol: PROTOCOL }, 200],
])('[START3] what answers with %s is no Gemini Coop server', async (_name, body, status) => {
  const url = await serveJson(body, status);
  expect(await look(url)).toEqual({ kind: 'foreign', url });
});

test('[START3] what may not be read is no Gemini Coop server either, but it is there', async () => {
  const url = await serveJson(healthy);
  // As a browser does where the answer carries no leave for this page.
  const withCors: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    if (init?.mode === 'cors') throw new TypeError('Failed to fetch');
    return response;
  };
  expect(await probe(url, { fetch: withCors })).toEqual({ kind: 'foreign', url });
});

test.each([
  [PROTOCOL + 1, 'server'],
  [PROTOCOL - 1, 'app'],
] as const)('[START3] with protocol %i the newer one is the %s, whatever else it says', async (protocol, newer) => {
  const url = await serveJson({ status: 'healthy', version: '9.9', protocol, bot: 'of another form' });
  expect(await look(url)).toEqual({ kind: 'protocol', url, newer, version: '9.9' });
});

test('[START3] a server that is starting, or does not serve this name, says so itself', async () => {
  const detail = 'The server is starting or stopping. Try again in a moment.';
  const url = await serveJson({ detail, code: 'not_ready' }, 503);
  expect(await look(url)).toEqual({ kind: 'refused', url, message: detail });
});

test('[START4] a server that is there without TLS is offered, not taken', async () => {
  const url = await serveJson(healthy);
  const wrong = url.replace('http:', 'https:');
  expect(await look(wrong)).toEqual({ kind: 'elsewhere', url: wrong, found: { url, health: healthy } });
});

test('[START4] a name without a port is looked for behind TLS on its own port too', async () => {
  const asked: string[] = [];
  const remote: typeof fetch = async (input) => {
    asked.push(input as string);
    if (!asked.at(-1)!.startsWith('https://chat.example.org/')) throw new TypeError('Failed to fetch');
    return Response.json(healthy);
  };
  expect(await probe('http://chat.example.org:8000', { fetch: remote })).toMatchObject({
    kind: 'elsewhere',
    found: { url: 'https://chat.example.org' },
  });
  expect(new Set(asked)).toEqual(
    new Set([
      'http://chat.example.org:8000/health',
      'https://chat.example.org:8000/health',
      'https://chat.example.org/health',
    ]),
  );
});

test('nothing but the address itself is asked where it answers', async () => {
  const url = await serveJson(healthy);
  const asked: unknown[] = [];
  await probe(url, {
    fetch: (input, init) => {
      asked.push(input);
      return fetch(input, init);
    },
  });
  expect(asked).toEqual([`${url}/health`]);
});

test('of several addresses of one server the one that answers is taken, however long the others are silent', async () => {
  const silent = await serve(() => {});
  const url = await serveJson(healthy);
  expect(await probeAny([silent, url], { fetch, timeLimit: 60_000 })).toMatchObject({ kind: 'server', url });
});

test('where none of them answers, the likeliest says why', async () => {
  const [foreign, closed] = [await serveJson({}), await closedPort()];
  expect(await probeAny([foreign, closed], { fetch })).toEqual({ kind: 'foreign', url: foreign });
});
