import { expect, test } from 'vitest';
import { DeepLinkQueue, findDeepLink } from '../../electron/deep-link-queue.ts';
import type { JoinTarget } from '../../server/protocol/join-target.ts';

const link = (server: string) => `gemini-coop://join?server=${encodeURIComponent(server)}&invite=abc`;

function setUp() {
  const delivered: string[] = [];
  const deliver = ({ server, invite }: JoinTarget) => void delivered.push(`${server} ${invite}`);
  return { delivered, deliver, links: new DeepLinkQueue() };
}

test('[SHELL5] a link that comes before the page listens is delivered when it does, once', () => {
  const { delivered, deliver, links } = setUp();
  expect(links.open(link('http://10.0.0.1:8000'))).toBe(true);
  expect(delivered).toEqual([]);
  links.pageReady(deliver);
  links.pageReady(deliver);
  expect(delivered).toEqual(['http://10.0.0.1:8000 abc']);
});

test('[SHELL5] of several that wait, the newest counts; later ones come at once', () => {
  const { delivered, deliver, links } = setUp();
  links.open(link('http://a:1'));
  links.open(link('http://b:1'));
  links.pageReady(deliver);
  links.open(link('http://c:1'));
  expect(delivered).toEqual(['http://b:1 abc', 'http://c:1 abc']);
});

test('[SHELL5] a link that comes while the page is loaded anew waits for it', () => {
  const { delivered, deliver, links } = setUp();
  links.pageReady(deliver);
  links.pageGone();
  links.open(link('http://a:1'));
  expect(delivered).toEqual([]);
  links.pageReady(deliver);
  expect(delivered).toEqual(['http://a:1 abc']);
});

test.each([
  'http://10.0.0.1:8000/join/abc',
  '10.0.0.1',
  'gemini-coop://quit',
  'gemini-coop:join',
  'gemini-coop://join?server=file%3A%2F%2F%2Fetc',
  'gemini-coop://join?server=javascript%3Aalert(1)',
  '--inspect',
  '',
])('[SHELL5] %s is no link of ours', (text) => {
  const { delivered, deliver, links } = setUp();
  links.pageReady(deliver);
  expect(links.open(text)).toBe(false);
  expect(delivered).toEqual([]);
});

test('[SHELL5] the link is found among the arguments of a start', () => {
  expect(findDeepLink(['/usr/bin/app', '--flag', 'GEMINI-COOP://join?server=x'])).toBe('GEMINI-COOP://join?server=x');
  expect(findDeepLink(['/usr/bin/gemini-coop', '--flag=gemini-coop://join', 'http://x'])).toBe(undefined);
});
