import { readFileSync, existsSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Protection } from '../../electron/bridge.ts';
import { Vault, type Cipher } from '../../electron/vault.ts';
import { createRecordedLog } from '../support/records.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

/** Turns the bytes over; a text of another `generation` is stale, one marked as lost cannot be read. */
function createTestCipher(protection: Protection = 'keychain', generation = 'a') {
  const turn = (bytes: Buffer) => Buffer.from(bytes.map((byte) => 255 - byte));
  const cipher: Cipher & { refuses: boolean } = {
    protection,
    refuses: false,
    async encrypt(text) {
      if (cipher.refuses) throw new Error('the keychain is locked');
      return turn(Buffer.from(generation + text));
    },
    async decrypt(encrypted) {
      const text = turn(encrypted).toString();
      if (text.includes('lost')) throw new Error('another key');
      return { text: text.slice(1), stale: !text.startsWith(generation) };
    },
  };
  return cipher;
}

function setUp() {
  const file = path.join(temporaryDirectory(), 'vault.json');
  const log = createRecordedLog();
  const open = (cipher: Cipher = createTestCipher()) => Vault.open({ file, cipher, log });
  return { file, log, open };
}

test('[VAULT1] secrets are encrypted on the disk, for their owner only, and there again after a restart', async () => {
  const { file, open } = setUp();
  const page = (await open()).section('page');
  await page.set('http://a', 'token-1');
  await page.set('http://b', 'token-2');
  await page.set('http://b', 'token-3');
  expect(readFileSync(file, 'utf8')).not.toContain('token');
  expect(statSync(file).mode & 0o077).toBe(0);
  const again = (await open()).section('page');
  expect(again.entries()).toEqual({ 'http://a': 'token-1', 'http://b': 'token-3' });
  await again.remove('http://a');
  expect((await open()).section('page').entries()).toEqual({ 'http://b': 'token-3' });
});

test('[VAULT1] the last word on a key stands, also where several are said at once', async () => {
  const { open } = setUp();
  const page = (await open()).section('page');
  await Promise.all([page.set('a', '1'), page.remove('a'), page.set('a', '2'), page.set('b', '3'), page.remove('b')]);
  expect((await open()).section('page').entries()).toEqual({ a: '2' });
});

test('[VAULT2] a section neither sees nor touches what is in another', async () => {
  const { open } = setUp();
  const vault = await open();
  await vault.section('host').set('gemini-key', 'key');
  const page = vault.section('page');
  expect([page.entries(), page.get('gemini-key')]).toEqual([{}, undefined]);
  await page.set('gemini-key', 'forged');
  await page.remove('gemini-key');
  expect((await open()).section('host').get('gemini-key')).toBe('key');
});

test('[VAULT3] where nothing can encrypt, secrets are kept until the app is quit and never written', async () => {
  const { file, open } = setUp();
  const page = (await open(createTestCipher('none'))).section('page');
  await page.set('a', 'token');
  expect([page.protection, page.get('a'), existsSync(file)]).toEqual(['none', 'token', false]);
  expect((await open()).section('page').entries()).toEqual({});
});

test('[VAULT4] what cannot be decrypted is left out, costs nothing else, and is there when it can be again', async () => {
  const { file, log, open } = setUp();
  const page = (await open()).section('page');
  await page.set('a', 'lost');
  await page.set('b', 'token');
  const reopened = (await open()).section('page');
  expect(reopened.entries()).toEqual({ b: 'token' });
  expect(log.entries).toHaveLength(1);
  expect(JSON.stringify(log.entries)).not.toContain('token');
  await reopened.set('c', 'more');
  expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')).page)).toEqual(['a', 'b', 'c']);
  await reopened.set('a', 'found');
  expect((await open()).section('page').entries()).toEqual({ a: 'found', b: 'token', c: 'more' });
});

test('[VAULT4] what was encrypted with a key that is out of use is encrypted anew', async () => {
  const { file, open } = setUp();
  await (await open()).section('page').set('a', 'token');
  const before = readFileSync(file, 'utf8');
  expect((await open(createTestCipher('keychain', 'b'))).section('page').get('a')).toBe('token');
  expect(readFileSync(file, 'utf8')).not.toBe(before);
});

test.each(['{', '[]', '{"page":{"a":1}}', '{"page":{"a":"no base64!"}}'])(
  '[VAULT4] a vault that is broken (%s) starts empty and works',
  async (content) => {
    const { file, log, open } = setUp();
    writeFileSync(file, content);
    const page = (await open()).section('page');
    expect(page.entries()).toEqual({});
    expect(log.entries).toHaveLength(1);
    await page.set('a', 'token');
    expect((await open()).section('page').get('a')).toBe('token');
  },
);

test('[VAULT5] who stores a secret learns that the keychain refused; until the app is quit it is kept', async () => {
  const { open } = setUp();
  const cipher = createTestCipher();
  const page = (await open(cipher)).section('page');
  cipher.refuses = true;
  await expect(page.set('a', 'token')).rejects.toThrow('the keychain is locked');
  expect(page.get('a')).toBe('token');
  cipher.refuses = false;
  await page.set('b', 'other');
  expect((await open()).section('page').entries()).toEqual({ b: 'other' });
});
