import type { Invite } from '../../../server/protocol/invites.ts';
import { isUsable } from '../../state/invites.ts';
import { dayName, timeOfDay } from '../../texts/dates.ts';
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
  return text('invites.expires', {
    day: dayName(invite.expires_at, new Date(now)),
    time: timeOfDay(invite.expires_at),
  });
}
