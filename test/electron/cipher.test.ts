import { expect, test } from 'vitest';
import { createCipher } from '../../electron/cipher.ts';
import { createRecordedLog } from '../support/records.ts';

type SafeStorage = Parameters<typeof createCipher>[0]['safeStorage'];

interface Keychain {
  available?: boolean;
  backend?: ReturnType<SafeStorage['getSelectedStorageBackend']>;
  mark?: string;
  refuses?: boolean;
}

async function protectionWith(platform: NodeJS.Platform, keychain: Keychain) {
  const { available = true, backend = 'unknown', mark = 'v11', refuses = false } = keychain;
  let fixedPasswordAllowed = false;
  const safeStorage: SafeStorage = {
    isAsyncEncryptionAvailable: async () => {
      if (refuses) throw new Error('no bus');
      return available && (backend !== 'basic_text' || fixedPasswordAllowed);
    },
    encryptStringAsync: async (text) => Buffer.from(mark + text),
    decryptStringAsync: async (encrypted) => ({ result: encrypted.toString().slice(3), shouldReEncrypt: true }),
    getSelectedStorageBackend: () => {
      if (platform !== 'linux') throw new TypeError('not a function');
      return backend;
    },
    setUsePlainTextEncryption: (allowed) => {
      fixedPasswordAllowed = allowed;
    },
  };
  const cipher = await createCipher({ safeStorage, platform, log: createRecordedLog() });
  expect(await cipher.decrypt(await cipher.encrypt('text'))).toEqual({ text: 'text', stale: true });
  return cipher.protection;
}

test.each<[NodeJS.Platform, Keychain, string]>([
  ['darwin', { mark: 'v10' }, 'keychain'],
  ['win32', { mark: 'v10' }, 'keychain'],
  ['win32', { available: false }, 'none'],
  ['linux', { backend: 'gnome_libsecret', mark: 'v11' }, 'keychain'],
  ['linux', { backend: 'kwallet6', mark: 'v12' }, 'keychain'],
  ['linux', { backend: 'basic_text', mark: 'v10' }, 'weak'],
  ['linux', { backend: 'basic_text', mark: 'v11' }, 'weak'],
  // Chosen by the name of the desktop, and then it was not there.
  ['linux', { backend: 'gnome_libsecret', mark: 'v10' }, 'weak'],
  ['linux', { backend: 'unknown', mark: 'v10' }, 'weak'],
  ['linux', { available: false }, 'none'],
  ['linux', { refuses: true }, 'none'],
])('[VAULT6] on %s with %o the protection is %s', async (platform, keychain, protection) => {
  expect(await protectionWith(platform, keychain)).toBe(protection);
});
