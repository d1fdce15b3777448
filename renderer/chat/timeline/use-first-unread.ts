import { useEffect, useState, type RefObject } from 'react';
import type { VirtualizerHandle } from 'virtua';
import { actions } from '../../state/actions.ts';
import type { Row } from './rows.ts';
import type { UnreadFrom } from './seen.ts';

interface Parts {
  chatId: number;
  from: UnreadFrom | null;
  rows: readonly Row[];
  list: RefObject<VirtualizerHandle | null>;
}

/**
 * Whether the way to the first unread message is to be offered: until it has been in view, or the reader does not want
 * to go there.
 */
export function useFirstUnread({ chatId, from, rows, list }: Parts) {
  const [done, setDone] = useState<UnreadFrom | null>(null);
  const [isAbove, setAbove] = useState(false);
  const index = rows.findIndex((row) => 'unread' in row && row.unread);

  /** Where the list has moved to, or has got other rows. */
  const look = () => {
    const view = list.current;
    if (from === null || view === null) return;
    if (index === -1) return setAbove(rows.length > 0);
    const top = view.getItemOffset(index);
    const isSeen = top >= view.scrollOffset && top < view.scrollOffset + view.viewportSize;
    if (isSeen) setDone(from);
    else setAbove(top < view.scrollOffset);
  };
  useEffect(() => {
    // The list goes to its end once it has been laid out.
    const frame = requestAnimationFrame(() => requestAnimationFrame(look));
    return () => cancelAnimationFrame(frame);
    // Looking is for new rows; scrolling calls it by itself.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [rows, from]);

  return {
    count: from !== null && from !== done && isAbove ? from.count : 0,
    look,
    dismiss: () => setDone(from),
    jump: async () => {
      setDone(from);
      if (from !== null) await actions.jumpToUnread(chatId, from.readId);
    },
  };
}
