import { describe, expect, it } from 'vitest';
import { de } from '../../../renderer/texts/de.ts';
import { en } from '../../../renderer/texts/en.ts';

type Entry = string | Record<string, string>;

const dictionaries: Record<string, Record<string, Entry>> = { en, de };
const formsOf = (entry: Entry): Record<string, string> => (typeof entry === 'string' ? { other: entry } : entry);
const blanksOf = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].toSorted();

describe.each(Object.entries(dictionaries))('[LANG1] the dictionary of %s', (language, dictionary) => {
  it('has every text, and none too many', () => {
    expect(Object.keys(dictionary).toSorted()).toEqual(Object.keys(en).toSorted());
  });

  it('has no empty text', () => {
    const empty = Object.entries(dictionary).filter(([, entry]) => Object.values(formsOf(entry)).includes(''));
    expect(empty).toEqual([]);
  });

  it('has the same blanks in each text', () => {
    for (const [key, entry] of Object.entries<Entry>(en)) {
      const wanted = blanksOf(formsOf(entry).other ?? '');
      const { other = '', ...forms } = formsOf(dictionary[key] ?? '');
      expect(blanksOf(other), key).toEqual(wanted);
      // Of one thing it may be said without its number.
      for (const form of Object.values(forms)) expect(wanted, key).toEqual(expect.arrayContaining(blanksOf(form)));
    }
  });

  it('has each form of the plural that the language has, and no other', () => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
    const plurals = Object.entries(dictionary).filter(([, entry]) => typeof entry !== 'string');
    expect(plurals.length).toBeGreaterThan(0);
    for (const [key, entry] of plurals) expect(Object.keys(entry).toSorted(), key).toEqual(categories);
  });
});
