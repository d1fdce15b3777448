import { useEffect, useState } from 'react';
import { useApp } from '../../state/store.ts';

/** The newest message that was on screen, per chat, while this window is open. */
const seen = new Map<number, number>();

const newestId = (chatId: number) => useApp.getState().chats[chatId]?.messages.at(-1)?.id;

function remember(chatId: number): void {
  const id = newestId(chatId);
  // The loaded ones may be old.
  if (id !== undefined) seen.set(chatId, Math.max(id, seen.get(chatId) ?? 0));
}

/**
 * Up to which message the reader had seen the chat when it was opened or came back into view; null where everything
 * was. It stands still while the reader looks, so that the divider does not run away.
 */
export function useSeenUpTo(chatId: number): number | null {
  const [seenUpTo, setSeenUpTo] = useState(() => seen.get(chatId) ?? null);
  useEffect(() => {
    const onVisibility = () => {
      if (document.hidden) {
        remember(chatId);
        setSeenUpTo(seen.get(chatId) ?? null);
      }
    };
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      remember(chatId);
    };
  }, [chatId]);
  return seenUpTo;
}
