import * as z from 'zod/mini';
import { errorCode } from './codes.ts';

/** One thing that is wrong with a body or query: where, what, and of which kind. */
export const issue = z.object({
  loc: z.array(z.union([z.string(), z.number()])),
  msg: z.string(),
  type: z.string(),
});
export type Issue = z.infer<typeof issue>;

/** Every error answer of the REST interface; `detail` is a list where a body or query does not parse (422). */
export const errorBody = z.object({
  detail: z.union([z.string(), z.array(issue)]),
  code: z.optional(errorCode),
});
export type ErrorBody = z.infer<typeof errorBody>;
