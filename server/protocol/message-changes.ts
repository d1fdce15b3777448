import * as z from 'zod/mini';
import { reaction } from './messages.ts';
import { id, plainText, timestamp } from './text.ts';

/** Body of `PATCH /api/chats/{id}/messages/{message_id}`; how long it may be is the server's option. */
export const messageRewrite = z.object({ content: plainText() });

/** Answer of `PUT` and `DELETE /api/chats/{id}/pins/{message_id}`: ids of the pinned messages, pinned last first. */
export const pinnedMessages = z.object({ message_ids: z.array(id()) });

/**
 * What stands for all changes of a chat's messages so far; only whether two are the same means anything. Who is in the
 * room and has another one than the last frame named has missed a change.
 */
const version = z.optional(z.string());

/** To everybody in the chat, wherever they are: a message has another text. */
export const messageEditedFrame = z.object({
  type: z.literal('message_edited'),
  chat_id: id(),
  message_id: id(),
  content: z.string(),
  edited_at: timestamp(),
  mentions: z.array(z.string()),
  version,
});

/** To everybody in the chat: a message is gone but for its place; `username` is who deleted it. */
export const messageDeletedFrame = z.object({
  type: z.literal('message_deleted'),
  chat_id: id(),
  message_id: id(),
  deleted_at: timestamp(),
  username: z.string(),
  version,
});

/**
 * To everybody in the chat: somebody has deleted their account, and nothing in it names them any more: `DELETED_USER`
 * stands for `username`. Their messages stay, or are deleted.
 */
export const authorErasedFrame = z.object({
  type: z.literal('author_erased'),
  chat_id: id(),
  user_id: id(),
  username: z.string(),
  messages: z.enum(['anonymous', 'deleted']),
  version,
});

/** To the room: all reactions to a message, as they are now. */
export const messageReactionsFrame = z.object({
  type: z.literal('message_reactions'),
  chat_id: id(),
  message_id: id(),
  reactions: z.array(reaction),
  version,
});

/** To everybody in the chat: all its pins, pinned last first; `username` is who changed them. */
export const pinsChangedFrame = z.object({
  type: z.literal('pins_changed'),
  chat_id: id(),
  message_ids: z.array(id()),
  username: z.string(),
});
