import { describe, expect, it, test } from 'vitest';
import { askedAt } from '../../../renderer/chat/composer/asked.ts';
import {
  commandsFor,
  lacksArgument,
  matchingCommands,
  parseCommand,
} from '../../../renderer/chat/composer/commands.ts';
import { findPeople, lastToWrite } from '../../../renderer/chat/composer/people.ts';

const group = { is_ai_chat: false, is_group: true };
const every = commandsFor({ chat: group, runs: true, leaves: true, muted: false });

describe('what is asked for at the caret', () => {
  const at = (marked: string) => askedAt(marked.replace('|', ''), marked.indexOf('|'));

  it.each([
    ['/|', { kind: 'command', query: '', start: 0, end: 1 }],
    ['/to|', { kind: 'command', query: 'to', start: 0, end: 3 }],
    ['/to|pic a b', { kind: 'command', query: 'to', start: 0, end: 6 }],
    ['@|', { kind: 'person', query: '', start: 0, end: 1 }],
    ['ask @bo| about it', { kind: 'person', query: 'bo', start: 4, end: 7 }],
    ['(@žofie-7|', { kind: 'person', query: 'žofie-7', start: 1, end: 9 }],
    ['line\n@bo|', { kind: 'person', query: 'bo', start: 5, end: 8 }],
    ['well :ta|', { kind: 'emoji', query: 'ta', start: 5, end: 8 }],
    [':+1|', { kind: 'emoji', query: '+1', start: 0, end: 3 }],
  ] as const)('%s', (text, asked) => {
    expect(at(text)).toEqual(asked);
  });

  it.each([
    'hello|',
    ' /to|',
    '/topic |',
    '/bin/sh|',
    'ann@example|',
    '@bob |',
    'at 10:30|',
    ':|',
    ':a|',
    'a::b|',
    '|/to',
  ])('nothing at %s', (text) => {
    expect(at(text)).toBeNull();
  });
});

describe('[COMPOSE4] a line that starts with a slash', () => {
  it.each([
    ['/topic Sorting  and searching ', { name: 'topic', argument: 'Sorting  and searching' }],
    ['/Rename\nCrew', { name: 'rename', argument: 'Crew' }],
    ['/mute', { name: 'mute', argument: '' }],
    ['/topic', { name: 'topic', argument: '' }],
  ])('%o is a command', (text, call) => {
    expect(parseCommand(text, every)).toEqual(call);
  });

  it.each([
    'hello',
    '/',
    '/nothing',
    '/mute the radio',
    '/bot why?',
    '/topics are hard',
    'a /mute',
    '//mute',
    '/unmute',
  ])('%o is sent as it is', (text) => {
    expect(parseCommand(text, every)).toBeNull();
  });

  it('is sent as it is by who may not use the command', () => {
    const few = commandsFor({ chat: group, runs: false, leaves: false, muted: false });
    expect(few).not.toContain('topic');
    expect(few).not.toContain('leave');
    expect(parseCommand('/topic Mine', few)).toBeNull();
  });

  it('offers what fits, the bot only where it has to be asked, and either mute or unmute', () => {
    expect(matchingCommands('', every)[0]).toBe('bot');
    expect(matchingCommands('M', every)).toEqual(['mute']);
    expect(matchingCommands('x', every)).toEqual([]);
    const alone = commandsFor({ chat: { ...group, is_ai_chat: true }, runs: true, leaves: false, muted: true });
    expect(alone).not.toContain('bot');
    expect(alone.filter((name) => name.endsWith('mute'))).toEqual(['unmute']);
  });

  it('waits for what the command needs', () => {
    expect(lacksArgument({ name: 'topic', argument: '' })).toBe(true);
    expect(lacksArgument({ name: 'topic', argument: 'x' })).toBe(false);
    expect(lacksArgument({ name: 'mute', argument: '' })).toBe(false);
  });
});

describe('[COMPOSE5] people', () => {
  const usernames = ['Robert', 'bob', 'jim-bob', 'annabob', 'Ann', 'zoë', 'bot2'];
  const names = (query: string, more: Partial<Parameters<typeof findPeople>[0]> = {}) =>
    findPeople({ query, usernames, lively: [], withBot: false, ...more }).map(({ username }) => username);

  it('come by how well they fit: the start of the name, of a word in it, anything in it', () => {
    expect(names('bo')).toEqual(['bob', 'bot2', 'jim-bob', 'annabob']);
    expect(names('ZOE')).toEqual(['zoë']);
    expect(names('xyz')).toEqual([]);
  });

  it('come by who is lively where they fit alike, and else by name', () => {
    expect(names('', { lively: ['zoë', 'bob', 'zoë'] })).toEqual([
      'zoë',
      'bob',
      'Ann',
      'annabob',
      'bot2',
      'jim-bob',
      'Robert',
    ]);
  });

  it('come before the bot, which is there only where it can be asked', () => {
    expect(names('bo', { withBot: true })).toEqual(['bob', 'bot2', 'jim-bob', 'annabob', 'Gemini']);
    expect(names('gem', { withBot: true })).toEqual(['Gemini']);
    expect(names('gem')).toEqual([]);
    expect(names('ob', { withBot: true })).not.toContain('Gemini');
  });

  test('who wrote last is the liveliest; replies of the bot do not count', () => {
    const said = (username: string, is_bot = false) => ({ username, is_bot });
    expect(lastToWrite([said('ann'), said('bob'), said('ann'), said('Gemini', true)])).toEqual(['ann', 'bob']);
  });
});
