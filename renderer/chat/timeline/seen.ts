import { useEffect, useState } from 'react';
import { useApp } from '../../state/store.ts';
import type { AppState } from '../../state/types.ts';
import { unreadIn } from '../../state/unread.ts';

/** Up to which message a chat was read, and how many messages of others stood behind that. */
export type UnreadFrom = { readId: number; count: number };

function unreadFrom(state: AppState, chatId: number): UnreadFrom | null {
  const count = unreadIn(state, chatId);
  const readId = state.chats[chatId]?.reading.readId ?? 0;
  return count === 0 ? null : { readId, count };
}

/** Where the unread messages of an open chat began, and whether the way there is settled: gone, or not wanted. */
export type UnreadStart = { from: UnreadFrom | null; isSettled: boolean; settle: () => void };

/**
 * Where the unread messages began when the chat was opened, or when something was last said that its reader was not
 * looking at; null where everything was read. It stands still while the reader looks, so that the divider does not run
 * away, also where a jump puts other messages in the place of those that were shown.
 */
export function useUnreadStart(chatId: number): UnreadStart {
  const [from, setFrom] = useState(() => unreadFrom(useApp.getState(), chatId));
  const [settled, setSettled] = useState<UnreadFrom | null>(null);
  useEffect(
    () =>
      useApp.subscribe((state, before) => {
        if (unreadIn(before, chatId) > 0 || unreadIn(state, chatId) === 0) return;
        // What somebody looks at is read by now.
        const now = unreadFrom(useApp.getState(), chatId);
        if (now !== null) setFrom(now);
      }),
    [chatId],
  );
  return { from, isSettled: settled === from, settle: () => setSettled(from) };
}
