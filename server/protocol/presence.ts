import * as z from 'zod/mini';
import { id, timestamp } from './text.ts';

/** `away`: connected, but for some minutes nobody has touched any of their devices. */
export const presenceStatus = z.enum(['online', 'away', 'offline']);
export type PresenceStatus = z.infer<typeof presenceStatus>;

export const presenceFields = {
  status: presenceStatus,
  /** When they were last connected; null where they are now, were never, or do not show it. */
  last_seen: z.nullable(timestamp()),
};

/** Whether somebody is here; `GET /api/presence` answers a list of these. */
export const presence = z.object({ user_id: id(), username: z.string(), ...presenceFields });
export type PresenceEntry = z.infer<typeof presence>;
