import { expect, test, vi } from 'vitest';
import type { VaultBridge } from '../../../electron/bridge.ts';
import { openVaultStorage } from '../../../renderer/desktop/vault-storage.ts';
import { serverPrefix, sessionKey } from '../../../renderer/state/stored-session.ts';
import { Profile } from '../support/browser.ts';

const key = sessionKey(serverPrefix('http://192.168.1.5:8000', ''));

function vaultOf(entries: Record<string, string>, set: VaultBridge['set'] = async () => {}) {
  const written = vi.fn<VaultBridge['set']>(set);
  const removed = vi.fn<VaultBridge['remove']>(async () => {});
  const vault = { read: async () => ({ protection: 'keychain' as const, entries }), set: written, remove: removed };
  return { vault, written, removed };
}

test('[START2] sign-ins are read from the vault and go into it, never into the page’s own storage', async () => {
  const profile = new Profile();
  const { vault, written, removed } = vaultOf({ [key]: 'kept' });
  const storage = await openVaultStorage(vault, profile.tab(), () => {});
  expect(storage.get(key)).toBe('kept');
  storage.set(key, 'new');
  expect(storage.get(key)).toBe('new');
  expect(written).toHaveBeenCalledExactlyOnceWith(key, 'new');
  expect([...profile.texts]).toEqual([]);
  storage.remove(key);
  storage.remove(key);
  expect(storage.get(key)).toBeNull();
  expect(removed).toHaveBeenCalledExactlyOnceWith(key);
});

test('everything else stays with the page', async () => {
  const profile = new Profile();
  const { vault, written } = vaultOf({ [key]: 'kept' });
  const storage = await openVaultStorage(vault, profile.tab(), () => {});
  const prefix = serverPrefix('http://192.168.1.5:8000', '');
  storage.set(`${prefix}user:1:draft:2`, 'hello');
  expect([...profile.texts]).toEqual([[`${prefix}user:1:draft:2`, 'hello']]);
  expect(written).not.toHaveBeenCalled();
  expect(storage.keys(prefix).toSorted()).toEqual([key, `${prefix}user:1:draft:2`].toSorted());
  storage.remove(`${prefix}user:1:draft:2`);
  expect([...profile.texts]).toEqual([]);
});

test('a sign-in that cannot be stored lives on until the app is quit, and somebody is told', async () => {
  const failure = new Error('no keychain');
  const { vault } = vaultOf({}, async () => Promise.reject(failure));
  const onFailure = vi.fn<(error: unknown) => void>();
  const storage = await openVaultStorage(vault, new Profile().tab(), onFailure);
  storage.set(key, 'mine');
  await vi.waitFor(() => expect(onFailure).toHaveBeenCalledExactlyOnceWith(failure));
  expect(storage.get(key)).toBe('mine');
});
