import * as z from 'zod/mini';

/** True where a text can be stored and shown anywhere: no NUL and no half of a surrogate pair. */
function isPlainText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** A string that survives UTF-8, JSON and any database: see `isPlainText`. */
export const plainText = () =>
  z.string().check(z.refine(isPlainText, 'must not contain NUL characters or broken Unicode (lone surrogates)'));

/** True where there is something to see: not only spaces, marks without a letter, and characters that show nothing. */
export function isVisible(text: string): boolean {
  return /[^\s\p{M}\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text);
}

/**
 * The start of a text, at most `max` UTF-16 code units long, that ends between two characters as people see them (an
 * emoji of several, a letter with its marks); where the first one alone is longer, it is cut between code points.
 */
export function startOf(text: string, max: number): string {
  if (text.length <= max) return text;
  // Looking for characters in all of a long text would take its time; whether one goes on at `max` the next tells.
  const { index = 0 } =
    graphemes()
      .segment(text.slice(0, max + 2))
      .containing(max) ?? {};
  return text.slice(0, index === 0 ? max : index).replace(/[\ud800-\udbff]$/, '');
}

let segmenter: Intl.Segmenter | undefined;

/** Characters as people see them. Made at its first use, which takes a moment. */
export function graphemes(): Intl.Segmenter {
  return (segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' }));
}

/** A positive integer id that JavaScript can hold exactly (below 2^53). */
export const id = () => z.int().check(z.positive('must be a positive whole number'));

/** ISO 8601 in UTC with milliseconds and `Z`. */
export const timestamp = () => z.iso.datetime({ precision: 3 });
