import * as z from 'zod/mini';
import { presenceFields } from './presence.ts';
import { id, plainText, timestamp } from './text.ts';

/** Somebody with an account, as the host sees them; answer of `GET /api/people` is a list of these. */
export const person = z.object({
  id: id(),
  username: z.string(),
  /** As in `user`. */
  display_name: z.optional(z.nullable(z.string())),
  avatar: z.optional(z.nullable(z.string())),
  is_guest: z.boolean(),
  is_host: z.boolean(),
  created_at: timestamp(),
  /** Connected now. */
  online: z.boolean(),
  status: z.optional(presenceFields.status),
  last_seen: z.optional(presenceFields.last_seen),
  /** Since when they may not come in; null where they may. */
  banned_at: z.optional(z.nullable(timestamp())),
  /** How many chats they take part in. */
  chats: z.optional(z.int().check(z.nonnegative())),
  /** Bytes of the files that they have uploaded. */
  file_bytes: z.optional(z.int().check(z.nonnegative())),
});
export type PersonEntry = z.infer<typeof person>;

export const BAN_REASON_MAX = 200;

/** Body of `PUT /api/people/{id}/ban`. The reason is for the host's own log; nobody else is told. */
export const ban = z.object({
  reason: z.optional(plainText().check(z.trim(), z.maxLength(BAN_REASON_MAX))),
});

/** Answer of `POST /api/people/{id}/password-reset`: `token` makes a `resetAddress`, which opens once, until it expires. */
export const resetLink = z.object({ token: z.string(), expires_at: timestamp() });
export type ResetLink = z.infer<typeof resetLink>;
