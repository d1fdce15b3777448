import { memo } from 'react';
import type { Notice } from '../../state/types.ts';
import { rich, text } from '../../texts/text.ts';
import { Name } from '../../ui/name.tsx';
import { listNames } from '../title.ts';
import { eventText } from './event-text.tsx';
import { useNames } from '../person/use-person.ts';

const SHOWN = 4;
const line = 'py-1 ps-11 text-xs text-faint max-sm:ps-10';

function Names({ chatId, all }: { chatId: number; all: readonly string[] }) {
  const names = useNames(all.slice(0, SHOWN), chatId);
  if (all.length <= SHOWN) return <Name>{listNames(names)}</Name>;
  return <Name>{text('notice.names.more', { names: listNames(names), count: all.length - SHOWN })}</Name>;
}

/** Who came and went, as one quiet line. */
export const NoticeLine = memo(function NoticeLine({ chatId, notice }: { chatId: number; notice: Notice }) {
  const { joined, left, event } = notice;
  if (event !== undefined) return <p className={line}>{eventText(event, chatId)}</p>;
  return (
    <p className={line}>
      {joined.length > 0 &&
        rich('notice.joined', { names: <Names chatId={chatId} all={joined} />, count: joined.length })}
      {joined.length > 0 && left.length > 0 && ' · '}
      {left.length > 0 && rich('notice.left', { names: <Names chatId={chatId} all={left} />, count: left.length })}
    </p>
  );
});
