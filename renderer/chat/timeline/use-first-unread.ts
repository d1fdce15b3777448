import { useEffect, useState, type RefObject } from 'react';
import type { VirtualizerHandle } from 'virtua';
import { actions } from '../../state/actions.ts';
import type { Row } from './rows.ts';
import type { UnreadFrom, UnreadStart } from './seen.ts';

interface Parts {
  chatId: number;
  start: UnreadStart;
  rows: readonly Row[];
  list: RefObject<VirtualizerHandle | null>;
}

/** True where the unread messages begin further up than what is loaded, and not further down. */
function isAboveAll(rows: readonly Row[], { readId }: UnreadFrom): boolean {
  const oldest = rows.find((row) => 'id' in row);
  return oldest !== undefined && oldest.id > readId;
}

/**
 * Whether the way to the first unread message is to be offered: until it has been in view, or the reader does not want
 * to go there.
 */
export function useFirstUnread({ chatId, start, rows, list }: Parts) {
  const { from, isSettled, settle } = start;
  const [isAbove, setAbove] = useState(false);
  const index = rows.findIndex((row) => 'unread' in row && row.unread);

  /** Where the list has moved to, or has got other rows. */
  const look = () => {
    const view = list.current;
    if (from === null || isSettled || view === null) return;
    if (index === -1) return setAbove(isAboveAll(rows, from));
    const top = view.getItemOffset(index);
    const isSeen = top >= view.scrollOffset && top < view.scrollOffset + view.viewportSize;
    if (isSeen) settle();
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
    count: from !== null && !isSettled && isAbove ? from.count : 0,
    look,
    dismiss: settle,
    jump: async () => {
      settle();
      if (from !== null) await actions.jumpToUnread(chatId, from.readId);
    },
  };
}
