import { PREVIEW_MAX } from '../../server/protocol/limits.ts';
import type { ChatState, Preview } from './types.ts';

/** What was last said in a chat, as far as this window knows; null where it knows of nothing. */
export function previewOf(chat: ChatState | undefined): Preview | null {
  if (chat === undefined) return null;
  // A reply is shown once it has ended, here as where only its end is told.
  const last = chat.messages.findLast((message) => message.status !== 'streaming');
  if (last === undefined || last.id < (chat.preview?.message_id ?? 0)) return chat.preview;
  const { id, username, is_bot, content } = last;
  return { message_id: id, username, is_bot, text: content.slice(0, PREVIEW_MAX) };
}
