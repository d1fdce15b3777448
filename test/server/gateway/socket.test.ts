import { setImmediate } from 'node:timers/promises';
import { Writable } from 'node:stream';
import type { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { Cork } from '../../../server/gateway/cork.ts';
import { Socket } from '../../../server/gateway/socket.ts';
import { newAccountFields } from '../../../server/store/account-fields.ts';
import { createFakeClock } from '../../support/clock.ts';
import { newAccount } from '../../support/records.ts';

const KB = 1024;
const limits = { skipBytes: 128 * KB, closeBytes: 256 * KB, stuckAfter: 20_000 };

/** A connection whose peer reads only when told to; a real one would have the system's buffers in between. */
function createConnection() {
  const pending: (() => void)[] = [];
  const written: number[] = [];
  const closed: number[] = [];
  const stream = new Writable({
    write(bytes: Buffer, _encoding, done) {
      written.push(bytes.length);
      pending.push(done);
    },
  });
  const webSocket = {
    OPEN: 1,
    readyState: 1,
    get bufferedAmount() {
      return stream.writableLength;
    },
    close(code: number) {
      this.readyState = 2;
      closed.push(code);
    },
  };
  const calls = { caughtUp: 0, stuck: 0 };
  const clock = createFakeClock();
  const socket = new Socket({
    webSocket: webSocket as unknown as WebSocket,
    stream: stream as unknown as Duplex,
    account: { ...newAccountFields, ...newAccount('bob'), id: 2, is_host: false },
    signIn: { sessionId: undefined, issuedAt: undefined },
    address: '127.0.0.1',
    cork: new Cork(),
    clock,
    limits,
    onCaughtUp: () => void calls.caughtUp++,
    onStuck: () => void calls.stuck++,
  });
  return {
    socket,
    clock,
    calls,
    closed,
    written,
    /** The peer reads what was written first. */
    reads: async () => {
      pending.shift()?.();
      await setImmediate();
      await setImmediate();
    },
  };
}

const frame = (kilobytes: number) => new Uint8Array(kilobytes * KB);

test('[WS6] who owes more than is kept is closed, and nothing of it is kept', async () => {
  const { socket, calls, closed, written } = createConnection();
  for (let i = 0; i < 20; i++) {
    socket.send(frame(32));
    await setImmediate();
  }
  expect(closed).toEqual([1013]);
  expect(calls.stuck).toBe(1);
  expect(written).toHaveLength(1);
});

test('[STUCK3] the longest frame is not held against who it is for', async () => {
  const { socket, closed } = createConnection();
  socket.send(frame(3000));
  await setImmediate();
  for (let i = 0; i < 8; i++) socket.send(frame(32));
  await setImmediate();
  expect(closed).toEqual([]);
  for (let i = 0; i < 2; i++) socket.send(frame(32));
  expect(closed).toEqual([1013]);
});

test('[WS6] what waits is handed on in portions, each as soon as the one before it is read', async () => {
  const { socket, written, reads } = createConnection();
  for (let i = 0; i < 10; i++) {
    socket.send(frame(20));
    await setImmediate();
  }
  expect(written).toHaveLength(1);
  await reads();
  expect(written).toHaveLength(2);
  expect(written[1]).toBeGreaterThan(9 * 20 * KB);
});

test('[TURN5] a chunk that was left out is made up for once nothing waits any more', async () => {
  const { socket, calls, reads } = createConnection();
  socket.send(frame(200));
  await setImmediate();
  socket.sendChunk(frame(1));
  expect(calls.caughtUp).toBe(0);
  await reads();
  expect(calls.caughtUp).toBe(1);
});

test('[WS6] who reads no portion in time is closed; each one that is read gives as much time again', async () => {
  const { socket, clock, closed, reads } = createConnection();
  for (let i = 0; i < 12; i++) {
    socket.send(frame(20));
    await setImmediate();
  }
  await clock.advance(19_999);
  await reads();
  socket.send(frame(20));
  await clock.advance(19_999);
  expect(closed).toEqual([]);
  await clock.advance(1);
  expect(closed).toEqual([1013]);
});
