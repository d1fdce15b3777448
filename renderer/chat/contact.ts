import type { Chat } from '../../server/protocol/chats.ts';

/** The one other person of a chat that is between two; null in any other. */
export function contactOf(chat: Chat, me: string): string | null {
  if (chat.is_group || chat.is_ai_chat || chat.participant_usernames.length !== 2) return null;
  return chat.participant_usernames.find((name) => name !== me) ?? null;
}
