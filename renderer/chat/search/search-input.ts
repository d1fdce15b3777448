import type { SearchRequest } from '../../api/rest.ts';

/** What is filled in; '' where nothing is. Dates are days of the reader's calendar, as `2026-11-23`. */
export interface SearchInput {
  query: string;
  from: string;
  since: string;
  until: string;
  hasFile: boolean;
}

export const nothingAsked: SearchInput = { query: '', from: '', since: '', until: '', hasFile: false };

/** The first moment of a day in the reader's time zone, so many days later; null where it is none. */
export function startOfDay(day: string, later = 0): string | null {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  if (year === undefined) return null;
  const moment = new Date(Number(year), Number(month) - 1, Number(date) + later);
  return Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}

/** How many of the filters are set. */
export function countFilters({ from, since, until, hasFile }: SearchInput): number {
  return [from !== '', startOfDay(since) !== null, startOfDay(until) !== null, hasFile].filter(Boolean).length;
}

/** The request for what is filled in; null where that is nothing to look for. */
export function toRequest(input: SearchInput): SearchRequest | null {
  const query = input.query.trim();
  const since = startOfDay(input.since);
  const until = startOfDay(input.until, 1);
  // Quotes alone are no words.
  const hasWords = /[^\s"]/.test(query);
  if (!hasWords && countFilters(input) === 0) return null;
  return {
    ...(hasWords && { query }),
    ...(input.from !== '' && { from: input.from }),
    ...(since !== null && { since }),
    ...(until !== null && { until }),
    ...(input.hasFile && { has_file: true }),
  };
}
