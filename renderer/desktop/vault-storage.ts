import type { VaultBridge } from '../../electron/bridge.ts';
import type { TextStorage } from '../state/storage.ts';

const isSecret = (key: string) => key.endsWith(':session');

/**
 * The page's storage with its sessions in the vault of the desktop instead. They are read once, so that `get` can answer
 * at once, and written behind what it answers.
 * @param onFailure a session could not be kept; it lives until the app is quit
 */
export async function openVaultStorage(
  vault: VaultBridge,
  page: TextStorage,
  onFailure: (error: unknown) => void,
): Promise<TextStorage> {
  const { entries } = await vault.read();
  const secrets = new Map(Object.entries(entries));
  return {
    get: (key) => (isSecret(key) ? (secrets.get(key) ?? null) : page.get(key)),
    set: (key, text) => {
      if (!isSecret(key)) return page.set(key, text);
      secrets.set(key, text);
      vault.set(key, text).catch(onFailure);
    },
    remove: (key) => {
      if (!isSecret(key)) return page.remove(key);
      if (secrets.delete(key)) vault.remove(key).catch(onFailure);
    },
    keys: (prefix) => [...page.keys(prefix), ...[...secrets.keys()].filter((key) => key.startsWith(prefix))],
    // There is one window, so no other changes the vault.
    onChange: page.onChange,
  };
}
