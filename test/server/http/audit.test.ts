import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AuditEntry } from '../../../server/protocol/audit.ts';
import type { TestPerson } from '../../support/client.ts';
import { startTestServer } from '../../support/server.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
let host: TestPerson;
let ann: TestPerson;
beforeEach(async () => {
  server = await startTestServer();
  host = await server.person('host');
  ann = await server.person('ann');
});
afterEach(() => server.close());

const entries = async (query = ''): Promise<AuditEntry[]> => (await host.call('GET', `/api/admin/audit${query}`)).body;

test('[AUDIT1] [AUDIT6] invites that are made, renewed and revoked, and people who are removed, are written down', async () => {
  const { body: chat } = await ann.call('POST', '/api/chats', { name: 'Plans', participant_usernames: ['host'] });
  const { body: invite } = await ann.call('POST', '/api/invites', { chat_id: chat.id });
  const { body: renewed } = await host.call('POST', `/api/invites/${invite.id}/renew`);
  await host.call('DELETE', `/api/invites/${invite.id}`);
  await host.call('DELETE', `/api/people/${ann.id}`);
  const [byHost, byAnn] = [host, ann].map(({ id, username }) => ({ id, username }));
  const about = {
    target: { kind: 'invite', id: invite.id, name: 'Plans' },
    details: { made_by: 'ann', chat_id: chat.id, expires_at: null },
  };
  const at = expect.any(String);
  expect(await entries()).toEqual([
    { id: 4, at, by: byHost, act: 'person_removed', target: { kind: 'person', id: ann.id, name: 'ann' } },
    { id: 3, at, by: byHost, act: 'invite_revoked', ...about },
    { id: 2, at, by: byHost, act: 'invite_renewed', ...about },
    { id: 1, at, by: byAnn, act: 'invite_created', ...about },
  ]);
  const file = await readFile(path.join(server.dataDirectory, 'audit.jsonl'), 'utf8');
  for (const secret of [invite.token, invite.code, renewed.token, renewed.code, 'correct horse']) {
    expect(file).not.toContain(secret);
  }
});

test('[AUDIT1] is read page by page, by the host only', async () => {
  for (let i = 0; i < 3; i++) await host.call('POST', '/api/invites', {});
  expect((await entries('?limit=2')).map(({ id }) => id)).toEqual([3, 2]);
  expect((await entries('?limit=2&before=2')).map(({ id }) => id)).toEqual([1]);
  expect(await entries('?act=person_banned')).toEqual([]);
  for (const wrong of ['limit=0', 'limit=201', 'before=0', 'act=other']) {
    expect((await host.call('GET', `/api/admin/audit?${wrong}`)).status).toBe(422);
  }
  expect((await ann.call('GET', '/api/admin/audit')).body.code).toBe('not_authorized');
});

test('[AUDIT1] what was refused is not written down', async () => {
  await ann.call('DELETE', `/api/people/${host.id}`);
  await host.call('DELETE', `/api/people/${host.id}`);
  await host.call('DELETE', '/api/invites/99');
  expect(await entries()).toEqual([]);
});
