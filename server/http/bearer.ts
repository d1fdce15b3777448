import type { Request } from 'express';

/** The token in a request's `Authorization: Bearer`. */
export function bearerOf(req: Request): string | undefined {
  return /^Bearer +(\S+)$/i.exec(req.headers.authorization ?? '')?.[1];
}
