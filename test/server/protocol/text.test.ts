import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graphemes, startOf } from '../../../server/protocol/text.ts';
import { seedOfRun } from '../../support/long-run.ts';

const family = '👨\u200d👩\u200d👧\u200d👦';
const characters = ['👍', '👍🏽', '🇩🇪', family, 'e\u0301', 'क्षि', 'ﷺ', '\r\n', 'x'];

describe('the start of a text', () => {
  test.each(characters)('[PLENTY4] is never cut within %j', (character) => {
    for (const before of [0, 1, 2, 3, 11]) {
      for (const max of [20, 21, 22, 140]) {
        const start = startOf('x'.repeat(before) + character.repeat(max), max);
        const whole = Math.floor((max - before) / character.length);
        expect(start).toBe('x'.repeat(before) + character.repeat(whole));
      }
    }
  });

  test('[PLENTY4] is cut all the same where one character has no end, but not within a surrogate pair', () => {
    expect(startOf(`e${'\u0301'.repeat(1000)}`, 140)).toHaveLength(140);
    expect(startOf('👩\u200d'.repeat(100), 140)).toBe('👩\u200d'.repeat(46) + '👩');
  });

  test('[PLENTY4] is one of whole characters of any text, as long as it can be', () => {
    const text = fc.array(
      fc.oneof(fc.constantFrom(...characters, '\u200d', '\ufe0f', '🏽', '\u094d'), fc.string({ unit: 'grapheme' })),
    );
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 40 }), (parts, max) => {
        const whole = parts.join('');
        const ends = [...graphemes().segment(whole)].map(({ index, segment }) => index + segment.length);
        const start = startOf(whole, max);
        expect(whole.startsWith(start)).toBe(true);
        expect(start.isWellFormed()).toBe(true);
        expect(start.length).toBeLessThanOrEqual(max);
        expect(start.length).toBeGreaterThanOrEqual(ends.findLast((end) => end <= max) ?? 0);
        // Where the first character is longer than all that is kept, it has to be cut.
        expect((ends[0] ?? 0) > max || [0, ...ends].includes(start.length)).toBe(true);
      }),
      { seed: seedOfRun() },
    );
  });
});
