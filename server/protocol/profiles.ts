import * as z from 'zod/mini';
import { foldUsername } from './fold-username.js';
import { id, isVisible, plainText, timestamp } from './text.ts';
import { presenceFields } from './presence.ts';

/** Characters of a display name, and UTF-16 code units of what somebody says about themselves. */
export const DISPLAY_NAME_MAX = 60;
export const ABOUT_MAX = 500;
/** Profiles that one call answers with. */
export const PROFILES_MAX = 100;

// As in usernames, but for spaces: what several scripts and many emoji need is let through.
const forbidden =
  /[\u2800\p{Cc}\p{Cs}]|(?![\u200c\u200d\p{Variation_Selector}])[\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

/** What others see instead of a username: NFKC, one line of 1 to 60 characters, spaces allowed, nothing invisible. */
export const shownName = z.string().check(
  z.overwrite((name) => name.normalize('NFKC').replace(/\s+/g, ' ').trim()),
  z.refine((name) => name.length > 0, 'must not be empty'),
  z.refine((name) => Array.from(name).length <= DISPLAY_NAME_MAX, `must have at most ${DISPLAY_NAME_MAX} characters`),
  z.refine((name) => !forbidden.test(name), 'must not contain control or invisible characters'),
  z.refine(isVisible, 'must contain a visible character'),
);

/** What somebody says about themselves, in a few lines; nothing but white space is nothing. */
export const about = z.pipe(
  plainText().check(
    z.overwrite((text) =>
      text
        .replace(/\r\n?|[\u2028\u2029]/g, '\n')
        .replace(/(?!\n)[\p{Cc}\p{Bidi_Control}]/gu, '')
        .replace(/\n{3,}/g, '\n\n')
        .trim(),
    ),
    z.maxLength(ABOUT_MAX, `must have at most ${ABOUT_MAX} characters`),
  ),
  z.transform((text: string) => (isVisible(text) ? text : null)),
);

/** The part of `PATCH /api/auth/me` that others see; null takes it away, what is left out stays. */
export const profileFields = {
  display_name: z.optional(z.nullable(shownName)),
  about: z.optional(z.nullable(about)),
};

/** Who somebody is to others, as a list of those whom a page shows has it. */
export const profileEntry = z.object({
  id: id(),
  username: z.string(),
  /** What is shown instead of the username; null where that is. */
  display_name: z.nullable(z.string()),
  /** SHA-256 of their picture in hex; null where they have none. */
  avatar: z.nullable(z.string()),
  about: z.nullable(z.string()),
});
export type ProfileEntry = z.infer<typeof profileEntry>;

/** Answer of `GET /api/users/{id}`. `status` and `last_seen` are there for who shares a chat with them. */
export const profile = z.extend(profileEntry, {
  created_at: timestamp(),
  is_guest: z.boolean(),
  is_host: z.boolean(),
  status: z.optional(presenceFields.status),
  last_seen: z.optional(presenceFields.last_seen),
});
export type Profile = z.infer<typeof profile>;

const name = z.string();

/**
 * Query of `GET /api/users/profiles`: `usernames=ann,bob`, or `usernames=ann&usernames=bob`, which takes names with commas
 * too. Names of nobody are passed over.
 */
export const profilesQuery = z.object({
  usernames: z.pipe(
    z.union([name, z.array(name)], 'must be usernames, parted by commas'),
    z.pipe(
      // A username may have a comma in it: what was given as one may be that.
      z.transform((given: string | string[]) => (Array.isArray(given) ? given : [...given.split(','), given])),
      z.pipe(
        z.transform((names: string[]) => [...new Set(names.filter((one) => one !== ''))]),
        z
          .array(name)
          .check(z.maxLength(PROFILES_MAX + 1, `at most ${PROFILES_MAX} usernames can be asked for at once`)),
      ),
    ),
  ),
});

/**
 * What a name reads as: without regard to case, Unicode form, spaces, punctuation and symbols. Two names of which this is
 * the same can be taken for each other.
 */
export function readsAs(text: string): string {
  const folded = foldUsername(text);
  return folded.replace(/[\s\p{P}\p{S}]/gu, '') || folded.replace(/\s/g, '');
}
