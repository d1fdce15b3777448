import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dateQuery,
  findRanges,
  foldText,
  matchesTerms,
  messageAtDate,
  searchAnswer,
  searchQuery,
  searchTerms,
  type MessageAtDate,
  type SearchAnswer,
  type SearchHit,
  type SearchQuery,
} from '../../../server/protocol/search.ts';

const finds = (text: string, query: string): boolean => matchesTerms(text, searchTerms(query));

/** What `findRanges` marks, in brackets. */
function marked(text: string, query: string): string {
  let shown = '';
  let from = 0;
  for (const { start, end } of findRanges(text, searchTerms(query))) {
    shown += `${text.slice(from, start)}[${text.slice(start, end)}]`;
    from = end;
  }
  return shown + text.slice(from);
}

/** Letters whose forms fold onto each other, of several scripts, and what is between them. */
const texts = fc
  .array(fc.constantFrom(...Array.from('aAáÁ𝒜ßẞSsſΣσςΆα йИЁçIİıﬁfiがかﾞ한국漢字🙂👩‍👩‍👧े कि\r\n\t\u00ad\u200d‘’“”"\'´שָׁאَ')))
  .map((letters) => letters.join(''));

describe('what a search finds', () => {
  test.each([
    ['Café au lait', 'cafe LAIT'],
    ['cafe\u0301', 'CAFÉ'],
    ['Straße', 'strasse'],
    ['STRASSE', 'straße'],
    ['STRAẞE', 'strasse'],
    ['ΟΔΟΣ', 'οδός'],
    ['ＦＵＬＬ width', 'full'],
    ['soft\u00adhyphen', 'softhyphen'],
    ['ёлка', 'елка'],
    ['今日は漢字を書く', '漢字'],
    ['İstanbul', 'istanbul'],
    ['it’s', "it's"],
    ['one\n\n two', '"one two"'],
    ['they said so', '“said so”'],
    ['a quick brown fox', 'fox quick'],
    ['unbelievable', 'believ'],
    ['👩‍👩‍👧 came', '👩‍👩‍👧'],
  ])('[SEARCH1] %j is found by %j', (text, query) => {
    expect(finds(text, query)).toBe(true);
  });

  test.each([
    ['one two three', '"one three"'],
    ['one', 'one two'],
    ['が', 'か'],
    ['कि', 'का'],
    ['', 'a'],
    ['漢 字', '漢字'],
  ])('[SEARCH1] %j is not found by %j', (text, query) => {
    expect(finds(text, query)).toBe(false);
  });

  test('[SEARCH1] a query is its words and its phrases, each once', () => {
    expect(searchTerms('Hello  "Big   World" hello')).toEqual(['hello', 'big world']);
    expect(searchTerms('an "open end')).toEqual(['an', 'open', 'end']);
    expect(searchTerms('say="hi there"!')).toEqual(['say=', 'hi there', '!']);
    expect(searchTerms(' "" " " \u200d ')).toEqual([]);
  });

  test('[SEARCH1] a text is folded once: what is folded stays as it is', () => {
    const isFixed = (text: string): void => {
      expect(foldText(foldText(text))).toBe(foldText(text));
    };
    const letters = Array.from({ length: 0x30000 }, (_, point) => String.fromCodePoint(point).toWellFormed());
    expect(letters.filter((letter) => foldText(foldText(letter)) !== foldText(letter))).toEqual([]);
    fc.assert(fc.property(texts, isFixed));
    const anything = fc
      .array(fc.integer({ min: 1, max: 0x2ffff }))
      .map((points) => String.fromCodePoint(...points).toWellFormed());
    fc.assert(fc.property(anything, isFixed));
  });

  test('[SEARCH1] every part of a text finds the text', () => {
    fc.assert(
      fc.property(texts, texts, texts, (before, part, after) => {
        fc.pre(!part.includes('"'));
        // A mark that follows would make the last letter another one.
        expect(finds(`${before} ${part} ${after}`, `"${part}"`)).toBe(true);
      }),
    );
  });
});

describe('what is highlighted', () => {
  test('[SEARCH1] each place is marked, in whole characters', () => {
    expect(marked('Café, CAFE\u0301 and decaf', 'cafe')).toBe('[Café], [CAFE\u0301] and decaf');
    expect(marked('Straße', 'as')).toBe('Str[aß]e');
    expect(marked('one\n two  three', '"one two"')).toBe('[one\n two]  three');
    expect(marked('abcd', 'abc bcd')).toBe('[abcd]');
    expect(marked('abab cd', 'ab d')).toBe('[abab] c[d]');
    expect(marked('漢字を書く', '字を')).toBe('漢[字を]書く');
    expect(marked('nothing', 'else')).toBe('nothing');
  });

  test('[SEARCH1] what is found has something to mark for each term', () => {
    fc.assert(
      fc.property(texts, texts, (text, query) => {
        const terms = searchTerms(query);
        for (const term of terms) {
          expect(findRanges(text, [term]).length > 0, JSON.stringify([text, term])).toBe(matchesTerms(text, [term]));
        }
      }),
    );
  });
});

describe('the query', () => {
  const parse = (query: object) => searchQuery.safeParse(query);

  test('[SEARCH2] needs something to look for', () => {
    for (const wrong of [
      {},
      { query: '  ' },
      { query: '""' },
      { limit: '5', before: '9' },
      { query: 'x'.repeat(201) },
    ]) {
      expect(parse(wrong).success, JSON.stringify(wrong)).toBe(false);
    }
    for (const right of [{ query: ' x ' }, { from: 'ann' }, { since: '2026-11-23' }, { has_file: 'false' }]) {
      expect(parse(right).success, JSON.stringify(right)).toBe(true);
    }
  });

  test('[SEARCH2] a day is taken whole, a moment as it is', () => {
    const at = (date: string) => Date.parse(date);
    expect(parse({ since: '2026-02-28', until: '2026-02-28' }).data).toMatchObject({
      since: at('2026-02-28T00:00:00Z'),
      until: at('2026-03-01T00:00:00Z'),
    });
    expect(parse({ since: '2026-02-28T12:00:00+01:00', until: '2026-02-28T12:00:00.5Z' }).data).toMatchObject({
      since: at('2026-02-28T11:00:00Z'),
      until: at('2026-02-28T12:00:00.500Z'),
    });
    for (const wrong of ['2026-02-30', 'yesterday', '', '2026-11-23T25:00:00Z', '1', '2026-11-23 10:00']) {
      expect(parse({ since: wrong }).success, wrong).toBe(false);
    }
  });

  test('[SEARCH2] what is asked and answered has the agreed form', () => {
    const query: SearchQuery = searchQuery.parse({ from: ' ann ', limit: '3', has_file: 'true' });
    expect(query).toEqual({ from: 'ann', limit: 3, has_file: true });
    expect(dateQuery.parse({ date: '2026-11-23' })).toEqual({ date: Date.parse('2026-11-23T00:00:00Z') });
    const hits: SearchHit[] = [];
    const answer: SearchAnswer = { hits, more: false };
    const at: MessageAtDate = { message_id: null };
    expect([searchAnswer.parse(answer), messageAtDate.parse(at)]).toEqual([answer, at]);
  });
});
