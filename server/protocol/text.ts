import * as z from 'zod/mini';

/** True where a text can be stored and shown anywhere: no NUL and no half of a surrogate pair. */
function isPlainText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** A string that survives UTF-8, JSON and any database: see `isPlainText`. */
export const plainText = () =>
  z.string().check(z.refine(isPlainText, 'must not contain NUL characters or broken Unicode (lone surrogates)'));

/** A positive integer id that JavaScript can hold exactly (below 2^53). */
export const id = () => z.int().check(z.positive('must be a positive whole number'));

/** ISO 8601 in UTC with milliseconds and `Z`. */
export const timestamp = () => z.iso.datetime({ precision: 3 });
