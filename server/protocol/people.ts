import * as z from 'zod/mini';
import { presenceFields } from './presence.ts';
import { id, timestamp } from './text.ts';

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
});
export type PersonEntry = z.infer<typeof person>;
