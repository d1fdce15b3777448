import type { Request, Response } from 'express';

/** What streams say of a connection that has ended under them. */
const endings: ReadonlySet<unknown> = new Set(['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'EPIPE']);

/** Whether a request broke because who made it is no longer there: no fault of ours, and nobody to tell. */
export function isGoneAway(req: Request, error: unknown): boolean {
  return req.socket.destroyed && error instanceof Error && 'code' in error && endings.has(error.code);
}

/**
 * Ends an answer whose rest cannot be had. Where half of it is under way, all that can be told by then is that it is not
 * whole: the connection breaks.
 * @param words for the log
 * @throws the error, where nothing has been said yet
 */
export function breakOff(req: Request, res: Response, error: unknown, words: string): void {
  if (!res.headersSent) throw error;
  if (!isGoneAway(req, error)) req.log.warn({ err: error }, words);
  res.destroy();
}
