import * as z from 'zod/mini';
import { id, timestamp } from './text.ts';

/** Somebody with an account, as the host sees them; answer of `GET /api/people` is a list of these. */
export const person = z.object({
  id: id(),
  username: z.string(),
  is_guest: z.boolean(),
  is_host: z.boolean(),
  created_at: timestamp(),
  /** Connected now. */
  online: z.boolean(),
});
export type PersonEntry = z.infer<typeof person>;
