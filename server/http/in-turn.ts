import type { NextFunction, RequestHandler } from 'express';

/**
 * Requests that come together are handled one per turn of the event loop, in their order: between two of them everybody
 * else has theirs, so that a crowd at the door holds up no conversation.
 */
export function inTurn(): RequestHandler {
  const waiting: NextFunction[] = [];
  const handleNext = (): void => {
    try {
      waiting[0]?.();
    } finally {
      waiting.shift();
      if (waiting.length > 0) setImmediate(handleNext);
    }
  };
  return (_req, _res, next) => {
    if (waiting.push(next) === 1) setImmediate(handleNext);
  };
}
