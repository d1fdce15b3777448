import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestPerson } from '../support/client.ts';
import { createScriptedModel } from '../support/scripted-model.ts';
import { startTestServer } from '../support/server.ts';

let model: ReturnType<typeof createScriptedModel>;
let server: Awaited<ReturnType<typeof startTestServer>>;
let host: TestPerson;
let ann: TestPerson;
let bob: TestPerson;
beforeEach(async () => {
  model = createScriptedModel();
  server = await startTestServer({}, { model });
  host = await server.person('host');
  [ann, bob] = await Promise.all([server.person('ann'), server.person('bob')]);
});
afterEach(() => server.close());

/** A chat of Ann's, in whose room she and Bob are while the bot answers him; he is connected a second time outside. */
async function duringReply() {
  const { body: chat } = await ann.call('POST', '/api/chats', { participant_usernames: ['bob'] });
  const chat_id = chat.id as number;
  const [watcher, inside, outside] = [await ann.connect(), await bob.connect(), await bob.connect()];
  for (const socket of [watcher, inside]) {
    socket.send({ type: 'join', chat_id });
    await socket.next('joined');
  }
  inside.send({ type: 'message', chat_id, content: '/bot tell us' });
  const reply = await model.asked;
  reply.text('Once upon a time');
  await inside.next('bot_stream', ({ chunk }) => chunk === 'Once upon a time');
  /** Goes on until Ann has heard the end, and something that was said after it. */
  const goOn = async () => {
    reply.text(' there was a server.');
    reply.finish();
    const end = await watcher.next('bot_stream', ({ is_complete }) => is_complete);
    expect(end).toMatchObject({ full_response: 'Once upon a time there was a server.', asked_by: 'bob' });
    watcher.send({ type: 'message', chat_id, content: 'alone at last' });
    await watcher.next('message', ({ content }) => content === 'alone at last');
  };
  return { chat_id, inside, outside, goOn };
}

test('[TABLE2] who is removed from a chat gets nothing of it after that, in the middle of a reply', async () => {
  const { chat_id, inside, outside, goOn } = await duringReply();
  await ann.call('DELETE', `/api/chats/${chat_id}/participants/${bob.id}`);
  await goOn();
  for (const socket of [inside, outside]) {
    socket.send({ type: 'ping' });
    await socket.next('pong');
    expect(socket.received.slice(-2)).toEqual([{ type: 'chat_removed', chat_id, reason: 'removed' }, { type: 'pong' }]);
  }
});

test('[TABLE2] who is removed from the server gets nothing after that, in the middle of a reply', async () => {
  const { inside, outside, goOn } = await duringReply();
  await host.call('DELETE', `/api/people/${bob.id}`);
  await goOn();
  for (const socket of [inside, outside]) {
    expect((await socket.closed).code).toBe(4003);
    expect(socket.received.at(-1)).toEqual({ type: 'removed' });
  }
});
