import { memo } from 'react';
import type { Notice } from '../../state/types.ts';
import { rich, text } from '../../texts/text.ts';
import { Name } from '../../ui/name.tsx';
import { listNames } from '../title.ts';
import { eventText } from './event-text.tsx';

const SHOWN = 4;
const line = 'py-1 ps-11 text-xs text-faint max-sm:ps-10';

function names(all: readonly string[]) {
  if (all.length <= SHOWN) return <Name>{listNames(all)}</Name>;
  const shown = listNames(all.slice(0, SHOWN));
  return <Name>{text('notice.names.more', { names: shown, count: all.length - SHOWN })}</Name>;
}

/** Who came and went, as one quiet line. */
export const NoticeLine = memo(function NoticeLine({ notice: { joined, left, event } }: { notice: Notice }) {
  if (event !== undefined) return <p className={line}>{eventText(event)}</p>;
  return (
    <p className={line}>
      {joined.length > 0 && rich('notice.joined', { names: names(joined), count: joined.length })}
      {joined.length > 0 && left.length > 0 && ' · '}
      {left.length > 0 && rich('notice.left', { names: names(left), count: left.length })}
    </p>
  );
});
