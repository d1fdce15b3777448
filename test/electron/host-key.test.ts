import { afterEach, expect, test } from 'vitest';
import type { Protection } from '../../electron/bridge.ts';
import { GeminiKey, type SecretVault } from '../../electron/host/key.ts';
import { clientOf } from '../support/client.ts';
import { startGeminiApi } from '../support/gemini-api.ts';
import { createTestHost, hostForm } from '../support/hosted.ts';
import { createRecordedLog } from '../support/records.ts';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

function createKey(protection: Protection, env: NodeJS.ProcessEnv = {}) {
  const kept = new Map<string, string>();
  const vault: SecretVault = {
    protection,
    get: (name) => kept.get(name),
    set: async (name, secret) => void kept.set(name, secret),
    remove: async (name) => void kept.delete(name),
  };
  const log = createRecordedLog();
  return { key: new GeminiKey({ vault, env, log }), vault, kept, log };
}

test('[HOST7] a key is kept, without what was pasted around it, and forgotten', async () => {
  const { key, kept } = createKey('keychain');
  expect(key.status).toEqual({ saved: false, fromEnvironment: false, protection: 'keychain' });
  expect(await key.save('  any shape at all\n', { allowWeak: false })).toBe('saved');
  expect([...kept.values()]).toEqual(['any shape at all']);
  expect(key.current).toBe('any shape at all');
  expect(key.status).toEqual({ saved: true, fromEnvironment: false, protection: 'keychain' });
  await key.forget();
  expect(key.current).toBeUndefined();
  expect(key.status.saved).toBe(false);
});

test.each(['weak', 'none'] as const)('[HOST7] where protection is %s, a key is kept only with consent', async (how) => {
  const { key, kept } = createKey(how);
  expect(await key.save('secret', { allowWeak: false })).toBe('needs_consent');
  expect(kept.size).toBe(0);
  expect(await key.save('secret', { allowWeak: true })).toBe('saved');
  expect(key.current).toBe('secret');
});

test('[HOST7] the environment’s key is used where none is kept', async () => {
  const { key } = createKey('keychain', { GEMINI_API_KEY: ' from outside ' });
  expect(key.status).toEqual({ saved: false, fromEnvironment: true, protection: 'keychain' });
  expect(key.current).toBe('from outside');
  await key.save('kept', { allowWeak: false });
  expect(key.current).toBe('kept');
  await key.forget();
  expect(key.current).toBe('from outside');
  expect(createKey('keychain', { GEMINI_API_KEY: ' ' }).key.status.fromEnvironment).toBe(false);
});

test('[HOST7] a vault that fails is told and logged, without the key', async () => {
  const { key, vault, log } = createKey('keychain');
  vault.set = (_, secret) => Promise.reject(Object.assign(new Error(`cannot write ${secret}`), { code: 'EIO' }));
  expect(await key.save('very secret', { allowWeak: false })).toBe('failed');
  expect(await key.save('   ', { allowWeak: false })).toBe('failed');
  expect(log.entries).toMatchObject([{ level: 'error', fields: { code: 'EIO' } }]);
  expect(JSON.stringify(log.entries)).not.toContain('very secret');
});

test('[HOST7] the next party asks Gemini with the key, and neither its state nor its log holds it', async () => {
  const api = await startGeminiApi({ key: 'the-one-key' });
  open.push(api);
  const { key } = createKey('keychain');
  const created = await createTestHost({
    apiKey: () => key.current,
    env: { GEMINI_BASE_URL: api.url, GEMINI_MODEL: 'gemini-flash-latest' },
  });
  open.push(created);
  const { host, logLines } = created;
  await host.start(hostForm);
  expect(host.state).toMatchObject({ bot: { kind: 'demo' } });
  await host.stop();

  await key.save('the-one-key', { allowWeak: false });
  const start = await host.start(hostForm);
  expect(host.state).toMatchObject({ bot: { kind: 'gemini', model: 'gemini-flash-latest' } });
  const bob = await clientOf(start.kind === 'started' ? start.session.server : '').person('bob');
  const { body: chat } = await bob.call('POST', '/api/chats', { name: 'Two', is_ai_chat: true });
  const socket = await bob.connect();
  socket.send({ type: 'join', chat_id: chat.id });
  socket.send({ type: 'message', chat_id: chat.id, content: 'hello', client_id: 'c1' });
  await api.request(0);
  expect(JSON.stringify([host.state, logLines])).not.toContain('the-one-key');
});
