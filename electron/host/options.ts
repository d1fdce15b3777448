import * as z from 'zod';
import { SERVER_NAME_MAX } from '../../server/protocol/limits.ts';
import { plainText } from '../../server/protocol/text.ts';
import { isReservedUsername, username } from '../../server/protocol/users.ts';
import type { HostOptions } from '../bridge.ts';

/** The form of what the page says when it hosts a party, and of what is remembered of the last one. */
export const hostOptions: z.ZodType<HostOptions> = z.object({
  name: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(SERVER_NAME_MAX, `must have at most ${SERVER_NAME_MAX} characters`)
    .pipe(plainText()),
  username: z
    .string()
    .pipe(username)
    .refine((name) => !isReservedUsername(name), 'is reserved'),
  port: z.union([z.literal(0), z.int().min(1024).max(65_535)], 'must be 0, or from 1024 to 65535'),
  access: z.enum(['open', 'invite']),
});
