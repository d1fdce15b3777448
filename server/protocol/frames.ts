import * as z from 'zod/mini';
import { chat, commonChat, role } from './chats.ts';
import { errorCode } from './codes.ts';
import { fileEntry, fileIds } from './files.ts';
import { ACTIVITY_EARLIER_MAX, PREVIEW_MAX } from './limits.ts';
import {
  authorErasedFrame,
  messageDeletedFrame,
  messageEditedFrame,
  messageReactionsFrame,
  pinsChangedFrame,
} from './message-changes.ts';
import { clientId, integration, messageStatus, reaction } from './messages.ts';
import { chatNotifications, preferences } from './preferences.ts';
import { presence } from './presence.ts';
import { readPosition, readReceipt } from './reading.ts';
import { id, plainText, timestamp } from './text.ts';
import { webhooksChangedFrame } from './webhooks.ts';

const frame = <Type extends string, Fields extends z.core.$ZodShape>(type: Type, fields: Fields) =>
  z.object({ type: z.literal(type), ...fields });

/** What a client may send. How long `content` may be is the server's option, so the hub checks it. */
export const clientFrame = z.discriminatedUnion('type', [
  frame('join', { chat_id: id() }),
  frame('leave', { chat_id: id() }),
  frame('message', {
    chat_id: id(),
    content: plainText(),
    client_id: z.optional(clientId),
    /** The message of this chat that it answers. */
    reply_to: z.optional(id()),
    /** Files of this chat that its sender has uploaded for it; `content` may be empty then. */
    file_ids: z.optional(fileIds),
    /** A message to be said again here; `content` is empty then. */
    forward: z.optional(z.object({ chat_id: id(), message_id: id() })),
  }),
  frame('typing', { chat_id: id() }),
  /** `message_id` is the reply's; for a turn that still waits, the asking message's. */
  frame('stop', { chat_id: id(), message_id: id() }),
  /** Everything up to this message is read; see `mark-read`. */
  frame('read', { chat_id: id(), message_id: id() }),
  /** Whether somebody is at this device; a new connection is `online`. */
  frame('presence', { status: z.enum(['online', 'away']) }),
  frame('ping', {}),
]);
export type ClientFrame = z.infer<typeof clientFrame>;

const streamFields = {
  chat_id: id(),
  message_id: id(),
  chunk: z.string(),
  /** UTF-16 code units of the whole reply before `chunk`. */
  offset: z.int().check(z.nonnegative()),
  username: z.string(),
  /** Who asked, and with which message; sent with offset 0 and with the completion. */
  asked_by: z.optional(z.string()),
  reply_to: z.optional(id()),
  created_at: z.optional(timestamp()),
};

/** A piece of a running reply. With offset 0 it starts the reply, or is a catch-up with all the text so far. */
export const chunkFrame = frame('bot_stream', { ...streamFields, is_complete: z.literal(false) });
export type ChunkFrame = z.infer<typeof chunkFrame>;

/** The end of a reply, sent once it is stored. `full_response` is the whole text and heals whatever was missed. */
export const completionFrame = frame('bot_stream', {
  ...streamFields,
  is_complete: z.literal(true),
  full_response: z.string(),
  status: messageStatus,
  detail: z.optional(z.string()),
});
export type CompletionFrame = z.infer<typeof completionFrame>;

/** A stored message; to its sender it is the acknowledgement. */
export const messageFrame = frame('message', {
  chat_id: id(),
  message_id: id(),
  user_id: z.nullable(id()),
  username: z.string(),
  content: z.string(),
  is_bot: z.boolean(),
  created_at: timestamp(),
  client_id: z.optional(z.string()),
  /** As in a stored message. */
  reply_to: z.optional(id()),
  mentions: z.optional(z.array(z.string())),
  files: z.optional(z.array(fileEntry)),
  forwarded_from: z.optional(z.string()),
  integration: z.optional(integration),
  /** Where a repeated send is acknowledged after that has been changed. */
  edited_at: z.optional(timestamp()),
  deleted_at: z.optional(timestamp()),
  reactions: z.optional(z.array(reaction)),
});
export type MessageFrame = z.infer<typeof messageFrame>;

/** A refused frame. `chat_id` and `client_id` repeat those of the refused one, where it had them. */
export const errorFrame = frame('error', {
  error: z.string(),
  code: errorCode,
  chat_id: z.optional(z.number()),
  client_id: z.optional(z.string()),
  /** `rate_limited` only: seconds until a further try makes sense. */
  retry_after: z.optional(z.number()),
});
export type ErrorFrame = z.infer<typeof errorFrame>;

/** What the server may send. */
export const serverFrame = z.discriminatedUnion('type', [
  messageFrame,
  z.discriminatedUnion('is_complete', [chunkFrame, completionFrame]),
  frame('user_joined', { chat_id: id(), username: z.string() }),
  frame('user_left', { chat_id: id(), username: z.string() }),
  frame('typing', { chat_id: id(), username: z.string() }),
  /** Answers `join`: who is in the room now, and the newest stored message (0 where there is none). */
  frame('joined', {
    chat_id: id(),
    members: z.array(z.string()),
    last_message_id: z.int().check(z.nonnegative()),
    /** Stands for all changes of messages so far: see `message-changes.ts`. */
    version: z.optional(z.string()),
  }),
  messageEditedFrame,
  messageDeletedFrame,
  messageReactionsFrame,
  authorErasedFrame,
  pinsChangedFrame,
  webhooksChangedFrame,
  /** A bot turn waits; `message_id` is the asking message, `username` who asked; position 0 is next. */
  frame('turn_queued', {
    chat_id: id(),
    message_id: id(),
    username: z.string(),
    position: z.int().check(z.nonnegative()),
  }),
  /** To every connection of a user who has just become a participant. */
  frame('chat_added', { chat }),
  /**
   * To every connection of a user who takes part in a chat no more, as somebody has removed them, they have left, or it was
   * deleted: nothing of it comes any more.
   */
  frame('chat_removed', { chat_id: id(), reason: z.optional(z.enum(['removed', 'left', 'deleted'])) }),
  /** To every connection of a chat's participants: it is called otherwise, is about something else, has another owner. */
  frame('chat_changed', {
    chat: commonChat,
    /** The username of who has changed it. */
    by: z.optional(z.string()),
  }),
  /** To every connection of a chat's participants: somebody has become one. */
  frame('participant_added', {
    chat_id: id(),
    username: z.string(),
    user_id: z.optional(id()),
    role: z.optional(role),
    created_at: z.optional(timestamp()),
    is_guest: z.optional(z.boolean()),
    is_host: z.optional(z.boolean()),
    /** The username of who has brought them; left out where they came with an invite. */
    by: z.optional(z.string()),
  }),
  /** To every connection of a chat's participants: somebody may do more or less from now on. */
  frame('participant_changed', {
    chat_id: id(),
    user_id: id(),
    username: z.string(),
    role,
    /** The username of who says so; left out where it fell to them. */
    by: z.optional(z.string()),
  }),
  /** To every connection of a chat's participants: somebody takes part no more. */
  frame('participant_removed', {
    chat_id: id(),
    username: z.string(),
    user_id: z.optional(id()),
    reason: z.optional(z.enum(['removed', 'left'])),
    /** The username of who has removed them. */
    by: z.optional(z.string()),
  }),
  /**
   * To every connection of a chat's participants that is not in its room: a message was stored there. `preview` is the
   * start of its text; for a reply of the bot it is sent once the reply has ended. In a busy chat one frame tells of
   * several: of the newest, with the ids and authors of those just before it, oldest first.
   */
  frame('activity', {
    chat_id: id(),
    message_id: id(),
    user_id: z.nullable(id()),
    username: z.string(),
    is_bot: z.boolean(),
    created_at: timestamp(),
    preview: z.string().check(z.maxLength(PREVIEW_MAX)),
    /** Usernames of participants whom it names; absent where there are none. */
    mentions: z.optional(z.array(z.string())),
    /** A reply of the bot: the username of who asked. */
    asked_by: z.optional(z.string()),
    earlier: z.optional(
      z
        .array(
          z.object({
            message_id: id(),
            user_id: z.nullable(id()),
            /** Told where `user_id` is null: whether it is the bot's, or an integration's. */
            is_bot: z.optional(z.boolean()),
            mentions: z.optional(z.array(z.string())),
            asked_by: z.optional(z.string()),
          }),
        )
        .check(z.maxLength(ACTIVITY_EARLIER_MAX)),
    ),
  }),
  /** To the reader's own connections: how far they have read a chat now, on whichever device. */
  frame('read_position', readPosition.shape),
  /** To one's own connections: what they are told of a chat from now on. */
  frame('notify_changed', { chat_id: id(), ...chatNotifications.shape }),
  /** To one's own connections: how they are told of news from now on. */
  frame('preferences_changed', { preferences }),
  /** To the room, in a chat of at most `LIVE_PARTICIPANTS_MAX`: how far these have read now. */
  frame('reads', { chat_id: id(), reads: z.array(readReceipt) }),
  /**
   * Somebody has come, gone or is away: to the rooms of their groups of at most `LIVE_PARTICIPANTS_MAX`, and to everybody
   * in their chats that are no groups.
   */
  frame('presence', presence.shape),
  /** To somebody's own connections, and to those of everybody with whom they share a chat. */
  frame('profile_changed', {
    user_id: id(),
    username: z.string(),
    display_name: z.nullable(z.string()),
    avatar: z.nullable(z.string()),
    about: z.nullable(z.string()),
  }),
  /** To the host's connections: who has an account here, or who is connected, has changed; `GET /api/people` tells. */
  frame('people_changed', {}),
  /** To everybody: what `GET /health` says of the server has changed. */
  frame('server_changed', {}),
  /**
   * To the connections of a session that has ended: the socket closes with `closeCodes.tokenExpired` next. `signed_out`: by
   * another one; `logged_out`: by itself; `replaced`: there were too many of them.
   */
  frame('signed_out', { reason: z.enum(['signed_out', 'logged_out', 'password', 'deleted', 'replaced']) }),
  /** To the connections of somebody whom the host has removed or banned; the socket closes with `closeCodes.removed` next. */
  frame('removed', { reason: z.optional(z.enum(['banned'])) }),
  frame('pong', {}),
  errorFrame,
]);
export type ServerFrame = z.infer<typeof serverFrame>;
