import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { clientFrame, serverFrame, type ClientFrame } from '../../server/protocol/frames.ts';
import type { TestPerson } from '../support/client.ts';
import { anyFrame } from '../support/fuzz/frames.ts';
import { PAYLOAD_MAX, startFuzzedServer, type FuzzedServer } from '../support/fuzz/fuzzed-server.ts';
import { createRandom } from '../support/fuzz/random.ts';
import { scaled, seedOfRun } from '../support/long-run.ts';

const FRAMES = scaled(15_000, 1_000_000);
/** Of them, before memory is looked at for the first time. */
const WARM_UP = FRAMES / 5;
const SOCKETS = 4;
/** Frames that leave together; behind them goes a ping. */
const BATCH = 200;
/** Bytes by which memory may grow that nobody knows of: a hundredth of what keeping the frames would take. */
const SLACK = 6_000_000;
/** Bytes that the index needs of a stored message, generously. */
const STORED = 200;

let served: FuzzedServer;
let people: TestPerson[];
let chatIds: number[];
beforeEach(async () => {
  served = await startFuzzedServer();
  people = [];
  for (const name of ['host', 'ann', 'bob', 'eve']) people.push(await served.client.person(name));
  const [host, ann, , eve] = people as [TestPerson, TestPerson, TestPerson, TestPerson];
  const chats = [
    await host.call('POST', '/api/chats', { participant_usernames: ['ann', 'bob', 'eve'] }),
    await ann.call('POST', '/api/chats', { participant_usernames: ['bob'] }),
    await eve.call('POST', '/api/chats', {}),
  ];
  chatIds = [...chats.map(({ body }) => body.id as number), 4711];
}, 60_000);
afterEach(() => served.close());

/** What kind of frame a text is; undefined where it is none. */
function kindOf(text: string): ClientFrame['type'] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? undefined : clientFrame.safeParse(value).data?.type;
  } catch {
    return undefined;
  }
}

/** A connection that sends anything, and looks at all that comes. */
class FuzzingSocket {
  /** What nobody should ever see. */
  readonly problems: string[] = [];
  /** Messages that were stored, whoever sent them. */
  readonly stored = new Set<number>();
  readonly #webSocket: WebSocket;
  #invalid = 0;
  #onPong = () => {};

  constructor(url: string, token: string) {
    this.#webSocket = new WebSocket(`${url.replace('http', 'ws')}/ws?token=${token}`, { perMessageDeflate: false });
    this.#webSocket.on('message', (data: Buffer) => this.#look(data.toString()));
    this.#webSocket.on('close', (code) => {
      this.problems.push(`closed with ${code}`);
      this.#onPong();
    });
    this.#webSocket.on('error', (error) => this.problems.push(error.message));
  }

  async open(): Promise<void> {
    await new Promise((resolve) => this.#webSocket.once('open', resolve));
  }

  /** Sends frames and waits until all of them are answered that must be. */
  async send(frames: string[]): Promise<void> {
    const before = this.#invalid;
    const kinds = frames.map(kindOf);
    const wrong = kinds.filter((kind) => kind === undefined).length;
    let pongs = kinds.filter((kind) => kind === 'ping').length + 1;
    const answered = new Promise<void>((resolve) => {
      this.#onPong = () => {
        pongs--;
        if (pongs <= 0 || this.problems.length > 0) resolve();
      };
    });
    for (const frame of frames) this.#webSocket.send(frame);
    this.#webSocket.send('{"type":"ping"}');
    await answered;
    const refused = this.#invalid - before;
    if (refused < wrong) this.problems.push(`${refused} answers to ${wrong} wrong frames`);
  }

  close(): void {
    this.#webSocket.removeAllListeners('close');
    this.#webSocket.close();
  }

  #look(text: string): void {
    const { data: frame, error } = serverFrame.safeParse(JSON.parse(text));
    if (!frame) {
      this.problems.push(`not of the agreed form: ${text.slice(0, 300)} ${error.message.slice(0, 200)}`);
    } else if (frame.type === 'pong') {
      this.#onPong();
    } else if (frame.type === 'message') {
      this.stored.add(frame.message_id);
    } else if (frame.type === 'error') {
      if (frame.code === 'invalid') this.#invalid++;
      if (['internal', 'storage_unavailable', 'not_ready'].includes(frame.code)) this.problems.push(text.slice(0, 300));
    }
  }
}

test(
  '[FUZZ1] [FUZZ4] whatever is sent in frames is answered in the agreed form, and none of it stays in memory',
  async () => {
    const seed = seedOfRun();
    const sockets = await Promise.all(
      people.slice(0, SOCKETS).map(async ({ token }) => {
        const socket = new FuzzingSocket(served.url, token);
        await socket.open();
        return socket;
      }),
    );
    const randoms = sockets.map((_, place) => createRandom(seed + place));
    const problems = () => sockets.flatMap((socket) => socket.problems);
    const fuzz = async (socket: FuzzingSocket, place: number, count: number) => {
      for (let sent = 0; sent < count && problems().length === 0; sent += BATCH) {
        await socket.send(Array.from({ length: BATCH }, () => anyFrame(randoms[place]!, { chatIds }, PAYLOAD_MAX)));
      }
    };
    const all = (count: number) => Promise.all(sockets.map((socket, place) => fuzz(socket, place, count / SOCKETS)));
    const stored = () => new Set(sockets.flatMap((socket) => [...socket.stored])).size;

    await all(WARM_UP);
    const [before, storedBefore] = [await served.memory(), stored()];
    await all(FRAMES - WARM_UP);
    const grown = (await served.memory()) - before;

    expect(problems(), `FAULT_SEED=${seed}`).toEqual([]);
    expect(stored()).toBeGreaterThan(storedBefore);
    expect(grown, `FAULT_SEED=${seed}`).toBeLessThan(SLACK + STORED * (stored() - storedBefore));
    for (const socket of sockets) socket.close();
    expect((await people[0]!.call('GET', '/api/auth/me')).status).toBe(200);
    expect(served.complaints(), `FAULT_SEED=${seed}`).toEqual([]);
    expect(await served.stop()).toEqual({ code: 0, signal: null });
  },
  scaled(60_000, 3_600_000),
);
