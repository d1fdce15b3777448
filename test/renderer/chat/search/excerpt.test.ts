import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { excerptOf } from '../../../../renderer/chat/search/excerpt.ts';
import { findRanges, searchTerms } from '../../../../server/protocol/search.ts';

const shown = (content: string, query: string) =>
  excerptOf(content, searchTerms(query))
    .map(({ text, isMatch }) => (isMatch ? `[${text}]` : text))
    .join('');

test('[SEARCHUI2] every place that matches is marked as it was written', () => {
  expect(shown('The Öttér met an otter.', 'otter')).toBe('The [Öttér] met an [otter].');
  expect(shown('one two three', 'three "one two"')).toBe('[one two] [three]');
  expect(shown('nothing of it', 'otter')).toBe('nothing of it');
  expect(shown('', 'otter')).toBe('');
});

test('[SEARCHUI2] of a long message the surroundings of the first match are shown, cut between words', () => {
  const long = `${'before '.repeat(100)}otter${' behind'.repeat(100)}`;
  const excerpt = shown(long, 'otter');
  expect(excerpt).toMatch(/^…(before ){5,9}\[otter\]( behind){15,35} …$/);
});

test('[SEARCHUI2] an excerpt is made of the message alone, shows a match where there is one, and cuts no character', () => {
  const word = fc.constantFrom('otter', 'ÖTTÉR', '👩‍👩‍👧‍👦', 'e\u0301', 'x'.repeat(90), 'ﬁ', 'ß', '<b>', '\n', '中文字');
  fc.assert(
    fc.property(fc.array(word, { maxLength: 60 }), fc.constantFrom('otter', 'fi', 'e', '文', 'ss'), (words, query) => {
      const content = words.join(' ');
      const parts = excerptOf(content, searchTerms(query));
      const whole = parts
        .map(({ text }) => text)
        .join('')
        .replace(/^…|…$/g, '');
      expect(content).toContain(whole);
      expect(whole.length).toBeLessThanOrEqual(400);
      expect(parts.some(({ isMatch }) => isMatch)).toBe(findRanges(content, searchTerms(query)).length > 0);
      expect(whole.isWellFormed()).toBe(true);
      expect(whole.replaceAll('👩‍👩‍👧‍👦', '')).not.toMatch(/👩|👧|👦/);
    }),
  );
});
