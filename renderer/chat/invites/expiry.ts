import type { Invite } from '../../../server/protocol/invites.ts';
import { isUsable } from '../../state/invites.ts';
import { dayKey, dayName, timeOfDay } from '../../texts/dates.ts';
import { text } from '../../texts/text.ts';

/** How often what is said about time is said anew. */
export const EVERY_MS = 15_000;

const HOUR_S = 3_600;

/** How long a new invite can be made to work, in seconds; null: until it is revoked. */
export const lifetimes = {
  hour: HOUR_S,
  day: 24 * HOUR_S,
  week: 7 * 24 * HOUR_S,
  never: null,
} as const;

export type Lifetime = keyof typeof lifetimes;

/** Until when an invite works, in words. */
export function expiryText(invite: Invite, now: number): string {
  if (invite.expires_at === null) return text('invites.expires.never');
  if (!isUsable(invite, now)) return text('invites.expired');
  const time = timeOfDay(invite.expires_at);
  const today = new Date(now);
  if (dayKey(invite.expires_at) === dayKey(today)) return text('invites.expires.today', { time });
  return text('invites.expires', { day: dayName(invite.expires_at, today), time });
}

/** How often it was used, in words. */
export function usesText({ uses }: Invite): string {
  return uses === 0 ? text('invites.unused') : text('invites.uses', { count: uses });
}
