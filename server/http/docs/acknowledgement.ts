import * as z from 'zod/mini';

/** The answer of what changes something and has nothing to show: a sentence for people. */
export const acknowledgement = z.object({ message: z.string() });
