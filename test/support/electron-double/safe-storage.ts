import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type * as Electron from 'electron';
import { app } from './app.ts';
import { environment } from './environment.ts';
import { isReady } from './runtime.ts';
import { only } from './unsupported.ts';

/** Chromium's mark of what was encrypted with a key of the keychain, and with one that everybody knows. */
const prefixes = { gnome_libsecret: 'v11', basic_text: 'v10', none: '' };
const algorithm = 'aes-256-gcm';
const ivLength = 12;
const tagLength = 16;
let usesPlainText = false;

/** The keychain's key: a file of its own beside the user's data, so that it outlives the process. */
function readKey(): Buffer {
  if (environment.keyring === 'basic_text') return Buffer.alloc(32, 'peanuts');
  const file = path.join(app.getPath('userData'), 'keychain.double');
  if (!existsSync(file)) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, randomBytes(32), { mode: 0o600 });
  }
  return readFileSync(file);
}

export const safeStorage = only('safeStorage', {
  // As in Electron: without a keychain there is none, unless the app says that it does without.
  isEncryptionAvailable: () =>
    isReady() && (environment.keyring === 'gnome_libsecret' || (environment.keyring === 'basic_text' && usesPlainText)),
  getSelectedStorageBackend() {
    if (!isReady()) return 'unknown';
    return environment.keyring === 'gnome_libsecret' ? 'gnome_libsecret' : 'basic_text';
  },
  setUsePlainTextEncryption: (use) => void (usesPlainText = use),
  encryptString(plainText) {
    if (!safeStorage.isEncryptionAvailable()) {
      throw new Error(
        'Error while encrypting the text provided to safeStorage.encryptString. Encryption is not available.',
      );
    }
    const iv = randomBytes(ivLength);
    const cipher = createCipheriv(algorithm, readKey(), iv);
    const text = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.from(prefixes[environment.keyring]), iv, cipher.getAuthTag(), text]);
  },
  decryptString(encrypted) {
    const prefix = prefixes[environment.keyring];
    if (!safeStorage.isEncryptionAvailable() || encrypted.toString('latin1', 0, prefix.length) !== prefix) {
      throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptString.');
    }
    const iv = encrypted.subarray(prefix.length, prefix.length + ivLength);
    const tag = encrypted.subarray(prefix.length + ivLength, prefix.length + ivLength + tagLength);
    const decipher = createDecipheriv(algorithm, readKey(), iv).setAuthTag(tag);
    const text = encrypted.subarray(prefix.length + ivLength + tagLength);
    return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
  },
  isAsyncEncryptionAvailable: async () => safeStorage.isEncryptionAvailable(),
  encryptStringAsync: async (plainText) => safeStorage.encryptString(plainText),
  decryptStringAsync: async (encrypted) => ({ result: safeStorage.decryptString(encrypted), shouldReEncrypt: false }),
} satisfies Electron.SafeStorage) as Electron.SafeStorage;
