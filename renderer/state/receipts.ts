import type { ServerFrame } from '../../server/protocol/frames.ts';
import { LIVE_PARTICIPANTS_MAX } from '../../server/protocol/limits.ts';
import type { ReadReceipt } from '../../server/protocol/reading.ts';
import { withChat } from './chats.ts';
import { indexOfMessage } from './messages.ts';
import type { AppState, ChatState } from './types.ts';

/** Who has read what, as the server gave it; in a chat of many it is of no use. */
export function withReceipts(state: AppState, chatId: number, receipts: readonly ReadReceipt[]): AppState {
  const kept = receipts.length > LIVE_PARTICIPANTS_MAX ? null : receipts;
  return withChat(state, chatId, (chat) => ({ ...chat, receipts: kept === null ? null : newer(kept, chat.receipts) }));
}

/** What a frame says about who has read what: whoever writes has read what stands before. */
export function withReads(state: AppState, frame: ServerFrame): AppState {
  switch (frame.type) {
    case 'reads':
      return withChat(state, frame.chat_id, (chat) => moved(chat, frame.reads));
    case 'message': {
      const { user_id, username, message_id, created_at: read_at } = frame;
      if (user_id === null) return state;
      return withChat(state, frame.chat_id, (chat) => moved(chat, [{ user_id, username, message_id, read_at }]));
    }
    case 'participant_removed':
      return withChat(state, frame.chat_id, (chat) => {
        const receipts = chat.receipts?.filter(({ username }) => username !== frame.username) ?? null;
        return receipts?.length === chat.receipts?.length ? chat : { ...chat, receipts };
      });
    default:
      return state;
  }
}

function moved(chat: ChatState, reads: readonly ReadReceipt[]): ChatState {
  if (chat.receipts === null) return chat;
  return { ...chat, receipts: newer(chat.receipts, reads) };
}

/** Of each the one that has read further; in the order of the first list. */
function newer(receipts: readonly ReadReceipt[], others: readonly ReadReceipt[] | null): readonly ReadReceipt[] {
  const byUser = new Map(receipts.map((receipt) => [receipt.user_id, receipt]));
  for (const other of others ?? []) {
    if (other.message_id >= (byUser.get(other.user_id)?.message_id ?? 0)) byUser.set(other.user_id, other);
  }
  return [...byUser.values()];
}

const none: readonly never[] = [];

/**
 * Those whose last read message is this one, of the messages that are loaded; not the reader, nor who wrote it.
 * @param me id of the reader
 */
export function receiptsAt(chat: ChatState | undefined, messageId: number, me: number): readonly ReadReceipt[] {
  if (!chat?.receipts) return none;
  const index = indexOfMessage(chat.messages, messageId);
  const message = chat.messages[index];
  const next = chat.messages[index + 1]?.id ?? (chat.hasNewer ? messageId + 1 : Infinity);
  return chat.receipts.filter(
    ({ user_id, message_id }) =>
      message_id >= messageId && message_id < next && user_id !== me && user_id !== message?.user_id,
  );
}
