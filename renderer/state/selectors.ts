import type { Message } from '../../server/protocol/messages.ts';
import { useShallow } from 'zustand/react/shallow';
import { findMessage } from './messages.ts';
import { useApp } from './store.ts';
import type { AppState, OutboxEntry } from './types.ts';

const none: readonly never[] = [];

/** One message; undefined where it is not known. */
export function selectMessage(chatId: number, messageId: number) {
  return (state: AppState): Message | undefined => {
    return findMessage(state.chats[chatId]?.messages ?? none, messageId);
  };
}

/** The ids of the chat's messages, oldest first; the same array until one is added. */
export function useMessageIds(chatId: number): readonly number[] {
  return useApp(useShallow((state) => (state.chats[chatId]?.messages ?? none).map((message) => message.id)));
}

/** One message; renders again only when this message changes. */
export function useMessage(chatId: number, messageId: number): Message | undefined {
  return useApp(selectMessage(chatId, messageId));
}

/** The unacknowledged sends of one chat, in order. */
export function useOutboxOf(chatId: number): readonly OutboxEntry[] {
  return useApp(useShallow((state) => state.outbox.filter((entry) => entry.chat_id === chatId)));
}
