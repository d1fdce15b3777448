import { perLocale } from '../texts/language.ts';

const collator = perLocale((locale) => new Intl.Collator(locale, { numeric: true }));

/** Names as people sort them: `user2` before `user10`. */
export const compareNames = (a: string, b: string): number => collator().compare(a, b);
