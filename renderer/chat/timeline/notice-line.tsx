import { memo } from 'react';
import type { Notice } from '../../state/types.ts';
import { rich, text } from '../../texts/text.ts';
import { Name } from '../../ui/name.tsx';
import { listNames } from '../title.ts';

const SHOWN = 4;

function names(all: readonly string[]) {
  if (all.length <= SHOWN) return <Name>{listNames(all)}</Name>;
  const shown = listNames(all.slice(0, SHOWN));
  return <Name>{text('notice.names.more', { names: shown, count: all.length - SHOWN })}</Name>;
}

/** Who came and went, as one quiet line. */
export const NoticeLine = memo(function NoticeLine({ notice: { joined, left } }: { notice: Notice }) {
  return (
    <p className="py-1 pl-11 text-xs text-faint max-sm:pl-10">
      {joined.length > 0 && rich('notice.joined', { names: names(joined), count: joined.length })}
      {joined.length > 0 && left.length > 0 && ' · '}
      {left.length > 0 && rich('notice.left', { names: names(left), count: left.length })}
    </p>
  );
});
