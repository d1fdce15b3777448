import type { PresenceState } from '../state/types.ts';
import { recently } from '../texts/dates.ts';
import { text } from '../texts/text.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How somebody is here, in words. @param now milliseconds since the epoch */
export function presenceText({ status, lastSeen }: PresenceState, now: number): string {
  if (status !== 'offline' || lastSeen === null) return text(`presence.${status}`);
  return text('presence.lastSeen', { ago: ago(lastSeen, now) });
}

function ago(at: string, now: number): string {
  const since = now - Date.parse(at);
  if (since < MINUTE) return text('presence.now');
  if (since < HOUR) return text('presence.minutes', { count: Math.floor(since / MINUTE) });
  if (since < 12 * HOUR) return text('presence.hours', { count: Math.floor(since / HOUR) });
  return recently(at, new Date(now));
}
