import type { PresenceStatus } from '../../server/protocol/presence.ts';
import { text } from '../texts/text.ts';
import { cx } from '../ui/cx.ts';

const looks: Record<PresenceStatus, string> = {
  online: 'bg-good',
  // Half full, so that it is not told by its colour alone.
  away: 'border-[1.5px] border-warn bg-linear-to-t from-warn from-50% to-canvas to-50%',
  offline: 'border-[1.5px] border-faint bg-canvas',
};

/** How somebody is here, in the corner of their picture; without `isNamed` it is said beside it. */
export function PresenceDot({ status, isNamed = false }: { status: PresenceStatus; isNamed?: boolean }) {
  const label = isNamed ? { role: 'img', 'aria-label': text(`presence.${status}`) } : { 'aria-hidden': true };
  return (
    <span
      {...label}
      data-status={status}
      className={cx('absolute -end-0.5 -bottom-0.5 size-2.5 rounded-full ring-2 ring-canvas', looks[status])}
    />
  );
}
