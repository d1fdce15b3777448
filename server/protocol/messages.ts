import * as z from 'zod/mini';
import { fileEntry } from './files.ts';
import { CLIENT_ID_MAX, PAGE_DEFAULT, PAGE_MAX } from './limits.ts';
import { id, plainText, timestamp } from './text.ts';

/**
 * Where a message is in its life. People's messages are always `complete`. A bot reply starts as `streaming` and ends as
 * one of: `complete`, `stopped` (by a person), `failed` (the model did), `blocked` (the model refused), `interrupted`
 * (the server ended while it ran). Whatever text had arrived is kept.
 */
export const messageStatus = z.enum(['complete', 'streaming', 'stopped', 'failed', 'blocked', 'interrupted']);
export type MessageStatus = z.infer<typeof messageStatus>;

/** Idempotency key of a send, chosen by the client: 1 to 64 characters. */
export const clientId = plainText().check(z.minLength(1), z.maxLength(CLIENT_ID_MAX));

/** How some have reacted to a message with one emoji; who did so first comes first. */
export const reaction = z.object({ emoji: z.string(), users: z.array(z.object({ id: id(), username: z.string() })) });
export type Reaction = z.infer<typeof reaction>;

/** A former version of an edited message, and until when it was shown. */
export const messageEdit = z.object({ content: z.string(), at: timestamp() });
export type MessageEdit = z.infer<typeof messageEdit>;

/** What posts messages that is no account: an incoming webhook, by its id. */
export const integration = z.object({ id: id() });

/** One stored chat entry. */
export const message = z.object({
  id: id(),
  chat_id: id(),
  /** Null for the bot, and for an integration. */
  user_id: z.nullable(id()),
  username: z.string(),
  content: z.string(),
  is_bot: z.boolean(),
  created_at: timestamp(),
  status: messageStatus,
  client_id: z.optional(z.string()),
  /** The message of the same chat that this one answers: for a bot reply the asking one. It may be deleted by now. */
  reply_to: z.optional(id()),
  /** Bot replies: the username of who asked. */
  asked_by: z.optional(z.string()),
  /** Bot replies: a sentence on why it ended as it did, where there is something to say. */
  detail: z.optional(z.string()),
  /** When it was last edited; absent where it never was. */
  edited_at: z.optional(timestamp()),
  /** When it was deleted. Nothing but who wrote it when is left then: `content` is empty. */
  deleted_at: z.optional(timestamp()),
  /** In the order in which the emoji were first used; absent where there are none. */
  reactions: z.optional(z.array(reaction)),
  /** Usernames of the participants whose `@name` the text holds; absent where there are none. */
  mentions: z.optional(z.array(z.string())),
  /** What is attached; absent where nothing is. */
  files: z.optional(z.array(fileEntry)),
  /** Username of who wrote it first, where it was forwarded from another chat. */
  forwarded_from: z.optional(z.string()),
  /** The incoming webhook that posted it; `username` is what that was called then. */
  integration: z.optional(integration),
});
export type Message = z.infer<typeof message>;

/**
 * Query of `GET /api/chats/{id}/messages`. `before` and `after` are message ids, exclusive. `around` is the id of a message
 * of the chat, in its middle: `beforeAround(limit)` of the page stand before it, the rest is that message and what follows.
 */
export const messagesQuery = z
  .object({
    limit: z._default(
      z.coerce.number().check(z.int(), z.gte(1, 'must be at least 1'), z.lte(PAGE_MAX, `must be at most ${PAGE_MAX}`)),
      PAGE_DEFAULT,
    ),
    before: z.optional(z.coerce.number().check(z.int(), z.positive())),
    after: z.optional(z.coerce.number().check(z.int(), z.nonnegative())),
    around: z.optional(z.coerce.number().check(z.int(), z.positive())),
  })
  .check(
    z.refine(({ before, after, around }) => around === undefined || (before === undefined && after === undefined), {
      path: ['around'],
      message: 'cannot be combined with before or after',
    }),
  );
export type MessagesQuery = z.infer<typeof messagesQuery>;

/** How many messages before the one that it is `around` a page of so many holds, where there are as many. */
export const beforeAround = (limit: number): number => Math.floor(limit / 2);
