import * as z from 'zod/mini';

/** Answer of `GET /health`. */
export const health = z.object({
  status: z.literal('healthy'),
  version: z.string(),
  /** Which bot answers here: `gemini`, or `demo` where no key is set. */
  bot: z.object({ kind: z.enum(['gemini', 'demo']), model: z.string() }),
  store: z.string(),
  /** UTF-16 code units that a message may have here. */
  message_max: z.optional(z.int().check(z.positive())),
});
export type Health = z.infer<typeof health>;
