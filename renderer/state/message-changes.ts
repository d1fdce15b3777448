import type { ServerFrame } from '../../server/protocol/frames.ts';
import type { Message } from '../../server/protocol/messages.ts';
import type { User } from '../../server/protocol/users.ts';
import { PREVIEW_MAX } from '../../server/protocol/limits.ts';
import { startOf } from '../../server/protocol/text.ts';
import { findMessage, indexOfMessage } from './messages.ts';
import type { ChatState, Preview } from './types.ts';

/** A frame that says of a message what has become of it. */
export type ChangeFrame = Extract<ServerFrame, { type: 'message_edited' | 'message_deleted' | 'message_reactions' }>;

/** True for the frames that change a message which was there before. */
export function isChange(frame: ServerFrame): frame is ChangeFrame {
  return frame.type === 'message_edited' || frame.type === 'message_deleted' || frame.type === 'message_reactions';
}

/** The message with what the frame says of it; the same where that is nothing new. */
export function changed(message: Message, frame: ChangeFrame): Message {
  if (message.deleted_at !== undefined) return message;
  switch (frame.type) {
    case 'message_edited': {
      const { content, edited_at, mentions } = frame;
      const { mentions: _, ...rest } = message;
      return { ...rest, content, edited_at, ...(mentions.length > 0 && { mentions }) };
    }
    case 'message_deleted': {
      const { id, chat_id, user_id, username, is_bot, created_at, client_id, asked_by, forwarded_from } = message;
      const { integration } = message;
      return {
        id,
        chat_id,
        user_id,
        username,
        is_bot,
        created_at,
        content: '',
        deleted_at: frame.deleted_at,
        status: message.status === 'streaming' ? 'stopped' : message.status,
        ...(client_id !== undefined && { client_id }),
        ...(asked_by !== undefined && { asked_by }),
        ...(forwarded_from !== undefined && { forwarded_from }),
        ...(integration !== undefined && { integration }),
      };
    }
    case 'message_reactions': {
      const { reactions: _, ...rest } = message;
      return frame.reactions.length > 0 ? { ...rest, reactions: frame.reactions } : rest;
    }
  }
}

/** The messages with the one that the frame is about changed, where it is among them. */
export function withChange(messages: readonly Message[], frame: ChangeFrame): readonly Message[] {
  return withMessage(messages, frame.message_id, (message) => changed(message, frame));
}

/** The messages with one of them changed; the same where it is not among them, or did not change. */
export function withMessage(
  messages: readonly Message[],
  messageId: number,
  change: (message: Message) => Message,
): readonly Message[] {
  const known = findMessage(messages, messageId);
  if (known === undefined) return messages;
  const now = change(known);
  return now === known ? messages : messages.with(indexOfMessage(messages, messageId), now);
}

/** What a frame makes of all that is known of a chat. */
export function withMessageChange(chat: ChatState, frame: ChangeFrame): ChatState {
  const messages = withChange(chat.messages, frame);
  const quoted = chat.quoted[frame.message_id];
  const isGone = frame.type === 'message_deleted';
  const waits = isGone && chat.queued.some((turn) => turn.message_id === frame.message_id);
  const preview = previewAfter(chat.preview, frame);
  if (messages === chat.messages && !quoted && !waits && preview === chat.preview) return chat;
  return {
    ...chat,
    messages,
    preview,
    ...(quoted && { quoted: { ...chat.quoted, [frame.message_id]: changed(quoted, frame) } }),
    ...(waits && { queued: chat.queued.filter((turn) => turn.message_id !== frame.message_id) }),
  };
}

/** What was last said, where that is what has changed; a file without text is told of by the next list of chats. */
function previewAfter(preview: Preview | null, frame: ChangeFrame): Preview | null {
  if (preview === null || preview.message_id !== frame.message_id) return preview;
  if (frame.type === 'message_deleted') return { ...preview, text: '', deleted: true };
  if (frame.type === 'message_edited') return { ...preview, text: startOf(frame.content, PREVIEW_MAX) };
  return preview;
}

/** True where this user has reacted to the message with the emoji. */
export function hasReacted(message: Message, { id }: Pick<User, 'id'>, emoji: string): boolean {
  return message.reactions?.some((one) => one.emoji === emoji && one.users.some((user) => user.id === id)) ?? false;
}

/** The message with one's own reaction, or without it. */
export function withReaction(message: Message, me: User, emoji: string, isOn: boolean): Message {
  if (message.deleted_at !== undefined || hasReacted(message, me, emoji) === isOn) return message;
  const { reactions = [], ...rest } = message;
  const own = { id: me.id, username: me.username };
  const known = reactions.some((one) => one.emoji === emoji);
  const next = reactions
    .map((one) => {
      if (one.emoji !== emoji) return one;
      return { emoji, users: isOn ? [...one.users, own] : one.users.filter(({ id }) => id !== me.id) };
    })
    .filter(({ users }) => users.length > 0);
  if (isOn && !known) next.push({ emoji, users: [own] });
  return next.length > 0 ? { ...rest, reactions: next } : rest;
}
