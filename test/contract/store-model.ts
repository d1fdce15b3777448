import * as fc from 'fast-check';
import type { Store } from '../../server/core/ports/store.ts';
import type { Message } from '../../server/protocol/messages.ts';
import { newMessage, newReply } from '../support/records.ts';

/** One call of the store port; `which`, `before` and `after` are places in the list of messages. */
export type Command =
  | { type: 'add'; content: string; user: number; key: string | undefined; bot: boolean }
  | { type: 'change'; which: number; content: string; end: boolean }
  | { type: 'page'; limit: number; before: number | undefined; after: number | undefined };

const place = fc.option(fc.integer({ min: -1, max: 42 }), { nil: undefined });
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constant('x'.repeat(9000)),
  fc.constant('\n"\\'),
);

/** Calls that often meet each other's keys and messages. */
export const commands: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('add' as const),
      content: text,
      user: fc.integer({ min: 1, max: 2 }),
      key: fc.option(fc.constantFrom('k', 'K', '"', '\\', 'é', 'e\u0301', 'k1'), { nil: undefined }),
      bot: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('change' as const),
      which: fc.nat(40),
      content: text,
      end: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('page' as const),
      limit: fc.integer({ min: 1, max: 12 }),
      before: place,
      after: place,
    }),
  },
);

/** What a chat's messages should be, as a plain list. */
export class ChatModel {
  readonly messages: Message[] = [];
  readonly #chatId: number;

  constructor(chatId: number) {
    this.#chatId = chatId;
  }

  /** Makes the call on the store and on the list; resolves to what both answer. */
  run(command: Command, store: Store): Promise<{ actual: unknown; expected: unknown }> {
    switch (command.type) {
      case 'add':
        return this.#add(command, store);
      case 'change':
        return this.#change(command, store);
      case 'page':
        return this.#page(command, store);
    }
  }

  /** The messages as they are when the process died now. */
  afterCrash(): Message[] {
    return this.messages.map((one) => (one.status === 'streaming' ? { ...one, status: 'interrupted' } : one));
  }

  async #add({ content, user, key, bot }: Extract<Command, { type: 'add' }>, store: Store) {
    const message = bot
      ? newReply(this.#chatId, content)
      : newMessage(this.#chatId, content, { user_id: user, ...(key !== undefined && { client_id: key }) });
    const former = this.messages.find((one) => !bot && key && one.client_id === key && one.user_id === user);
    const actual = await store.addMessage(message);
    if (former) return { actual, expected: { message: former, added: false } };
    const added = { ...message, id: actual.message.id };
    this.messages.push(added);
    return { actual, expected: { message: added, added: true } };
  }

  async #change({ which, content, end }: Extract<Command, { type: 'change' }>, store: Store) {
    const index = this.messages.length === 0 ? 0 : which % this.messages.length;
    const status = end ? ('complete' as const) : ('streaming' as const);
    const changing = store.changeMessage(this.#chatId, this.#idAt(index), { content, status });
    const former = this.messages[index];
    if (!former)
      return { actual: await changing.catch((error: { code: string }) => error.code), expected: 'not_found' };
    const expected = (this.messages[index] = { ...former, content, status });
    return { actual: await changing, expected };
  }

  async #page(command: Extract<Command, { type: 'page' }>, store: Store) {
    const { limit } = command;
    const before = command.before === undefined ? undefined : this.#idAt(command.before);
    const after = command.after === undefined ? undefined : this.#idAt(command.after);
    const range = this.messages.filter(({ id }) => id < (before ?? Infinity) && id > (after ?? 0));
    return {
      actual: await store.messages(this.#chatId, { limit, before, after }),
      expected: after === undefined ? range.slice(-limit) : range.slice(0, limit),
    };
  }

  /** Places beyond the ends of the list are ids that no message of the chat has. */
  #idAt(index: number): number {
    return this.messages[index]?.id ?? (index < 0 ? 1 : 1e12);
  }
}
