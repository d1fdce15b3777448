import type { Request } from 'express';
import * as z from 'zod';
import { id } from '../protocol/text.ts';
import { parse } from './parse.ts';

const wholeNumber = z
  .string()
  .regex(/^\d{1,16}$/, 'must be a positive whole number')
  .transform(Number)
  .pipe(id());

/** The id in a request's path. @throws InvalidInput */
export function pathId(
  req: Request,
  name: 'chat_id' | 'file_id' | 'invite_id' | 'message_id' | 'user_id' | 'webhook_id',
): number {
  return parse(z.object({ [name]: wholeNumber }), 'path', req.params)[name]!;
}
