// @vitest-environment node
import { afterEach, expect, test, vi } from 'vitest';
import { WebSocket as NodeWebSocket } from 'ws';
import { openSocket, socketUrl, type Socket, type SocketState } from '../../../renderer/api/socket.ts';
import type { ServerFrame } from '../../../server/protocol/frames.ts';
import { FakePage } from '../support/browser.ts';
import { startServer } from '../support/ws-server.ts';

const ending: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end();
});

async function serve(port?: number) {
  const server = await startServer(undefined, port);
  ending.push(server.close);
  return server;
}

function connect(url: string) {
  const states: SocketState['kind'][] = [];
  const frames: ServerFrame[] = [];
  const closed: number[] = [];
  const expired = vi.fn<() => void>();
  const socket: Socket = openSocket({
    url: socketUrl(url, 'http://elsewhere.test'),
    token: 'aaa.bbb.ccc',
    WebSocket: NodeWebSocket as unknown as typeof WebSocket,
    page: new FakePage(),
    elapsed: () => performance.now(),
    random: () => 0,
    onFrame: (frame) => frames.push(frame),
    onState: ({ kind }) => states.push(kind),
    onClosed: (code) => closed.push(code),
    onExpired: expired,
    onRemoved: () => {},
  });
  ending.push(() => socket.close());
  return { socket, states, frames, closed, expired };
}

test('the token travels as a subprotocol, and frames both ways as JSON', async () => {
  const server = await serve();
  server.state.answer = (frame, reply) => {
    if (frame.type === 'ping') reply({ type: 'pong' });
  };
  const client = connect(server.url);
  expect(client.socket.send({ type: 'ping' })).toBe(false);
  await vi.waitFor(() => expect(client.socket.isConnected()).toBe(true));
  expect(server.connections[0]?.protocols).toBe('gemini-coop.v1,bearer.aaa.bbb.ccc');
  expect(client.socket.send({ type: 'ping' })).toBe(true);
  await vi.waitFor(() => expect(client.frames).toEqual([{ type: 'pong' }]));
  expect(client.states).toEqual(['connecting', 'connected']);
});

test('[CLIENT40] a connection that breaks is made again', async () => {
  const server = await serve();
  const client = connect(server.url);
  await vi.waitFor(() => expect(client.socket.isConnected()).toBe(true));
  server.connections[0]?.socket.terminate();
  await vi.waitFor(() => expect(server.connections).toHaveLength(2));
  await vi.waitFor(() => expect(client.states).toEqual(['connecting', 'connected', 'reconnecting', 'connected']));
  expect(client.closed).toEqual([1006]);
});

test('[CLIENT40] a server that restarts is found again', async () => {
  const first = await serve();
  const client = connect(first.url);
  await vi.waitFor(() => expect(client.socket.isConnected()).toBe(true));
  await first.close();
  await vi.waitFor(() => expect(client.states).toContain('reconnecting'));
  const second = await serve(first.port);
  await vi.waitFor(() => expect(second.connections).toHaveLength(1));
});

test('[CLIENT41] a refused token ends it', async () => {
  const server = await serve();
  const client = connect(server.url);
  await vi.waitFor(() => expect(client.socket.isConnected()).toBe(true));
  server.connections[0]?.socket.close(1008, 'Sign in again.');
  await vi.waitFor(() => expect(client.expired).toHaveBeenCalledOnce());
  expect(client.socket.send({ type: 'ping' })).toBe(false);
});
