import path from 'node:path';
import { app, safeStorage } from 'electron';
import type { Log } from '../server/index.ts';
import type { Protection } from './bridge.ts';
import { createCipher } from './cipher.ts';
import { GeminiKey } from './host/key.ts';
import { Vault, type VaultSection } from './vault.ts';

/** What is kept with the keychain. Each settles once that has answered, which may take a person. */
export interface Secrets {
  protection: Promise<Protection>;
  /** The page's own: sign-ins. */
  page: Promise<VaultSection>;
  geminiKey: Promise<GeminiKey>;
}

export function openSecrets(log: Log): Secrets {
  const file = path.join(app.getPath('userData'), 'vault.json');
  const cipher = createCipher({ safeStorage, platform: process.platform, log });
  const vault = cipher.then((opened) => Vault.open({ file, cipher: opened, log }));
  return {
    protection: cipher.then(({ protection }) => protection),
    page: vault.then((opened) => opened.section('page')),
    geminiKey: vault.then((opened) => new GeminiKey({ vault: opened.section('host'), env: process.env, log })),
  };
}
