import * as z from 'zod/mini';
import { DISPLAY_NAME_MAX } from './profiles.ts';
import { id, plainText } from './text.ts';

/** People that one search shows at most. */
export const USERS_FOUND_MAX = 10;

/** Query of `GET /api/users/search`; its answer is a list of users, without their e-mail addresses. */
export const userSearch = z.object({
  /** A part of a username or a display name, in any case. */
  query: plainText().check(
    z.trim(),
    z.minLength(1, 'must not be empty'),
    z.refine((text) => Array.from(text).length <= DISPLAY_NAME_MAX, `must have at most ${DISPLAY_NAME_MAX} characters`),
  ),
  /** Leaves out those who take part in this chat; the caller takes part in it. */
  exclude_chat_id: z.optional(z.pipe(z.coerce.number(), id())),
});
export type UserSearch = z.infer<typeof userSearch>;
