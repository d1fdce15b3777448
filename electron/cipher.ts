import type { SafeStorage } from 'electron';
import type { Log } from '../server/index.ts';
import type { Protection } from './bridge.ts';
import type { Cipher } from './vault.ts';

interface CipherParts {
  safeStorage: Pick<
    SafeStorage,
    | 'isAsyncEncryptionAvailable'
    | 'encryptStringAsync'
    | 'decryptStringAsync'
    | 'getSelectedStorageBackend'
    | 'setUsePlainTextEncryption'
  >;
  platform: NodeJS.Platform;
  log: Log;
}

/** The keychain of the system as a cipher. Resolves once the user let us, or did not let us, use it. */
export async function createCipher(parts: CipherParts): Promise<Cipher> {
  const { safeStorage, log } = parts;
  const protection = await findProtection(parts).catch((error: unknown) => {
    log.error({ err: error }, 'the keychain cannot be used');
    return 'none' as const;
  });
  log.info({ protection }, 'how secrets are kept');
  return {
    protection,
    encrypt: (text) => safeStorage.encryptStringAsync(text),
    async decrypt(encrypted) {
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(encrypted);
      return { text: result, stale: shouldReEncrypt };
    },
  };
}

/** On Linux, Chromium marks with this what it encrypted with a password that is the same everywhere. */
const FIXED_PASSWORD = 'v10';

async function findProtection({ safeStorage, platform }: CipherParts): Promise<Protection> {
  // Without this Linux refuses to encrypt at all where there is no keychain; that it is weak is told.
  if (platform === 'linux') safeStorage.setUsePlainTextEncryption(true);
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return 'none';
  if (platform !== 'linux') return 'keychain';
  // The name of the backend says what was chosen, the mark what was used: a keychain may have refused.
  const sample = await safeStorage.encryptStringAsync('sample');
  const isWeak =
    safeStorage.getSelectedStorageBackend() === 'basic_text' || sample.toString('latin1').startsWith(FIXED_PASSWORD);
  return isWeak ? 'weak' : 'keychain';
}
