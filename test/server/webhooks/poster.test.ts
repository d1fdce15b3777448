import type { LookupAddress } from 'node:dns';
import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../../../server/clock.ts';
import type { Posted } from '../../../server/core/ports/webhooks.ts';
import { ANSWER_KEPT, createPoster, POST_TIMEOUT } from '../../../server/webhooks/poster.ts';
import { createFakeClock } from '../../support/clock.ts';
import { startReceiver, type Receiver } from '../../support/receiver.ts';
import { selfSigned } from '../../support/self-signed.ts';

const receivers: Receiver[] = [];
afterEach(async () => {
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
});

async function receiving(options?: Parameters<typeof startReceiver>[0]): Promise<Receiver> {
  const receiver = await startReceiver(options);
  receivers.push(receiver);
  return receiver;
}

const v4 = (...addresses: string[]): LookupAddress[] => addresses.map((address) => ({ address, family: 4 }));
const never = new AbortController().signal;
const anywhere = (more: Partial<Parameters<typeof createPoster>[0]> = {}) =>
  createPoster({ clock: systemClock, reach: () => 'any', ...more });
const post = (poster: ReturnType<typeof createPoster>, url: string, signal = never): Promise<Posted> =>
  poster.post({ url, headers: { 'x-test': 'yes', 'content-type': 'application/json' }, body: '{"a":"ä"}' }, signal);

test('a request is sent as it is, and what comes back is known', async () => {
  const receiver = await receiving();
  receiver.answer = (response) => response.writeHead(202, { 'retry-after': '7' }).end('fine');
  expect(await post(anywhere(), `${receiver.url}hook?a=b`)).toEqual({ status: 202, answer: 'fine', retryAfter: 7 });
  const [hook] = receiver.received;
  expect([hook?.path, hook?.body, hook?.headers['x-test']]).toEqual(['/hook?a=b', '{"a":"ä"}', 'yes']);
});

test('[SSRF3] a name is looked up once for each request, and just the address that was looked at is asked', async () => {
  const [here, elsewhere] = [await receiving(), await receiving({ host: '127.0.0.2' })];
  const answers = [v4('127.0.0.1'), v4('127.0.0.2'), v4('127.0.0.2')];
  const asked: string[] = [];
  const resolve = (host: string) => Promise.resolve((asked.push(host), answers[asked.length - 1]!));
  expect(await post(anywhere({ resolve }), `http://rebinding.test:${here.port}/`)).toMatchObject({ status: 200 });
  expect([asked, here.received.length, elsewhere.received.length]).toEqual([['rebinding.test'], 1, 0]);
});

test('[SSRF3] a name that leads inside is refused at each request, whatever it led to before and leads to besides', async () => {
  const receiver = await receiving();
  let leads = v4('127.0.0.1');
  const poster = createPoster({ clock: systemClock, reach: () => 'public', resolve: () => Promise.resolve(leads) });
  const url = `http://rebinding.test:${receiver.port}/`;
  expect(poster.check(url)).toBeUndefined();
  expect(await post(poster, url)).toEqual({ problem: 'refused' });
  leads = v4('8.8.8.8', '127.0.0.1');
  expect(await post(poster, url)).toEqual({ problem: 'refused' });
  leads = [{ address: '::ffff:127.0.0.1', family: 6 }];
  expect(await post(poster, url)).toEqual({ problem: 'refused' });
  expect(await post(poster, receiver.url)).toEqual({ problem: 'refused' });
  expect(receiver.received).toEqual([]);
});

test('[SSRF4] a redirect is not followed', async () => {
  const [outside, inside] = [await receiving(), await receiving({ host: '127.0.0.2' })];
  outside.answer = (response) => response.writeHead(307, { location: inside.url }).end();
  expect(await post(anywhere(), outside.url)).toMatchObject({ status: 307 });
  expect(inside.received).toEqual([]);
});

test('[SSRF5] proxies of the environment are not used', async () => {
  const [receiver, proxy] = [await receiving(), await receiving()];
  const names = ['http_proxy', 'HTTP_PROXY', 'ALL_PROXY', 'NODE_USE_ENV_PROXY'];
  const before = names.map((name) => [name, process.env[name]] as const);
  for (const name of names) process.env[name] = name.startsWith('NODE') ? '1' : proxy.url;
  try {
    expect(await post(anywhere(), receiver.url)).toMatchObject({ status: 200 });
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
  expect([receiver.received.length, proxy.received.length]).toEqual([1, 0]);
});

test('[HOOKOUT10] who does not answer in time is given up', async () => {
  const receiver = await receiving();
  receiver.answer = () => undefined;
  const clock = createFakeClock();
  const posted = post(anywhere({ clock }), receiver.url);
  await receiver.next();
  await clock.advance(POST_TIMEOUT);
  expect(await posted).toEqual({ problem: 'timeout' });
});

test('[HOOKOUT10] who breaks off in the middle of the answer has answered', async () => {
  const receiver = await receiving();
  receiver.answer = (response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.write('some', () => response.destroy());
  };
  expect(await post(anywhere(), receiver.url)).toEqual({ status: 200, answer: 'some', retryAfter: undefined });
});

test('[HOOKOUT10] of a huge answer only the start is read', async () => {
  const receiver = await receiving();
  const ended = new Promise((resolve) => {
    receiver.answer = (response) => {
      response.on('close', () => resolve(response.writableFinished));
      const more = () => void (response.destroyed || response.write('x'.repeat(65_536), more));
      more();
    };
  });
  const posted = await post(anywhere(), receiver.url);
  expect(posted).toEqual({ status: 200, answer: 'x'.repeat(ANSWER_KEPT), retryAfter: undefined });
  expect(await ended).toBe(false);
});

test('an answer that is no text is made one', async () => {
  const receiver = await receiving();
  receiver.answer = (response) => response.end(Buffer.from([0x61, 0x00, 0xff, 0xf0, 0x9f]));
  expect(await post(anywhere(), receiver.url)).toMatchObject({ answer: 'a\ufffd\ufffd\ufffd' });
});

test('[HOOKOUT11] what keeps a request from arriving has a name of its own', async () => {
  const closed = await startReceiver();
  await closed.close();
  expect(await post(anywhere(), closed.url)).toEqual({ problem: 'unreachable' });
  const resolve = () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
  expect(await post(anywhere({ resolve }), 'http://nobody.test/')).toEqual({ problem: 'no_such_host' });
  expect(await post(anywhere({ reach: () => 'off' }), 'http://example.org/')).toEqual({ problem: 'refused' });
});

test('[HOOKOUT11] a certificate that nobody vouches for, or of another name, is not safe', async () => {
  const [safe, plain] = [await receiving({ tls: selfSigned }), await receiving()];
  const resolve = () => Promise.resolve(v4('127.0.0.1'));
  const own = `https://hook.test:${safe.port}/`;
  expect(await post(anywhere({ resolve }), own)).toEqual({ problem: 'tls' });
  expect(await post(anywhere({ resolve, ca: selfSigned.cert }), own)).toMatchObject({ status: 200 });
  const other = `https://other.test:${safe.port}/`;
  expect(await post(anywhere({ resolve, ca: selfSigned.cert }), other)).toEqual({ problem: 'tls' });
  expect(await post(anywhere(), `https://127.0.0.1:${plain.port}/`)).toEqual({ problem: 'tls' });
  expect([safe.received.length, plain.received.length]).toEqual([1, 0]);
});

test('a request that is given up ends at once', async () => {
  const receiver = await receiving();
  receiver.answer = () => undefined;
  const stop = new AbortController();
  const posted = post(anywhere(), receiver.url, stop.signal);
  await receiver.next();
  stop.abort();
  expect(await posted).toEqual({ problem: 'unreachable' });
});
