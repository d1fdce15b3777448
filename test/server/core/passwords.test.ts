import { expect, test } from 'vitest';
import { RESET_HOURS } from '../../../server/protocol/sessions.ts';
import type { Visitor } from '../../../server/core/accounts.ts';
import { createParty } from '../../support/party.ts';

const here: Visitor = { address: '127.0.0.1', device: { program: 'Firefox', system: 'Linux' } };

test('[PASSWORD4] a link sets a password once, ends every session, and signs in', async () => {
  const { account, passwords, sessions, store } = createParty();
  const host = await account('host');
  const bob = await account('bob');
  await sessions.begin(bob, here.device);
  const { token } = await passwords.createReset(host, bob.id);
  const admission = await passwords.reset({ token, password: 'battery staple' }, here);
  expect(admission.user).toMatchObject({ username: 'bob' });
  expect(store.sessions.of(bob.id)).toHaveLength(1);
  expect((await store.account(bob.id))?.password_hash).toBe('hash of battery staple');
  await expect(passwords.reset({ token, password: 'another secret' }, here)).rejects.toMatchObject({
    code: 'reset_invalid',
  });
});

test(`[PASSWORD4] it is good for ${RESET_HOURS} hours, until there is another one, and until the password is changed`, async () => {
  const { account, passwords, clock, store } = createParty();
  const host = await account('host');
  const bob = await account('bob');
  const refused = async (token: string) => {
    await expect(passwords.reset({ token, password: 'battery staple' }, here)).rejects.toMatchObject({
      code: 'reset_invalid',
    });
  };
  const former = await passwords.createReset(host, bob.id);
  const late = await passwords.createReset(host, bob.id);
  await refused(former.token);
  clock.set(Date.parse(late.expires_at));
  await refused(late.token);
  const idle = await passwords.createReset(host, bob.id);
  await store.changeAccount(bob.id, { password_hash: 'another' });
  await refused(idle.token);
  expect((await store.account(bob.id))?.password_hash).toBe('another');
});

test('[PASSWORD4] [BAN2] it lets nobody in who is banned', async () => {
  const { account, passwords, store } = createParty();
  const host = await account('host');
  const bob = await account('bob');
  const { token } = await passwords.createReset(host, bob.id);
  await store.changeAccount(bob.id, { banned_at: '2026-01-01T00:00:00.000Z' });
  await expect(passwords.reset({ token, password: 'battery staple' }, here)).rejects.toMatchObject({ code: 'banned' });
  expect(store.sessions.of(bob.id)).toEqual([]);
});

test('[PASSWORD5] only the host makes one, and what is stored of it does not open anything', async () => {
  const { account, passwords, store } = createParty();
  const host = await account('host');
  const bob = await account('bob');
  await expect(passwords.createReset(bob, host.id)).rejects.toMatchObject({ code: 'not_authorized' });
  await expect(passwords.createReset(host, 99)).rejects.toMatchObject({ code: 'user_not_found' });
  const { token } = await passwords.createReset(host, bob.id);
  expect(await store.takePasswordReset(token)).toBeUndefined();
  const written = await store.audit.list({ limit: 9 });
  expect(written).toMatchObject([{ act: 'password_reset', by: { id: host.id }, target: { id: bob.id } }]);
  expect(JSON.stringify(written)).not.toContain(token);
});
