import * as z from 'zod/mini';
import { timestamp } from './text.ts';

/** Somebody can be signed in on so many devices at once; those that were used least lately go. */
export const SESSIONS_MAX = 50;
/** A session that was not used for so many days is over. */
export const SESSION_DAYS = 30;

/** The programs and systems that a device is recognised by; anything else is null. */
export const devicePrograms = ['app', 'Firefox', 'Chrome', 'Edge', 'Opera', 'Safari', 'Samsung Internet'] as const;
export const deviceSystems = ['Windows', 'macOS', 'Linux', 'Android', 'iOS', 'ChromeOS'] as const;

/** On what somebody signed in: `app` is the desktop app. */
export const device = z.object({
  program: z.nullable(z.enum(devicePrograms)),
  system: z.nullable(z.enum(deviceSystems)),
});
export type Device = z.infer<typeof device>;

/** Id of a session: 128 random bits in base64url. */
export const sessionId = z.string().check(z.regex(/^[\w-]{22}$/, 'must be the id of a session'));

/** Being signed in on one device, as only who is signed in is shown it. */
export const session = z.object({
  id: sessionId,
  device,
  created_at: timestamp(),
  /** To the minute. */
  last_used_at: timestamp(),
  /** It is the one that asks. */
  is_current: z.boolean(),
});
export type SessionEntry = z.infer<typeof session>;
