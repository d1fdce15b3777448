import type { Preferences } from '../../server/protocol/preferences.ts';

const DAY_MINUTES = 24 * 60;

/** From when on it is tomorrow for who wants to be left alone until then. */
const MORNING_HOUR = 8;

/**
 * Until when nothing is told, by the clock of this device; null while news are told.
 * @param now milliseconds since the epoch @returns the same
 */
export function quietUntil({ quiet_hours, paused_until }: Preferences, now: number): number | null {
  const pause = paused_until === null ? 0 : Date.parse(paused_until);
  let until = pause > now ? pause : null;
  if (quiet_hours === null) return until;
  // A pause may end within the quiet hours, which go on then.
  const at = until ?? now;
  const date = new Date(at);
  const minute = date.getHours() * 60 + date.getMinutes();
  const [from, to] = [minutesOf(quiet_hours.from), minutesOf(quiet_hours.to)];
  const length = (to - from + DAY_MINUTES) % DAY_MINUTES;
  if ((minute - from + DAY_MINUTES) % DAY_MINUTES >= length) return until;
  const days = to > minute ? 0 : 1;
  until = new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, 0, to).getTime();
  return until;
}

/** The next morning after a moment. */
export function tomorrow(now: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1, MORNING_HOUR).getTime();
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
