import { useMemo } from 'react';
import { useOutboxOf } from '../../state/selectors.ts';
import { useApp } from '../../state/store.ts';
import type { AppState } from '../../state/types.ts';
import { useKept } from '../../ui/use-kept.ts';
import { useMe } from '../me.ts';
import { buildRows, sameOutlines, type Row } from './rows.ts';

const none: readonly never[] = [];

/** The rows of a chat; the same array while nothing but texts changes. */
export function useRows(chatId: number, seenUpTo: number | null): readonly Row[] {
  const messages = useApp(useKept((state: AppState) => state.chats[chatId]?.messages ?? none, sameOutlines));
  const notices = useApp((state) => state.chats[chatId]?.notices ?? none);
  const complete = useApp((state) => state.chats[chatId]?.hasOlder === false);
  const hasNewer = useApp((state) => state.chats[chatId]?.hasNewer === true);
  const outbox = useOutboxOf(chatId);
  const me = useMe();
  return useMemo(
    () => buildRows({ messages, notices, outbox, me, complete, hasNewer, seenUpTo }),
    [messages, notices, outbox, me, complete, hasNewer, seenUpTo],
  );
}
