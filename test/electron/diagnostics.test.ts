import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { describe as diagnose, redact, type DiagnosticFacts } from '../../electron/diagnostics.ts';

const personal = ['ann.lee', '/home/ann.lee', 'anns-laptop'];

function facts(more: Partial<DiagnosticFacts> = {}): DiagnosticFacts {
  return {
    app: { name: 'Gemini Coop', version: '1.2.3', packaged: true },
    versions: { electron: '45.4.1', chrome: '150.0', node: '24.1.0', openssl: '3' },
    system: { platform: 'linux', release: '6.1', arch: 'x64', locale: 'en-GB' },
    settings: {
      notifications: true,
      closeWhileHosting: 'tray',
      language: null,
      window: null,
      lastParty: { name: 'Ann’s party', username: 'ann' },
    },
    protection: 'keychain',
    host: 'hosting',
    log: [],
    personal,
    ...more,
  };
}

const line = (fields: object) => JSON.stringify({ level: 40, time: '2026-01-02T03:04:05.678Z', msg: 'it', ...fields });

test('[SHELL7] diagnostics say what runs where, and what happened', () => {
  const log = [line({ channel: 'host:start', err: { type: 'Error', message: 'm', stack: 'Error: m\n    at a.js:1' } })];
  expect(diagnose(facts({ log })).split('\n')).toEqual([
    'Gemini Coop 1.2.3',
    'electron 45.4.1, chrome 150.0, node 24.1.0',
    'linux 6.1 x64, en-GB',
    'hosting: hosting, secrets: keychain',
    'notifications: true, closing while hosting: tray',
    '',
    '2026-01-02T03:04:05.678Z 40 it channel=host:start',
    '    Error: m',
    '    at a.js:1',
    '',
  ]);
});

test('[SHELL7] only fields of the log that say nothing about people are taken along', () => {
  const log = [
    line({ username: 'bobby', name: 'Bobby’s', address: 'bobbys', path: '/chats/bobby', err: { detail: 'bobby' } }),
    'bobby wrote this by hand',
    '{"bobby":1}',
  ];
  expect(diagnose(facts({ log }))).not.toMatch(/bobby|party/i);
});

test.each([
  ['cannot reach http://192.168.1.5:8000/join/abc, really', 'cannot reach <address> really'],
  ['listen EADDRINUSE 10.0.0.7:8000', 'listen EADDRINUSE <address>'],
  ['bind fe80::1%eth0 failed', 'bind <address> failed'],
  ['bind 2001:db8:0:1:2:3:4:5 failed', 'bind <address> failed'],
  ['to [2001:db8:0:1:2:3:4:5]:8000', 'to <address>'],
  ['ann@example.com asked', '<e-mail> asked'],
  ["open '/home/ann.lee/.config/x'", "open '<name>/.config/x'"],
  ['user ann.lee on anns-laptop', 'user <name> on <name>'],
  ['party.local:8001 is gone', '<address> is gone'],
  ['key AIzaSyD-1234567890abcdefghijklmn', 'key <secret>'],
  ['token eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhbm4ifQ.AbC_d-1', 'token <secret>'],
  ['at file:///opt/app/main.js:12:3', 'at file:///opt/app/main.js:12:3'],
  ['at 2026-01-02T03:04:05.678Z it was quiet', 'at 2026-01-02T03:04:05.678Z it was quiet'],
])('[SHELL7] "%s" is told as "%s"', (text, told) => {
  expect(redact(text, personal)).toBe(told);
});

test('[SHELL7] no address on a network is left, whatever is around it', () => {
  const word = fc.stringMatching(/^[a-z]{0,8}$/);
  fc.assert(
    fc.property(word, fc.ipV4(), fc.nat(65_535), word, (before, address, port, after) => {
      expect(redact(`${before} ${address}:${port} ${after}`, personal)).not.toContain(address);
      expect(redact(`${before} (${address}) ${after}`, personal)).not.toContain(address);
    }),
  );
});
