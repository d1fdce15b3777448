import * as z from 'zod/mini';
import { foldUsername } from './fold-username.js';
import { BOT_NAME, EMAIL_MAX, PASSWORD_MAX_BYTES, PASSWORD_MIN, USERNAME_MAX } from './limits.ts';
import { inviteSecret } from './invites.ts';
import { preferences, preferencesChange } from './preferences.ts';
import { profileFields } from './profiles.ts';
import { presenceFields } from './presence.ts';
import { id, isVisible, plainText, timestamp } from './text.ts';

export { foldUsername } from './fold-username.js';

// Zero-width joiner and non-joiner, and selectors of variants, show nothing, but several scripts and many emoji need them.
const forbiddenInUsername =
  /[\s\u2800\p{Cc}\p{Cs}]|(?![\u200c\u200d\p{Variation_Selector}])[\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

/** A username as people see it: NFKC, 1 to 40 characters, no spaces, control or invisible formatting characters. */
export const username = z.string().check(
  z.normalize('NFKC'),
  z.refine((name) => name.length > 0, 'must not be empty'),
  z.refine((name) => Array.from(name).length <= USERNAME_MAX, `must have at most ${USERNAME_MAX} characters`),
  z.refine((name) => !forbiddenInUsername.test(name), 'must not contain spaces, control or invisible characters'),
  z.refine(isVisible, 'must contain a visible character'),
);

const reserved = new Set([BOT_NAME, 'bot', 'demo', 'system'].map(foldUsername));

/** True for names that only the bot and the server itself may carry. */
export function isReservedUsername(name: string): boolean {
  return reserved.has(foldUsername(name));
}

/** What those are called who have deleted their account: with a space, it is nobody's username. */
export const DELETED_USER = 'Deleted user';

const utf8 = new TextEncoder();

/** A new password: at least 8 characters, at most 72 bytes of UTF-8 (bcrypt would silently ignore the rest). */
export const newPassword = plainText().check(
  z.minLength(PASSWORD_MIN, `must have at least ${PASSWORD_MIN} characters`),
  z.refine(
    (password) => utf8.encode(password).length <= PASSWORD_MAX_BYTES,
    `must have at most ${PASSWORD_MAX_BYTES} bytes (letters with accents and emoji count more than one)`,
  ),
);

const email = z.email('must be an e-mail address').check(z.maxLength(EMAIL_MAX));

/** Body of `POST /api/auth/register`. `invite` is needed where `/health` says `registration: "invite"`. */
export const registration = z.object({ username, email, password: newPassword, invite: z.optional(inviteSecret) });
export type Registration = z.infer<typeof registration>;

/** The username that a guest gets for the name they typed: spaces, which usernames cannot have, become underscores. */
export const displayName = z.pipe(
  z.pipe(
    z.string(),
    z.transform((name) => name.trim().replace(/\s+/g, '_')),
  ),
  username,
);

/**
 * Body of `POST /api/auth/guest`: an account of which nobody but this device knows the password. The device makes one up
 * and keeps it, to sign in again when the token has expired.
 */
export const guestRegistration = z.object({
  display_name: displayName,
  password: newPassword,
  invite: z.optional(inviteSecret),
});
export type GuestRegistration = z.infer<typeof guestRegistration>;

/** Body of `POST /api/auth/upgrade`: makes a guest's account one that can be used from anywhere. */
export const guestUpgrade = z.object({ email, password: newPassword });
export type GuestUpgrade = z.infer<typeof guestUpgrade>;

/** Body of `POST /api/auth/login`. What cannot be an account's name or password is simply incorrect, not invalid. */
export const credentials = z.object({
  username: z.string().check(z.minLength(1, 'must not be empty'), z.maxLength(500)),
  password: z.string().check(z.minLength(1, 'must not be empty'), z.maxLength(500)),
});
export type Credentials = z.infer<typeof credentials>;

/** Answer of `POST /api/auth/login`. `access_token` is a JWT that is good for 24 hours. */
export const accessToken = z.object({ access_token: z.string(), token_type: z.literal('bearer') });
export type AccessToken = z.infer<typeof accessToken>;

/**
 * Body of `POST /api/auth/prove`: asks a server to show that it is the one that gave a token, expired or not, before that
 * is entrusted to it at an address where it was not before.
 */
export const proofRequest = z.object({
  /** The token up to its second dot: what was signed, without the signature. */
  signed: z.string().check(z.regex(/^[\w-]{1,500}\.[\w-]{1,1000}$/, 'must be the first two parts of a token')),
  /** 32 random bytes in base64url, new for every question. */
  nonce: z.string().check(z.regex(/^[\w-]{43}$/, 'must be 32 bytes in base64url')),
});
export type ProofRequest = z.infer<typeof proofRequest>;

/** `proof`: HMAC-SHA256 of the nonce in base64url, keyed with the token's signature; both as the text that they are on the wire. */
export const proof = z.object({ proof: z.string() });

/** A user as others see them. `email` is present only in one's own, and null for a guest. */
export const user = z.object({
  id: id(),
  username: z.string(),
  email: z.optional(z.nullable(z.string())),
  created_at: timestamp(),
  /** Joined with a name only, and has not taken a password of their own yet. */
  is_guest: z.optional(z.boolean()),
  /** Hosts this server: makes invites for it and may remove people. */
  is_host: z.optional(z.boolean()),
  /** Where the participants of a chat are listed: whether they are here. */
  status: z.optional(presenceFields.status),
  last_seen: z.optional(presenceFields.last_seen),
  /** Present only in one's own: others are told when one was last here. */
  shows_last_seen: z.optional(z.boolean()),
  /** What others see instead of the username; null or left out where they see that. */
  display_name: z.optional(z.nullable(z.string())),
  /** What they say about themselves. */
  about: z.optional(z.nullable(z.string())),
  /** Tells one picture from another; null or left out where there is none. */
  avatar: z.optional(z.nullable(z.string())),
  /** Present only in one's own. */
  preferences: z.optional(preferences),
});
export type User = z.infer<typeof user>;

/** Body of `PATCH /api/auth/me`: what is left out stays. */
export const accountChange = z.object({
  shows_last_seen: z.optional(z.boolean()),
  preferences: z.optional(preferencesChange),
  ...profileFields,
});
export type AccountChange = z.infer<typeof accountChange>;

/** Answer of the calls that make an account and sign in at once. `chat_id` is the chat that it was put into, if any. */
export const admission = z.extend(accessToken, { user, chat_id: z.nullable(id()) });
export type Admission = z.infer<typeof admission>;
