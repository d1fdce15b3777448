import { perLocale } from './language.ts';
import { text } from './text.ts';

const clock = perLocale((locale) => new Intl.DateTimeFormat(locale, { timeStyle: 'short' }));
const full = perLocale((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' }));
const thisYear = perLocale(
  (locale) => new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' }),
);
const otherYear = perLocale(
  (locale) => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' }),
);

/** `14:05`, or `2:05 PM`, as the reader's country writes it, in their time zone. */
export const timeOfDay = (at: string) => clock().format(new Date(at));

/** As `timeOfDay`, without AM or PM: for narrow places beside a time in full. */
export const clockFace = (at: string) =>
  clock()
    .formatToParts(new Date(at))
    .filter(({ type }) => type !== 'dayPeriod')
    .map(({ value }) => value)
    .join('')
    .trim();

/** Date and time in full, for titles. */
export const fullDate = (at: string) => full().format(new Date(at));

/** `3 June 2024`. */
export const calendarDay = (at: string) => otherYear().format(new Date(at));

/** The reader's calendar day of a moment, as a key: two moments are on one day exactly where the keys are equal. */
export function dayKey(at: string | Date): string {
  const date = typeof at === 'string' ? new Date(at) : at;
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

/** The reader's calendar day of a moment: its first moment, and that of the next day. */
export function dayOf(at: number): readonly [from: number, to: number] {
  const date = new Date(at);
  const midnight = (days: number) => new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
  return [midnight(0), midnight(1)];
}

/** `Today`, `Yesterday`, `Monday, 3 June`, `3 June 2024`. */
export function dayName(at: string, now = new Date()): string {
  const date = new Date(at);
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (dayKey(date) === dayKey(now)) return text('timeline.today');
  if (dayKey(date) === dayKey(yesterday)) return text('timeline.yesterday');
  return (date.getFullYear() === now.getFullYear() ? thisYear() : otherYear()).format(date);
}

const shortDay = perLocale((locale) => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' }));

/** `14:05` where it was today, else `3 Jun`, with the year where it was another. */
export function shortDate(at: string, now = new Date()): string {
  const date = new Date(at);
  if (dayKey(date) === dayKey(now)) return clock().format(date);
  return date.getFullYear() === now.getFullYear() ? shortDay().format(date) : String(date.getFullYear());
}

const otherDay = perLocale(
  (locale) =>
    new Intl.DateTimeFormat(locale, {
      day: 'numeric',
      month: 'short',
      hour: 'numeric',
      minute: '2-digit',
    }),
);

/** `14:05` where it was today, else `3 Jun, 14:05`. */
export function recently(at: string | Date, now = new Date()): string {
  const date = new Date(at);
  return (dayKey(date) === dayKey(now) ? clock() : otherDay()).format(date);
}
