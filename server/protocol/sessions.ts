import * as z from 'zod/mini';
import { newPassword } from './users.ts';
import { timestamp } from './text.ts';

/** Somebody can be signed in on so many devices at once; those that were used least lately go. */
export const SESSIONS_MAX = 50;
/** A session that was not used for so many days is over. */
export const SESSION_DAYS = 30;
/** A link to a new password is good for so many hours. */
export const RESET_HOURS = 24;

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

const typedPassword = z.string().check(z.minLength(1, 'must not be empty'), z.maxLength(500));

/**
 * Body of `POST /api/auth/password`. `current_password` may be left out only where the account has none yet, as that of a
 * party's host.
 */
export const passwordChange = z.object({ current_password: z.optional(typedPassword), new_password: newPassword });
export type PasswordChange = z.infer<typeof passwordChange>;

/** Body of `POST /api/auth/reset`: `token` is of the link that the host has given. */
export const passwordReset = z.object({
  token: z.string().check(z.minLength(1, 'must not be empty'), z.maxLength(100)),
  password: newPassword,
});
export type PasswordReset = z.infer<typeof passwordReset>;

/** What becomes of the messages of who deletes their account: they stay without a name, or are deleted. */
export const erasedMessages = z.enum(['anonymous', 'deleted']);
export type ErasedMessages = z.infer<typeof erasedMessages>;

/** Body of `DELETE /api/auth/me`. */
export const accountDeletion = z.object({ password: typedPassword, messages: erasedMessages });
export type AccountDeletion = z.infer<typeof accountDeletion>;
