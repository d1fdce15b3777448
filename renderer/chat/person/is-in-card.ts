/** Somebody's card, which is no part of what it was opened from, and must not close that. */
export const CARD_ID = 'profile-card';

export function isInCard(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(`#${CARD_ID}`) !== null;
}
