import { language, text } from './text.ts';

const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const full = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short', hourCycle: 'h23' });
const thisYear = new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long' });
const otherYear = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric' });

/** `14:05` in the reader's time zone. */
export const timeOfDay = (at: string) => clock.format(new Date(at));

/** Date and time in full, for titles. */
export const fullDate = (at: string) => full.format(new Date(at));

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
  return (date.getFullYear() === now.getFullYear() ? thisYear : otherYear).format(date);
}

const shortDay = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short' });

/** `14:05` where it was today, else `3 Jun`, with the year where it was another. */
export function shortDate(at: string, now = new Date()): string {
  const date = new Date(at);
  if (dayKey(date) === dayKey(now)) return clock.format(date);
  return date.getFullYear() === now.getFullYear() ? shortDay.format(date) : String(date.getFullYear());
}

const otherDay = new Intl.DateTimeFormat(language, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** `14:05` where it was today, else `3 Jun, 14:05`. */
export function recently(at: string | Date, now = new Date()): string {
  const date = new Date(at);
  return (dayKey(date) === dayKey(now) ? clock : otherDay).format(date);
}
