import { language } from '../texts/text.ts';

const collator = new Intl.Collator(language, { numeric: true });

/** Names as people sort them: `user2` before `user10`. */
export const compareNames = (a: string, b: string): number => collator.compare(a, b);
