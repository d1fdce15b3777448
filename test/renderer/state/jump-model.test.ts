import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { BOT_NAME } from '../../../server/protocol/limits.ts';
import type { ServerFrame } from '../../../server/protocol/frames.ts';
import { scaled } from '../../support/long-run.ts';
import { aMessage, Backend } from '../support/backend.ts';
import { inRoom, letIn, pass, withWorlds, type World } from '../support/world.ts';

withWorlds();

const reply = { is_bot: true, user_id: null, username: BOT_NAME } as const;

/** A chat with people in it, and one who reads there, goes to and fro, and loses their connection. */
class Play {
  readonly world: World;
  readonly backend: Backend;
  /** What the room has been told of the replies that run; what is stored is behind. */
  readonly running = new Map<number, string>();
  opening: (() => void) | null = null;
  #joins = 1;

  constructor(world: World) {
    this.world = world;
    this.backend = world.backend;
  }

  get chat() {
    return this.world.state().chats[1]!;
  }

  /** To the room; who is not in it does not hear it. */
  #tell(frame: ServerFrame): void {
    const peer = this.world.peer();
    if (!peer.isClosed && peer.of('join').length > 0) peer.send(frame);
  }

  #next = () => (this.backend.messages.at(-1)?.id ?? 0) + 1;

  say = (): void => {
    const message = aMessage(this.#next());
    this.backend.messages.push(message);
    const { id: message_id, status: _, ...fields } = message;
    this.#tell({ type: 'message', message_id, ...fields });
  };

  ask = (): void => {
    const id = this.#next();
    this.backend.messages.push(aMessage(id, { ...reply, content: '', status: 'streaming' }));
    this.running.set(id, '');
    this.#stream(id, '', 0);
  };

  #stream(message_id: number, chunk: string, offset: number): void {
    const { username } = reply;
    this.#tell({ type: 'bot_stream', chat_id: 1, message_id, username, is_complete: false, chunk, offset });
  }

  grow = (): void => {
    for (const [id, told] of this.running) {
      // What was told before is saved by now.
      this.#store(id, told, 'streaming');
      this.running.set(id, `${told}more `);
      this.#stream(id, 'more ', told.length);
    }
  };

  finish = (): void => {
    for (const [id, told] of this.running) {
      this.#store(id, told, 'complete');
      this.#tell({
        type: 'bot_stream',
        chat_id: 1,
        message_id: id,
        username: reply.username,
        is_complete: true,
        chunk: '',
        offset: told.length,
        full_response: told,
        status: 'complete',
      });
    }
    this.running.clear();
  };

  #store(id: number, content: string, status: 'streaming' | 'complete'): void {
    const { messages } = this.backend;
    const index = messages.findIndex((message) => message.id === id);
    messages[index] = { ...messages[index]!, content, status };
  }

  lose = (): void => {
    const peer = this.world.peer();
    if (peer.isClosed) return;
    peer.close(1006);
    this.#joins = 0;
  };

  hold = (): void => {
    this.opening ??= this.backend.hold();
  };

  open = (): void => {
    this.opening?.();
    this.opening = null;
  };

  /** The server answers who wants in, and tells them what runs. */
  answer(): void {
    const peer = this.world.peer();
    if (peer.isClosed) return;
    for (; this.#joins < peer.of('join').length; this.#joins++) {
      letIn(this.world);
      for (const [id, told] of this.running) this.#stream(id, told, 0);
    }
  }

  /** Until nothing is under way any more. */
  async settle(): Promise<void> {
    this.open();
    for (let round = 0; round < 3; round++) {
      await pass(2_000);
      if (this.world.state().connection.kind !== 'connected') this.world.peer().accept();
      await pass();
      this.answer();
      await pass();
    }
  }
}

/** A few pages, so that an end is never far. */
const count = 100;

/** What happens next; most of it does not wait for what came of it before. */
const step = fc.oneof(
  // Something is said between an answer and its arrival.
  fc.record({ kind: fc.constantFrom('newer', 'newer overtaken', 'latest overtaken') }),
  fc.record({ kind: fc.constant('jump' as const), to: fc.integer({ min: 1, max: count }) }),
  fc.record({
    kind: fc.constantFrom('say', 'ask', 'grow', 'finish', 'lose', 'hold', 'open', 'older', 'newer', 'latest', 'settle'),
  }),
);

test('[JUMPTO2] [JUMPTO3] [JUMPTO5] [JUMPTO7] whatever is done in whatever order, what is shown has no gap, no double, and nothing stale', async () => {
  const runs = fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
    const backend = new Backend();
    backend.messages = Array.from({ length: count }, (_, n) => aMessage(n + 1));
    const world = await inRoom(backend);
    const play = new Play(world);
    const underWay: Promise<unknown>[] = [];
    const { actions } = world;
    const start = (doing: Promise<unknown>) => void underWay.push(doing.catch(() => undefined));
    for (const one of steps) {
      if (one.kind === 'jump') start(actions.jumpTo(1, one.to));
      else if (one.kind === 'older') start(actions.loadOlder(1));
      else if (one.kind === 'newer') start(actions.loadNewer(1));
      else if (one.kind === 'latest') start(actions.toLatest(1));
      else if (one.kind === 'newer overtaken' || one.kind === 'latest overtaken') {
        play.hold();
        start(one.kind === 'newer overtaken' ? actions.loadNewer(1) : actions.toLatest(1));
        await pass();
        play.say();
        play.open();
      } else if (one.kind === 'settle') await play.settle();
      else play[one.kind]();
      await pass();
      play.answer();
      await pass();
      // What is old is never mixed with what is new, not for a moment.
      if (play.chat.hasNewer) expectWhole(play);
    }
    play.open();
    await Promise.all([...underWay, pass(20_000)]);
    await play.settle();
    expectWhole(play);
    play.finish();
    await play.settle();
    expectWhole(play);
    expectTrue(play);
    while (play.chat.hasNewer) await actions.loadNewer(1);
    await play.settle();
    expectWhole(play);
    expectTrue(play);
    world.stop();
  });
  await expect(fc.assert(runs, { numRuns: scaled(60, 1000) })).resolves.toBeUndefined();
});

/** A stretch of what is stored, up to its end unless something newer is said to be there. */
function expectWhole({ chat, backend }: Play): void {
  const ids = chat.messages.map(({ id }) => id);
  const stored = backend.messages.map(({ id }) => id);
  const first = stored.indexOf(ids[0]!);
  expect(ids).toEqual(stored.slice(first, chat.hasNewer ? first + ids.length : undefined));
  // A full page may be the last one.
  expect(chat.hasOlder || first === 0).toBe(true);
}

function expectTrue({ chat, backend }: Play): void {
  const stored = new Map(backend.messages.map((message) => [message.id, message]));
  for (const { id, content, status } of chat.messages) {
    expect([id, content, status]).toEqual([id, stored.get(id)?.content, stored.get(id)?.status]);
  }
}
