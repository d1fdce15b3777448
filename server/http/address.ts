import type { Request } from 'express';

/** The peer's address, for limits. */
export function addressOf(req: Request): string {
  return req.ip ?? 'unknown';
}
