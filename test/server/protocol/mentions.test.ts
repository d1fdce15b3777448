import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findMentions, mentionRanges, withoutCode } from '../../../server/protocol/mentions.ts';
import { foldUsername } from '../../../server/protocol/users.ts';

const everybody = ['ann', 'ann.lee', 'bob', 'Jürgen', 'Straße', 'o_O', '太郎', '🦊fox'];

describe('[MSG9] who is mentioned', () => {
  test.each([
    ['@ann', ['ann']],
    ['hi @bob, and @ann!', ['bob', 'ann']],
    ['(@ann)', ['ann']],
    ['@ANN @Ann', ['ann']],
    ['@ann.lee', ['ann.lee']],
    ['@ann.', ['ann']],
    ['@ann.leek', ['ann']],
    ['@annabel', []],
    ['@ann_', []],
    ['ann', []],
    ['@ ann', []],
    ['@jürgen', ['Jürgen']],
    ['@ju\u0308rgen', ['Jürgen']],
    ['@STRASSE', ['Straße']],
    ['@O_o', ['o_O']],
    ['@太郎、', ['太郎']],
    ['@🦊fox', ['🦊fox']],
    ['@@ann', ['ann']],
    ['@bob@ann', ['bob']],
    ['mail me@ann.lee', []],
    ['ß@ann', []],
    ['𝒜@ann', []],
    ['@nobody', []],
    ['', []],
  ])('%j names %j', (content, names) => {
    expect(findMentions(content, everybody)).toEqual(names);
  });

  test.each([
    ['`@ann`', []],
    ['``a ` @ann``', []],
    ['`a @ann', ['ann']],
    ['`` @ann `', ['ann']],
    ['`@ann` @bob', ['bob']],
    ['`a\n\n@ann`', ['ann']],
    ['```\n@ann\n```', []],
    ['```ts\n@ann\n```\n@bob', ['bob']],
    ['> ```\n> @ann\n> ```', []],
    ['~~~\n@ann\n```\n@bob\n~~~~\n@o_O', ['o_O']],
    ['```\n@ann', []],
    ['```a`b\n@ann', ['ann']],
  ])('code names nobody: %j', (content, names) => {
    expect(findMentions(content, everybody)).toEqual(names);
  });

  test('their places are told, however the name is written', () => {
    const text = 'hey @ANN.LEE & @ju\u0308rgen';
    const ranges = mentionRanges(text, everybody);
    expect(ranges.map(({ start, end, username }) => [text.slice(start, end), username])).toEqual([
      ['@ANN.LEE', 'ann.lee'],
      ['@ju\u0308rgen', 'Jürgen'],
    ]);
  });

  test('whatever stands there: each found name is one that was written, and is found alone', () => {
    const piece = fc.constantFrom(
      '@',
      'a',
      'ann',
      '.',
      ' ',
      '`',
      '```',
      '\n',
      '\n\n',
      '~~~',
      'bob',
      '太郎',
      '\u0308',
      '_',
      '🦊',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        for (const { start, end, username } of mentionRanges(text, everybody)) {
          expect(text[start]).toBe('@');
          expect(foldUsername(text.slice(start + 1, end))).toBe(foldUsername(username));
        }
        const masked = withoutCode(text);
        expect(masked).toHaveLength(text.length);
        expect(masked.split('').every((unit, index) => unit === ' ' || unit === text[index])).toBe(true);
        expect(everybody).toEqual(expect.arrayContaining(findMentions(text, everybody)));
      }),
    );
  });

  test('a text of nothing else is looked at to a limit', () => {
    expect(findMentions('@ann '.repeat(6000), ['ann', '@'.repeat(40)])).toEqual(['ann']);
    expect(findMentions(`${'@ '.repeat(600)}@ann`, ['ann'])).toEqual([]);
  });
});
