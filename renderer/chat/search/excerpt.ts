import { findRanges } from '../../../server/protocol/search.ts';

/** A piece of an excerpt; `isMatch`: it is what was looked for. */
export interface ExcerptPart {
  text: string;
  isMatch: boolean;
}

/** UTF-16 code units around which an excerpt is cut, before its first match and in all. */
const BEFORE = 60;
const LENGTH = 240;

const ELLIPSIS = '…';
const character = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The start of the word at `at`, where one begins not far behind; never within what people see as one character. */
function cutAt(text: string, at: number): number {
  const word = text.slice(at, at + 20).search(/\s\S/);
  if (word !== -1) return at + word + 1;
  return character.segment(text).containing(at)?.index ?? at;
}

/**
 * What of a message to show among what was found: the surroundings of the first match, every match in it marked. Nothing
 * of it is anything but text.
 * @param terms of `searchTerms`
 */
export function excerptOf(content: string, terms: readonly string[]): ExcerptPart[] {
  const ranges = findRanges(content, terms);
  const first = ranges[0]?.start ?? 0;
  const start = first > BEFORE ? Math.min(first, cutAt(content, first - BEFORE)) : 0;
  const end =
    content.length - start > LENGTH ? Math.max(cutAt(content, start + LENGTH), ranges[0]?.end ?? 0) : content.length;
  const parts: ExcerptPart[] = start > 0 ? [{ text: ELLIPSIS, isMatch: false }] : [];
  let at = start;
  for (const range of ranges) {
    if (range.start >= end) break;
    if (range.start > at) parts.push({ text: content.slice(at, range.start), isMatch: false });
    at = Math.min(range.end, end);
    parts.push({ text: content.slice(range.start, at), isMatch: true });
  }
  if (at < end) parts.push({ text: content.slice(at, end), isMatch: false });
  if (end < content.length) parts.push({ text: ELLIPSIS, isMatch: false });
  return parts;
}
