import { text } from '../../texts/text.ts';

/** Marks somebody who has joined with a name only. */
export function GuestBadge() {
  return <span className="rounded bg-selected px-1.5 text-xs font-medium text-soft">{text('guest.badge')}</span>;
}
