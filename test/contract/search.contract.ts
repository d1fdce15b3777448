import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SearchRequest, Store } from '../../server/core/ports/store.ts';
import type { Message } from '../../server/protocol/messages.ts';
import { matchesTerms, searchTerms } from '../../server/protocol/search.ts';
import { at, newAccount, newChat, newMessage, newReply } from '../support/records.ts';
import type { StoreUnderTest } from './store.contract.ts';

const file = { id: 1, name: 'a.txt', type: 'text/plain', size: 3 };

/** What every adapter of the store port promises of searches. */
export function searchContract(create: () => Promise<StoreUnderTest>): void {
  let under: StoreUnderTest;
  let store: Store;
  let chat: number;
  let other: number;

  beforeEach(async () => {
    under = await create();
    store = await under.open();
    await store.addAccount(newAccount('ann'));
    await store.addAccount(newAccount('bob'));
    [chat, other] = [(await store.addChat(newChat(), [1, 2])).id, (await store.addChat(newChat(), [1, 2])).id];
  });

  afterEach(async () => {
    await store.close();
    await under.dispose();
  });

  const add = async (chatId: number, content: string, more: Parameters<typeof newMessage>[2] = {}): Promise<Message> =>
    (await store.addMessage(newMessage(chatId, content, more))).message;
  const search = (query: string, more: Partial<SearchRequest> = {}) =>
    store.search({ chatIds: [chat], terms: searchTerms(query), limit: 50, ...more });
  const found = async (query: string, more: Partial<SearchRequest> = {}): Promise<string[]> =>
    (await search(query, more)).messages.map(({ content }) => content);

  describe('searching', () => {
    test('[SEARCH3] what has the words is found whole, newest first, and nothing else', async () => {
      const first = await add(chat, 'A red Apple', { client_id: 'k', reply_to: 1 });
      await add(chat, 'a green apple');
      await add(other, 'a red apple of others');
      expect((await search('APPLE red')).messages).toEqual([first]);
      expect(await found('apple')).toEqual(['a green apple', 'A red Apple']);
      expect(await found('"red apple"')).toEqual(['A red Apple']);
      expect(await found('pear')).toEqual([]);
      expect(await found('', {})).toEqual(['a green apple', 'A red Apple']);
      expect(await store.search({ chatIds: [99], terms: ['apple'], limit: 5 })).toEqual({ messages: [], more: false });
    });

    test('[SEARCH4] a message is found by what it says now', async () => {
      const { id } = await add(chat, 'first words');
      await add(chat, 'other words');
      expect(await found('first')).toEqual(['first words']);
      await store.changeMessage(chat, id, { content: 'second thoughts', edited_at: at(1) });
      expect(await found('first')).toEqual([]);
      expect(await found('second')).toEqual(['second thoughts']);
      await store.changeMessage(chat, id, { content: '', deleted_at: at(2) });
      expect(await found('second')).toEqual([]);
      expect(await found('')).toEqual(['other words']);
    });

    test('[SEARCH4] a reply is found once it has ended', async () => {
      const { message } = await store.addMessage(newReply(chat, 'half a word'));
      expect(await found('half')).toEqual([]);
      await store.changeMessage(chat, message.id, { content: 'half a wording more' });
      expect(await found('wording')).toEqual([]);
      await store.changeMessage(chat, message.id, { content: 'half a wording done', status: 'stopped' });
      expect(await found('wording', { from: 'gemini' })).toEqual(['half a wording done']);
    });

    test('[SEARCH5] it can be for one author, a time, or files', async () => {
      await add(chat, 'one', { created_at: at(1) });
      await add(chat, 'two', { created_at: at(2), user_id: 2, username: 'Bob', files: [file] });
      await add(chat, 'three', { created_at: at(3) });
      await add(chat, '', { created_at: at(4), files: [file] });
      const time = (n: number) => Date.parse(at(n));
      expect(await found('', { from: 'ＢＯＢ' })).toEqual(['two']);
      expect(await found('', { from: 'nobody' })).toEqual([]);
      expect(await found('', { since: time(2), until: time(3) })).toEqual(['two']);
      expect(await found('', { since: time(2) })).toEqual(['', 'three', 'two']);
      expect(await found('', { until: time(2) })).toEqual(['one']);
      expect(await found('', { hasFile: true })).toEqual(['', 'two']);
      expect(await found('o', { hasFile: false })).toEqual(['one']);
      expect(await found('t', { from: 'ann', since: time(1), hasFile: false })).toEqual(['three']);
    });

    test('[SEARCH6] pages over several chats have every hit once', async () => {
      for (let i = 0; i < 23; i++) await add(i % 3 ? chat : other, `note ${i}`);
      const all: number[] = [];
      let before: number | undefined;
      for (let more = true; more;) {
        const answer = await search('note', { chatIds: [other, chat], limit: 5, before });
        all.push(...answer.messages.map(({ content }) => Number(content.slice(5))));
        before = answer.messages.at(-1)?.id;
        ({ more } = answer);
        expect(more).toBe(all.length < 23);
      }
      expect(all).toEqual(Array.from({ length: 23 }, (_, i) => 22 - i));
    });

    test('[SEARCH3] any sequence of sends, edits and deletions is searched as a plain list is', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(commands, { minLength: 10, maxLength: 60 }), async (sequence) => {
          const chatIds = [(await store.addChat(newChat(), [1, 2])).id, (await store.addChat(newChat(), [1, 2])).id];
          const list: Message[] = [];
          for (const command of sequence) {
            const { actual, expected } = await run(command, chatIds, list);
            expect(actual).toEqual(expected);
          }
        }),
        { numRuns: 15 },
      );
    });
  });

  /** Makes the call on the store and on the list; resolves to what a search has found, and what it should have. */
  async function run(
    command: Command,
    chatIds: number[],
    list: Message[],
  ): Promise<{ actual?: Message[]; expected?: Message[] }> {
    const current = list[command.which % list.length];
    switch (command.type) {
      case 'add': {
        list.push(await add(chatIds[command.which % 2]!, command.text, { created_at: at(list.length) }));
        return {};
      }
      case 'change': {
        if (!current) return {};
        const change = command.which % 3 ? { content: command.text } : { content: '', deleted_at: at() };
        const changed = await store.changeMessage(current.chat_id, current.id, change);
        list[list.indexOf(current)] = changed;
        return {};
      }
      case 'search':
        return {
          actual: (await store.search(requestOf(command, chatIds, list))).messages,
          expected: expectedOf(command, chatIds, list),
        };
    }
  }
}

interface Command {
  type: 'add' | 'change' | 'search';
  which: number;
  text: string;
}

const commands: fc.Arbitrary<Command> = fc.record({
  type: fc.constantFrom('add', 'add', 'change', 'search'),
  which: fc.nat(30),
  text: fc
    .array(fc.constantFrom('a', 'B', 'é', 'ab', '漢', '字', 'ß', ' ', ' '), { maxLength: 6 })
    .map((all) => all.join('')),
});

function requestOf({ which, text }: Command, chatIds: number[], list: Message[]): SearchRequest {
  const terms = searchTerms(text);
  const before = which % 4 === 0 ? list[which % (list.length || 1)]?.id : undefined;
  const since = which % 5 === 0 ? Date.parse(at(which / 5)) : undefined;
  return { chatIds: which % 2 ? chatIds : chatIds.slice(1), terms, limit: 1 + (which % 7), before, since };
}

function expectedOf(command: Command, all: number[], list: Message[]): Message[] {
  const { chatIds, terms, limit, before = Infinity, since = 0 } = requestOf(command, all, list);
  return list
    .filter(({ chat_id, id, content, deleted_at, created_at }) => {
      const isWanted = chatIds.includes(chat_id) && id < before && Date.parse(created_at) >= since;
      return isWanted && deleted_at === undefined && matchesTerms(content, terms);
    })
    .toReversed()
    .slice(0, limit);
}
