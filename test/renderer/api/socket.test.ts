import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openSocket, socketUrl, type SocketState } from '../../../renderer/api/socket.ts';
import type { ServerFrame } from '../../../server/protocol/frames.ts';
import { FakePage } from '../support/browser.ts';
import { linkedSockets } from '../support/linked-sockets.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function connect(random = () => 0.5) {
  const page = new FakePage();
  const sockets = linkedSockets();
  const frames: ServerFrame[] = [];
  const states: SocketState[] = [];
  const expired = vi.fn<() => void>();
  const removed = vi.fn<() => void>();
  const socket = openSocket({
    url: 'ws://server.test/ws',
    token: 'aaa.bbb.ccc',
    WebSocket: sockets.WebSocket,
    page,
    elapsed: () => performance.now(),
    random,
    onFrame: (frame) => frames.push(frame),
    onState: (state) => states.push(state),
    onClosed: () => {},
    onExpired: expired,
    onRemoved: removed,
  });
  return { page, socket, frames, states, expired, removed, peers: sockets.peers, peer: sockets.newest };
}

test('the address is that of the server, or of the page, secure where that is', () => {
  expect(socketUrl('', 'https://chat.example.org')).toBe('wss://chat.example.org/ws');
  expect(socketUrl('http://192.168.1.5:8000/', 'http://localhost:5173')).toBe('ws://192.168.1.5:8000/ws');
});

test('[CLIENT42] what is no known frame is passed over', () => {
  const { peer, frames, socket } = connect();
  peer().accept();
  for (const text of ['', 'no json', 'null', '[]', '{"type":"of the future"}', '{"type":"message","chat_id":"one"}']) {
    peer().sendText(text);
  }
  peer().send({ type: 'pong' });
  expect(frames).toEqual([{ type: 'pong' }]);
  expect(socket.isConnected()).toBe(true);
});

test('nothing is sent into a connection that is closing', () => {
  const { peer, socket } = connect();
  peer().accept();
  peer().readyState = 2;
  expect(socket.send({ type: 'ping' })).toBe(false);
  expect(peer().sent).toEqual([]);
});

describe('trying again', () => {
  test('[CLIENT43] waits longer and longer, up to a bound, and each time for a random part of that', () => {
    const { peer, peers, states } = connect(() => 0.5);
    const waits: number[] = [];
    for (let round = 0; round < 8; round++) {
      peer().close(1006);
      const state = states.at(-1);
      if (state?.kind !== 'reconnecting') throw new Error('not reconnecting');
      expect(state.attempt).toBe(round);
      waits.push(state.retryAt - performance.now());
      const before = peers.length;
      vi.advanceTimersByTime(waits.at(-1)! - 1);
      expect(peers).toHaveLength(before);
      vi.advanceTimersByTime(1);
      expect(peers).toHaveLength(before + 1);
    }
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 7_500, 7_500, 7_500]);
  });

  test('[CLIENT43] starts with short waits again after a connection that held, not after one that broke at once', () => {
    const { peer, states } = connect(() => 1);
    const attempt = () => {
      const state = states.at(-1);
      return state?.kind === 'reconnecting' ? state.attempt : null;
    };
    peer().close(1006);
    vi.advanceTimersByTime(500);
    peer().accept();
    peer().close(1013);
    expect(attempt()).toBe(1);
    vi.advanceTimersByTime(1_000);
    peer().accept();
    vi.advanceTimersByTime(10_000);
    peer().close(1001);
    expect(attempt()).toBe(0);
  });

  test('[CLIENT44] happens at once when the network or the reader is back, or wants it', () => {
    const { page, peer, peers, socket } = connect(() => 1);
    peer().close(1006);
    page.fire('online');
    expect(peers).toHaveLength(2);
    peer().close(1006);
    page.fire('visible');
    expect(peers).toHaveLength(3);
    peer().close(1006);
    socket.reconnectNow();
    expect(peers).toHaveLength(4);
    socket.reconnectNow();
    expect(peers).toHaveLength(4);
  });

  test('says "offline" where the device is, and goes on trying: the server may be this very machine', () => {
    const { page, peer, states } = connect(() => 0);
    page.fire('offline');
    expect(states.at(-1)).toEqual({ kind: 'offline' });
    peer().close(1006);
    expect(states.at(-1)).toEqual({ kind: 'offline' });
    vi.advanceTimersByTime(1);
    peer().accept();
    expect(states.at(-1)).toEqual({ kind: 'connected' });
  });

  test('gives a try up that gets no answer', () => {
    const { peers, states } = connect(() => 0);
    vi.advanceTimersByTime(10_000);
    expect(states.at(-1)?.kind).toBe('reconnecting');
    expect(peers[0]?.isClosed).toBe(true);
    vi.advanceTimersByTime(1);
    expect(peers).toHaveLength(2);
  });

  test.each([1008, 4001])('[CLIENT41] ends with close code %i: the session is over', (code) => {
    const { peer, peers, expired } = connect(() => 0);
    peer().accept();
    peer().close(code);
    expect(expired).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(60_000);
    expect(peers).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('[JOIN9] ends with close code 4003: the host has removed this user', () => {
    const { peer, peers, expired, removed } = connect(() => 0);
    peer().accept();
    peer().close(4003);
    expect(removed).toHaveBeenCalledOnce();
    expect(expired).not.toHaveBeenCalled();
    vi.advanceTimersByTime(60_000);
    expect(peers).toHaveLength(1);
  });

  test('ends when it is closed', () => {
    const { page, peer, peers, socket } = connect(() => 0);
    peer().close(1006);
    socket.close();
    socket.reconnectNow();
    page.fire('online');
    vi.advanceTimersByTime(60_000);
    expect(peers).toHaveLength(1);
    expect(page.listenerCount).toBe(0);
  });
});

describe('the heartbeat', () => {
  test('[CLIENT45] asks a silent server for a sign of life, and gives it up where none comes', () => {
    const { peer, peers, states } = connect(() => 0);
    const first = peer();
    first.accept();
    vi.advanceTimersByTime(20_000);
    expect(first.sent).toEqual([{ type: 'ping' }]);
    vi.advanceTimersByTime(9_999);
    expect(states.at(-1)).toEqual({ kind: 'connected' });
    vi.advanceTimersByTime(1);
    expect(states.at(-1)?.kind).toBe('reconnecting');
    vi.advanceTimersByTime(1);
    expect(peers).toHaveLength(2);
    expect(first.isClosed).toBe(true);
  });

  test('[CLIENT45] is content with any frame', () => {
    const { peer, states } = connect();
    peer().accept();
    for (let minute = 0; minute < 5; minute++) {
      vi.advanceTimersByTime(25_000);
      peer().sendText('{"type":"of the future"}');
    }
    expect(states.at(-1)).toEqual({ kind: 'connected' });
  });

  test('asks at once when the machine wakes up', () => {
    const { page, peer } = connect();
    peer().accept();
    page.fire('visible');
    expect(peer().sent).toEqual([{ type: 'ping' }]);
  });

  test('what the silent connection still says is not listened to', () => {
    const { peer, frames } = connect(() => 0);
    const first = peer();
    first.accept();
    vi.advanceTimersByTime(30_000);
    first.send({ type: 'pong' });
    expect(frames).toEqual([]);
  });
});
