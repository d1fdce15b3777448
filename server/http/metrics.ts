import { Router, type RequestHandler } from 'express';
import { AppError } from '../core/errors.ts';
import type { Limiter } from '../core/ports/limiter.ts';
import { addressOf } from './address.ts';
import { bearerOf } from './bearer.ts';
import { resource } from './resource.ts';

/** What `/metrics` shows, in whichever format. */
export interface Exposition {
  contentType: string;
  text: () => Promise<string>;
}

/** `/metrics` on the server's own port. */
export interface MetricsDoor {
  exposition: Exposition;
  /** Lets pass who may see them. */
  guard: RequestHandler;
}

/** `/metrics` for everybody who reaches it, or only for whom `guard` lets pass. */
export function metricsRoutes({ contentType, text }: Exposition, ...guard: RequestHandler[]): Router {
  const router = Router();
  resource(router, '/', {
    get: [
      ...guard,
      async (_req, res) => {
        // Not `res.send`, which would reorder the parameters of the type.
        res.writeHead(200, { 'Content-Type': contentType, 'Cache-Control': 'no-store' }).end(await text());
      },
    ],
  });
  return router;
}

/** Lets only requests with the right `Authorization: Bearer` token pass, and so many tries of one address. */
export function requireMetricsToken(isToken: (shown: string) => boolean, limiter: Limiter): RequestHandler {
  return async (req, _res, next) => {
    // Before the look at the token: once there were too many guesses, not even a right one is told from them.
    await limiter.consume('metrics', `address:${addressOf(req)}`);
    if (!isToken(bearerOf(req) ?? '')) {
      throw new AppError('not_authenticated', 'Send the METRICS_TOKEN of this server as Authorization: Bearer.');
    }
    next();
  };
}
