// @vitest-environment node
import { afterEach, expect, test, vi } from 'vitest';
import { WebSocket as NodeWebSocket } from 'ws';
import { Backend } from '../support/backend.ts';
import { openTab, Profile } from '../support/browser.ts';
import { startServer, type Answer } from '../support/ws-server.ts';

const ending: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end();
});

async function serve(backend = new Backend(), port = 0) {
  const server = await startServer(backend, port);
  ending.push(server.close);
  server.state.answer = echoing(backend);
  return server;
}

function echoing(backend: Backend): Answer {
  return (frame, reply) => {
    if (frame.type === 'message') reply(backend.store(frame));
  };
}

function open(profile: Profile, server: string) {
  const tab = openTab(profile, { fetch, WebSocket: NodeWebSocket as unknown as typeof WebSocket });
  const stop = tab.actions.start({ server });
  ending.push(stop);
  return { ...tab, stop };
}

async function signedIn(profile: Profile, server: string) {
  const tab = open(profile, server);
  await tab.actions.signIn({ username: 'ada', password: 'secret-password' });
  await vi.waitFor(() => expect(tab.state().connection.kind).toBe('connected'));
  return tab;
}

const stored = (backend: Backend) => backend.messages.map((message) => message.content);
const sent = (server: Awaited<ReturnType<typeof serve>>) =>
  server.connections.flatMap(({ received }) =>
    received.flatMap((frame) => (frame.type === 'message' ? [frame.content] : [])),
  );

test('a send is stored and taken out of the outbox by its echo', async () => {
  const server = await serve();
  const { actions, state } = await signedIn(new Profile(), server.url);
  actions.send(1, 'hello');
  expect(state().outbox).toMatchObject([{ content: 'hello', state: { kind: 'sending' } }]);
  await vi.waitFor(() => expect(state().outbox).toEqual([]));
  expect(state().chats[1]?.messages).toMatchObject([{ content: 'hello', user_id: 1 }]);
});

test('[CLIENT17] what is written while the server is away is sent in order when it is back', async () => {
  const server = await serve();
  const { actions, state } = await signedIn(new Profile(), server.url);
  await server.close();
  await vi.waitFor(() => expect(state().connection.kind).not.toBe('connected'));
  for (const text of ['one', 'two', 'three']) actions.send(1, text);
  const again = await serve(server.backend, server.port);
  await vi.waitFor(() => expect(state().outbox).toEqual([]));
  expect(sent(again)).toEqual(['one', 'two', 'three']);
  expect(stored(server.backend)).toEqual(['one', 'two', 'three']);
});

test('[CLIENT17] a send whose echo was lost is repeated and stored once', async () => {
  const server = await serve();
  const { actions, state } = await signedIn(new Profile(), server.url);
  server.state.answer = (frame) => {
    if (frame.type !== 'message') return;
    server.backend.store(frame);
    server.state.answer = echoing(server.backend);
    server.connections[0]?.socket.terminate();
  };
  actions.send(1, 'once');
  actions.send(1, 'then this');
  await vi.waitFor(() => expect(state().outbox).toEqual([]));
  expect(sent(server)).toEqual(['once', 'once', 'then this']);
  expect(stored(server.backend)).toEqual(['once', 'then this']);
});

test('[CLIENT18] unsent messages survive a reload and go out in their order', async () => {
  const profile = new Profile();
  const server = await serve();
  const before = await signedIn(profile, server.url);
  server.state.answer = () => {};
  for (const text of ['one', 'two', 'three']) before.actions.send(1, text);
  before.stop();
  server.state.answer = echoing(server.backend);
  const after = open(profile, server.url);
  expect(after.state().outbox.map((entry) => entry.content)).toEqual(['one', 'two', 'three']);
  await vi.waitFor(() => expect(after.state().outbox).toEqual([]));
  expect(stored(server.backend)).toEqual(['one', 'two', 'three']);
  expect([...profile.texts.keys()].filter((key) => key.includes('outbox'))).toEqual([]);
});

test('[CLIENT18] the outbox belongs to one server and one user', async () => {
  const profile = new Profile();
  const server = await serve();
  const here = await signedIn(profile, server.url);
  server.state.answer = () => {};
  here.actions.send(1, 'for here');
  const elsewhere = await serve();
  const { state } = await signedIn(profile, elsewhere.url);
  expect(state().outbox).toEqual([]);
});

test('[CLIENT11] a refused message stays, with the reason, until it is sent again; later ones go on', async () => {
  const server = await serve();
  const { actions, state } = await signedIn(new Profile(), server.url);
  const { answer } = server.state;
  server.state.answer = (frame, reply) => {
    if (frame.type !== 'message' || frame.content !== 'too much') return answer(frame, reply);
    const { chat_id, client_id } = frame;
    const ids = { chat_id, ...(client_id === undefined ? {} : { client_id }) };
    reply({ type: 'error', error: 'Shorten it.', code: 'invalid', ...ids });
  };
  actions.send(1, 'too much');
  actions.send(1, 'fine');
  await vi.waitFor(() => expect(stored(server.backend)).toEqual(['fine']));
  expect(state().outbox).toMatchObject([{ content: 'too much', state: { kind: 'refused', error: 'Shorten it.' } }]);
  server.state.answer = answer;
  actions.retry(state().outbox[0]!.client_id);
  await vi.waitFor(() => expect(state().outbox).toEqual([]));
  expect(stored(server.backend)).toEqual(['fine', 'too much']);
});
