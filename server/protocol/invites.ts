import * as z from 'zod/mini';
import { id, plainText, timestamp } from './text.ts';

/** Characters of an invite token: 128 random bits in base64url. */
export const INVITE_TOKEN_LENGTH = 22;
/** Characters of a join code, without the hyphen in its middle. */
export const JOIN_CODE_LENGTH = 8;
/** The letters of a join code: no I, L, O and U, which are misread or spell words. */
export const JOIN_CODE_LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The form of a join code that is compared: upper case, without what people put between, look-alikes made one. */
export function foldJoinCode(code: string): string {
  return code
    .toUpperCase()
    .replace(/[\s\u2010-\u2015-]/g, '')
    .replace(/[IL]/g, '1')
    .replaceAll('O', '0');
}

/** A join code as people read it: `ABCD-1234`. */
export function formatJoinCode(code: string): string {
  return `${code.slice(0, JOIN_CODE_LENGTH / 2)}-${code.slice(JOIN_CODE_LENGTH / 2)}`;
}

/** What somebody shows who was invited: the token of an invite link, or a join code as typed. */
export const inviteSecret = plainText().check(
  z.minLength(1, 'must not be empty'),
  z.maxLength(100, 'is longer than any invite'),
);

/** Body of `POST /api/invites/check` and `POST /api/invites/accept`. */
export const shownInvite = z.object({ invite: inviteSecret });

/** Body of `POST /api/invites`. */
export const newInvite = z.object({
  /** The chat that the guest is put into; the caller takes part in it. Null: only opens the door. */
  chat_id: z._default(z.nullable(id()), null),
  /** Seconds until it stops working, at most a year; null: never. */
  expires_in: z._default(z.nullable(z.int().check(z.minimum(60), z.maximum(365 * 86_400))), null),
});
export type NewInvite = z.infer<typeof newInvite>;

/** An invite as those see it who may hand it out: the host sees all, others their own. */
export const invite = z.object({
  id: id(),
  token: z.string(),
  /** Stands for the token where somebody has to type it; see `formatJoinCode`. */
  code: z.string(),
  chat_id: z.nullable(id()),
  created_by: z.string(),
  created_at: timestamp(),
  expires_at: z.nullable(timestamp()),
  /** How many people have come in with it. */
  uses: z.int().check(z.nonnegative()),
});
export type Invite = z.infer<typeof invite>;

/** Answer of `POST /api/invites/check`: what somebody may know who shows a valid invite. */
export const checkedInvite = z.object({
  invited_by: z.string(),
  /** Name of the chat it leads into; null where it leads into none, or into one without a name. */
  chat_name: z.nullable(z.string()),
  expires_at: z.nullable(timestamp()),
});
export type CheckedInvite = z.infer<typeof checkedInvite>;

/** Answer of `POST /api/invites/accept`: the chat that the caller takes part in now, if the invite leads into one. */
export const acceptedInvite = z.object({ chat_id: z.nullable(id()) });
