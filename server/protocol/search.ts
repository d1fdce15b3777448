import * as z from 'zod/mini';
import { SEARCH_DEFAULT, SEARCH_MAX, SEARCH_QUERY_MAX } from './limits.ts';
import { message } from './messages.ts';
import { foldText, searchTerms } from './search-text.js';
import { graphemes, id, plainText } from './text.ts';

export { foldText, matchesTerms, searchTerms } from './search-text.js';

const DAY = 24 * 60 * 60 * 1000;

const dateMistake = 'must be a date such as 2026-11-23, or a time such as 2026-11-23T18:30:00Z';

/** `2026-11-23T18:30:00Z`, or with an offset such as `+01:00` (in a URL its plus sign is `%2B`). */
const moment = () => z.pipe(z.iso.datetime({ offset: true }), z.transform(Date.parse));

/** `2026-11-23`, a day in UTC; becomes the moment at which it starts, so many milliseconds later. */
const day = (later: number) =>
  z.pipe(
    z.iso.date(),
    z.transform((date: string) => Date.parse(date) + later),
  );

/** A moment, or the start of a day; becomes milliseconds since 1970. */
const startDate = () => z.union([day(0), moment()], dateMistake);

/** A moment, or the end of a day; becomes milliseconds since 1970. */
const endDate = () => z.union([day(DAY), moment()], dateMistake);

const yesOrNo = () =>
  z.pipe(
    z.enum(['true', 'false'], 'must be true or false'),
    z.transform((word: 'true' | 'false') => word === 'true'),
  );

const filters = z.object({
  /**
   * Words that must all occur in a message, in any order, each as part of a longer word too; `"words in double quotes"`
   * must occur as they stand. Case, accents and Unicode forms make no difference: see `foldText`, `searchTerms` and
   * `matchesTerms`, by which a page can find the same places. Where white space does not part words, as in Chinese, what
   * is typed together must stand together. 1 to 200 characters, spaces around it not counted.
   */
  query: z.optional(
    plainText().check(
      z.trim(),
      z.minLength(1, 'must not be empty'),
      z.maxLength(SEARCH_QUERY_MAX, `must have at most ${SEARCH_QUERY_MAX} characters`),
      z.refine((query) => searchTerms(query).length > 0, 'must contain something to look for'),
    ),
  ),
  /** Username of who wrote it, without regard to case; also of somebody who is gone, and of the bot. */
  from: z.optional(plainText().check(z.trim(), z.minLength(1, 'must not be empty'), z.maxLength(100, 'is too long'))),
  /** Written at this time or later. A date without a time is the start of that day in UTC. */
  since: z.optional(startDate()),
  /** Written before this time. A date without a time includes the whole of that day, in UTC. */
  until: z.optional(endDate()),
  /** Only messages with a file, or only those without. */
  has_file: z.optional(yesOrNo()),
  limit: z._default(
    z.coerce
      .number()
      .check(z.int(), z.gte(1, 'must be at least 1'), z.lte(SEARCH_MAX, `must be at most ${SEARCH_MAX}`)),
    SEARCH_DEFAULT,
  ),
  /** Only messages with a smaller id: the id of the last hit so far gives the next ones, also in a search of all chats. */
  before: z.optional(z.coerce.number().check(z.int(), z.positive())),
});

/**
 * Query of `GET /api/chats/{id}/search` (in one chat) and `GET /api/search` (in all chats of the caller). Any of `query`,
 * `from`, `since`, `until` and `has_file` may be left out, but not all of them. What was edited is found by its newest text;
 * what was deleted, and replies that still run, are not found.
 */
export const searchQuery = filters.check(
  z.refine(
    ({ query, from, since, until, has_file }) =>
      [query, from, since, until, has_file].some((filter) => filter !== undefined),
    'must have query, from, since, until or has_file',
  ),
);
export type SearchQuery = z.infer<typeof searchQuery>;

/** A message that was found, and the chat that it is in. */
export const searchHit = z.object({ chat_id: id(), message });
export type SearchHit = z.infer<typeof searchHit>;

/** Answer of a search: newest first. `more`: older ones can be asked for, with the id of the last hit as `before`. */
export const searchAnswer = z.object({ hits: z.array(searchHit), more: z.boolean() });
export type SearchAnswer = z.infer<typeof searchAnswer>;

/** Query of `GET /api/chats/{id}/messages/at`: a moment, or the start of a day in UTC. */
export const dateQuery = z.object({ date: startDate() });

/**
 * Answer of `GET /api/chats/{id}/messages/at`: the first message at that time or later, null where there is none. Where
 * the server's clock was set back in between it may be a later one of those that fit.
 */
export const messageAtDate = z.object({ message_id: z.nullable(id()) });
export type MessageAtDate = z.infer<typeof messageAtDate>;

/** A place in a text, in UTF-16 code units; the end is exclusive. */
export interface TextRange {
  start: number;
  end: number;
}

/**
 * Where a text matches, for highlighting: whole characters as people see them, in order, without overlaps.
 * @param terms of `searchTerms`
 */
export function findRanges(text: string, terms: readonly string[]): TextRange[] {
  const { folded, starts, ends } = foldWithPlaces(text);
  const found: TextRange[] = [];
  for (const term of terms) {
    for (let at = folded.indexOf(term); at !== -1; at = folded.indexOf(term, at + term.length)) {
      found.push({ start: starts[at]!, end: ends[at + term.length - 1]! });
    }
  }
  const ranges: TextRange[] = [];
  for (const range of found.toSorted((a, b) => a.start - b.start)) {
    const last = ranges.at(-1);
    if (last && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else ranges.push(range);
  }
  return ranges;
}

/** A folded text, and where each code unit of it comes from. */
function foldWithPlaces(text: string): { folded: string; starts: number[]; ends: number[] } {
  let folded = '';
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { segment, index } of graphemes().segment(text)) {
    const end = index + segment.length;
    let part = foldText(segment);
    if (part.startsWith(' ') && folded.endsWith(' ')) {
      part = part.slice(1);
      ends[ends.length - 1] = end;
    }
    folded += part;
    for (let i = 0; i < part.length; i++) {
      starts.push(index);
      ends.push(end);
    }
  }
  return { folded, starts, ends };
}
