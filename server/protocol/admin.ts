import * as z from 'zod/mini';
import { id, timestamp } from './text.ts';

const count = () => z.int().check(z.nonnegative());

/** A chat as the host of the server sees it, who may take no part in it: nothing that is said there. */
export const adminChat = z.object({
  id: id(),
  /** Null for a chat that is no group: it is known by who takes part. */
  name: z.nullable(z.string()),
  is_group: z.boolean(),
  is_ai_chat: z.boolean(),
  /** The chat of everybody, which stays. */
  is_lobby: z.boolean(),
  /** Null where nobody is left. */
  owner: z.nullable(z.object({ id: id(), username: z.string() })),
  participants: count(),
  /** The first of them, at most `PARTICIPANT_NAMES_SHOWN`. */
  participant_usernames: z.array(z.string()),
  created_at: timestamp(),
  /** When the newest message was written; null where there is none. */
  last_message_at: z.nullable(timestamp()),
  message_bytes: count(),
  file_bytes: count(),
});
export type AdminChat = z.infer<typeof adminChat>;

/** Answer of `GET /api/admin/overview`: how much there is of everything. */
export const overview = z.object({
  people: z.object({ total: count(), guests: count(), banned: count(), online: count() }),
  chats: count(),
  message_bytes: count(),
  /** `limit` is null where there is none. */
  files: z.object({ bytes: count(), limit: z.nullable(count()) }),
  /** Bytes that still fit on the disk; null where that cannot be known. */
  free_bytes: z.nullable(count()),
  version: z.string(),
  started_at: timestamp(),
  saving: z.boolean(),
  bot: z.object({ kind: z.string(), model: z.string() }),
});
export type Overview = z.infer<typeof overview>;
