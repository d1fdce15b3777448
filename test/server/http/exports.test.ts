import { request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { JsonStore } from '../../../server/store/json/store.ts';
import { clientOf, type TestPerson } from '../../support/client.ts';
import { fillDirectory } from '../../support/filled.ts';
import { newAccount, newChat, newMessage } from '../../support/records.ts';
import { startTestServer } from '../../support/server.ts';

/** So many messages are far more than what a connection keeps for somebody who does not read. */
const MANY = 10_000;

let directory: string;
let server: Awaited<ReturnType<typeof startTestServer>>;
let ann: TestPerson;
let chatIds: number[];
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'gemini-coop-'));
  const first = await startTestServer({ dataDirectory: directory });
  ann = await clientOf(first.url).person('ann');
  await first.close();
  chatIds = await fillDirectory(directory, async (store) => {
    const bob = await store.addAccount(newAccount('bob'));
    const chats = await Promise.all([1, 2].map(() => store.addChat(newChat({ owner_id: ann.id }), [ann.id, bob.id])));
    const said = (chatId: number, n: number) => newMessage(chatId, `${n} ${'word '.repeat(300)}`, { user_id: ann.id });
    for (const { id } of chats) {
      await Promise.all(Array.from({ length: MANY }, (_, n) => store.addMessage(said(id, n))));
    }
    return chats.map(({ id }) => id);
  });
  server = await startTestServer({ dataDirectory: directory });
}, 60_000);
afterAll(async () => {
  await server.close();
  await rm(directory, { recursive: true });
});

/** Asks for an export, and reads nothing of it yet. */
async function ask(chatId: number, format: string): Promise<IncomingMessage> {
  const asked = request(`${server.url}/api/chats/${chatId}/export?format=${format}`, {
    headers: { authorization: `Bearer ${ann.token}` },
  }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return answer;
}

test('[EXPORT4] [EXPORT6] a long chat that is read slowly waits on the disk, and comes whole under a safe name', async () => {
  const read = vi.spyOn(JsonStore.prototype, 'messages');
  const answer = await ask(chatIds[0]!, 'json');
  expect(answer.headers['content-disposition']).toMatch(/^attachment; filename="Chat \d{4}-\d\d-\d\d\.json"$/);
  expect(answer.headers['content-security-policy']).toContain('sandbox');
  // Nobody reads: what the sockets take is all that is read from the disk.
  let before = -1;
  await vi.waitFor(
    () => {
      const now = read.mock.calls.length;
      const isAtRest = now === before;
      before = now;
      expect(isAtRest).toBe(true);
    },
    { interval: 150, timeout: 10_000 },
  );
  expect(before).toBeLessThan(MANY / 200 / 2);
  const whole = JSON.parse(await text(answer)) as { messages: { content: string }[]; message_count: number };
  expect(whole.message_count).toBe(MANY);
  expect(whole.messages.map(({ content }) => Number.parseInt(content, 10))).toEqual(
    Array.from({ length: MANY }, (_, n) => n),
  );
  read.mockRestore();
});

test('[EXPORT5] where the chat is deleted meanwhile the download fails, and another one can be asked for', async () => {
  const [, chatId = 0] = chatIds;
  const answers = [await ask(chatId, 'markdown'), await ask(chatId, 'html')];
  const third = await ask(chatId, 'json');
  expect([third.statusCode, await text(third)]).toEqual([429, expect.stringContaining('under way')]);
  expect(await server.call('DELETE', `/api/chats/${chatId}`, undefined, ann.token)).toMatchObject({ status: 200 });
  for (const answer of answers) await expect(text(answer)).rejects.toMatchObject({ code: 'ECONNRESET' });
  await vi.waitFor(async () => {
    const answer = await ask(chatIds[0]!, 'markdown');
    answer.destroy();
    expect(answer.statusCode).toBe(200);
  });
});

test('[EXPORT1] an export is asked for in one of three forms', async () => {
  for (const query of ['', '?format=pdf', '?format=json&format=html']) {
    const place = `/api/chats/${chatIds[0]}/export${query}`;
    expect(await server.call('GET', place, undefined, ann.token)).toMatchObject({ status: 422 });
  }
});
