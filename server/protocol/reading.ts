import * as z from 'zod/mini';
import { PREVIEW_MAX, UNREAD_COUNTED } from './limits.ts';
import { id, timestamp } from './text.ts';

/** An id, or 0 where there is none. */
const idOrNone = () => z.int().check(z.nonnegative());

/** What was said last in a chat, as short as a list of chats shows it. */
export const lastMessage = z.object({
  id: id(),
  /** Null for the bot. */
  user_id: z.nullable(id()),
  username: z.string(),
  is_bot: z.boolean(),
  /** The start of its text. */
  preview: z.string().check(z.maxLength(PREVIEW_MAX)),
  /** Only where it was deleted; `preview` is empty then. */
  deleted: z.optional(z.boolean()),
});
export type LastMessage = z.infer<typeof lastMessage>;

/**
 * How far a participant has read a chat. Counts are exact up to the message `last_message`; a client that hears of later
 * ones adds them itself.
 */
export const readingFields = {
  /** Everything up to this message is read; 0 where nothing is. */
  read_id: idOrNone(),
  /** Messages of others behind `read_id` that are neither deleted nor still being written; at most `UNREAD_COUNTED` are counted. */
  unread_count: z.int().check(z.gte(0), z.lte(UNREAD_COUNTED)),
  /** Of those, the ones that mention the participant; at most `UNREAD_COUNTED` are counted. */
  mention_count: z.int().check(z.gte(0), z.lte(UNREAD_COUNTED)),
  /** The newest message; of a reply of the bot only once it has ended. */
  last_message: z.nullable(lastMessage),
  /** When that was said. */
  last_message_time: z.nullable(timestamp()),
};

/** Body of `POST /api/chats/{id}/mark-read`. Without a message it is the newest. */
export const markRead = z.object({ message_id: z.optional(id()) });
export type MarkRead = z.infer<typeof markRead>;

/**
 * How far the reader has read a chat now: the answer of `mark-read`, and what a frame tells to all of their connections.
 * `last_message_id` is the newest message that was looked at to count.
 */
export const readPosition = z.object({
  chat_id: id(),
  message_id: idOrNone(),
  unread_count: readingFields.unread_count,
  mention_count: readingFields.mention_count,
  last_message_id: idOrNone(),
});
export type ReadPosition = z.infer<typeof readPosition>;

/** How far one participant has read; `GET /api/chats/{id}/read-receipts` answers a list of these. */
export const readReceipt = z.object({
  user_id: id(),
  username: z.string(),
  message_id: idOrNone(),
  read_at: timestamp(),
});
export type ReadReceipt = z.infer<typeof readReceipt>;
