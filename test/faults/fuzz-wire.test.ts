import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestPerson } from '../support/client.ts';
import { anyFrame } from '../support/fuzz/frames.ts';
import { PAYLOAD_MAX, startFuzzedServer, type FuzzedServer } from '../support/fuzz/fuzzed-server.ts';
import { createRandom, type Random } from '../support/fuzz/random.ts';
import { problemOnWire } from '../support/fuzz/read-wire.ts';
import { anyRawFrames, sendRaw, upgradeRequest } from '../support/fuzz/wire.ts';
import { scaled, seedOfRun } from '../support/long-run.ts';

const CONNECTIONS = scaled(400, 40_000);
const WARM_UP = CONNECTIONS / 4;
const AT_ONCE = 8;
/** Bytes by which memory may grow that nobody knows of. */
const SLACK = 6_000_000;
const STORED = 300;

let served: FuzzedServer;
let host: TestPerson;
let chatIds: number[];
beforeAll(async () => {
  served = await startFuzzedServer();
  host = await served.client.person('host');
  chatIds = [(await host.call('POST', '/api/chats', {})).body.id];
}, 60_000);
afterAll(() => served.close());

/** All that one connection sends. */
function anyConnection(random: Random): Buffer[] {
  if (random.chance(0.1)) return [random.bytes(1 + random.below(400))];
  const isRight = random.chance(0.7);
  const upgrade = upgradeRequest(random, host.token, isRight);
  // Every so often the first frames come together with the request, or the request comes byte by byte.
  if (!isRight && random.chance(0.2)) return [...upgrade].slice(0, 60).map((byte) => Buffer.of(byte));
  const texts = Array.from({ length: 1 + random.below(12) }, () => anyFrame(random, { chatIds }, PAYLOAD_MAX));
  const frames = anyRawFrames(random, texts);
  return random.chance(0.2) ? [Buffer.concat([upgrade, ...frames])] : [upgrade, ...frames];
}

test(
  '[FUZZ2] [FUZZ4] what breaks every rule of HTTP and WebSockets ends its own connection only',
  async () => {
    const seed = seedOfRun();
    const random = createRandom(seed);
    const port = Number(new URL(served.url).port);
    const problems: string[] = [];
    let upgraded = 0;
    let left = 0;
    const worker = async () => {
      while (left-- > 0 && problems.length < 5) {
        const pieces = anyConnection(random);
        const { bytes, isClosed } = await sendRaw(port, pieces, random.chance(0.1));
        if (bytes.includes(' 101 ')) upgraded++;
        const problem = isClosed ? problemOnWire(bytes) : 'the connection was kept';
        if (problem !== undefined)
          problems.push(`${problem} <- ${Buffer.concat(pieces).toString('base64').slice(0, 2000)}`);
      }
    };
    const all = (count: number) => {
      left = count;
      return Promise.all(Array.from({ length: AT_ONCE }, worker));
    };
    // A connection that is none of all this, and has no reason to notice.
    const watcher = await host.connect();
    await all(WARM_UP);
    const before = await served.memory();
    await all(CONNECTIONS - WARM_UP);
    const grown = (await served.memory()) - before;

    expect(problems, `FAULT_SEED=${seed}`).toEqual([]);
    expect(upgraded).toBeGreaterThan(CONNECTIONS / 3);
    watcher.send({ type: 'ping' });
    await watcher.next('pong');
    const stored = new Set(watcher.received.flatMap((frame) => (frame.type === 'activity' ? frame.message_id : [])))
      .size;
    expect(grown, `FAULT_SEED=${seed}`).toBeLessThan(SLACK + STORED * stored);
    expect((await host.call('GET', '/api/auth/me')).status).toBe(200);
    expect(served.complaints(), `FAULT_SEED=${seed}`).toEqual([]);
    expect(await served.stop()).toEqual({ code: 0, signal: null });
  },
  scaled(60_000, 3_600_000),
);
