import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hostDefaults } from '../../electron/host/defaults.ts';
import { hostOptions } from '../../electron/host/options.ts';
import { hostForm } from '../support/hosted.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gemini-coop-form-'));
});
afterAll(() => rm(folder, { recursive: true }));

const defaults = (userName: string | undefined, last?: unknown, dataDirectory = folder) =>
  hostDefaults({ dataDirectory, userName, last: { read: () => last, write: () => undefined } });

test.each([
  ['anna', 'anna'],
  ['Anna Maria ', 'Anna_Maria'],
  ['i\u0307ş-ü', 'i\u0307ş-ü'.normalize('NFKC')],
  ['a\u202eb\u0007', 'ab'],
  ['\u200b', 'Host'],
  ['', 'Host'],
  ['gemini', 'Host'],
  ['x'.repeat(50), 'x'.repeat(40)],
  [undefined, 'Host'],
])('[HOST8] the machine user %j is called %s', (userName, username) => {
  expect(defaults(userName)).toEqual({
    username,
    name: `${username}’s party`,
    hasParty: false,
    port: 8000,
    access: 'open',
  });
});

test('[HOST8] whatever the machine user is called, the form can be sent as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (userName) => {
      const { hasParty: _, ...options } = defaults(userName);
      expect(hostOptions.parse(options)).toEqual(options);
    }),
  );
});

test('[HOST8] the last options come back, and malformed ones do not', () => {
  const last = { ...hostForm, port: 8123, access: 'invite' };
  expect(defaults('anna', last)).toEqual({ ...last, hasParty: false });
  expect(defaults('anna', { ...last, port: '8123' })).toMatchObject({ username: 'anna', port: 8000 });
});

test('[HOST8] a party that is kept here is known by its document', async () => {
  const dataDirectory = await mkdtemp(path.join(folder, 'party-'));
  expect(defaults('anna', undefined, dataDirectory).hasParty).toBe(false);
  await writeFile(path.join(dataDirectory, 'coop.json'), '{}');
  expect(defaults('anna', undefined, dataDirectory).hasParty).toBe(true);
});

test.each([
  ['no name', { name: '  ' }],
  ['a long name', { name: 'x'.repeat(61) }],
  ['half a character', { name: '\ud800' }],
  ['a username with a space', { username: 'an na' }],
  ['the bot’s username', { username: 'Gemini' }],
  ['a port for the system', { port: 1023 }],
  ['a port that does not exist', { port: 65_536 }],
  ['a broken port', { port: 8000.5 }],
  ['another access', { access: 'nobody' }],
])('[HOST8] options with %s are refused', (_, change) => {
  expect(hostOptions.safeParse(hostForm).success).toBe(true);
  expect(hostOptions.safeParse({ ...hostForm, ...change }).success).toBe(false);
});
