import type { Chat } from '../../server/protocol/chats.ts';
import { PREVIEW_MAX } from '../../server/protocol/limits.ts';
import type { Message } from '../../server/protocol/messages.ts';
import { startOf } from '../../server/protocol/text.ts';
import type { ChatState, Preview } from './types.ts';

/** Asked for with every change of the state, and the same as long as the message is. */
const previews = new WeakMap<Message, Preview>();

/** The start of what a message says; where that is nothing, what its files are called. */
export function startOfMessage({ content, files }: Pick<Message, 'content' | 'files'>): string {
  const names = content === '' && files !== undefined ? files.map(({ name }) => name).join(', ') : content;
  return startOf(names, PREVIEW_MAX);
}

/** What the server says was last said in a chat. */
export function lastSaid({ last_message: last, last_message_time: created_at }: Chat): Preview | null {
  if (last === null || created_at === null) return null;
  const { id, user_id, username, is_bot, preview, deleted } = last;
  return { message_id: id, user_id, username, is_bot, text: preview, created_at, ...(deleted && { deleted }) };
}

/** What was last said in a chat, as far as this window knows; null where it knows of nothing. */
export function previewOf(chat: ChatState | undefined): Preview | null {
  if (chat === undefined) return null;
  // Old messages are loaded; what was last said is known from elsewhere.
  if (chat.hasNewer) return chat.preview;
  // A reply is shown once it has ended, here as where only its end is told.
  const last = chat.messages.findLast((message) => message.status !== 'streaming');
  if (last === undefined || last.id < (chat.preview?.message_id ?? 0)) return chat.preview;
  const known = previews.get(last);
  if (known) return known;
  const { id: message_id, user_id, username, is_bot, created_at, deleted_at } = last;
  const deleted = deleted_at !== undefined;
  const preview = { message_id, user_id, username, is_bot, text: startOfMessage(last), created_at, deleted };
  previews.set(last, preview);
  return preview;
}

/** The chat with a newer message said, which may be none of those that are loaded. */
export function withSaid(chat: ChatState, said: Omit<Preview, 'text'>, content: string): ChatState {
  // A reply that has taken its time ends behind messages that were said after it began.
  if (said.message_id < (chat.preview?.message_id ?? 0)) return chat;
  const { message_id, user_id, username, is_bot, created_at } = said;
  const text = startOf(content, PREVIEW_MAX);
  return { ...chat, preview: { message_id, user_id, username, is_bot, created_at, text } };
}
