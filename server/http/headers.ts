import cors from 'cors';
import { Router, type RequestHandler } from 'express';
import helmet from 'helmet';
import { AppError } from '../core/errors.ts';
import type { Origins } from '../core/ports/security.ts';
import { ARCHIVE_SIZE_HEADER } from '../protocol/archive.ts';

/**
 * Who may ask, and what a browser may do with the answer. There is no `upgrade-insecure-requests` and no HSTS: on a LAN
 * the server is reached over plain HTTP, and a proxy that adds TLS adds these too.
 */
export function securityHeaders(origins: Origins): Router {
  const router = Router();
  router.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          scriptSrc: ["'self'"],
          // Formulas and menus place themselves with style attributes.
          styleSrc: ["'self'", "'unsafe-inline'"],
          imgSrc: ["'self'", 'data:', 'blob:'],
          // Sounds and films that were sent; the page has fetched them itself.
          mediaSrc: ["'self'", 'blob:'],
          fontSrc: ["'self'", 'data:'],
          // Older Safari does not count the socket as 'self'.
          connectSrc: ["'self'", 'ws:', 'wss:'],
          objectSrc: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
        },
      },
      strictTransportSecurity: false,
      // Ignored, with a warning on the console, where the page is no secure context, as on a LAN.
      crossOriginOpenerPolicy: false,
      originAgentCluster: false,
      // Desktop apps and pages on the allow-list read the interface from other origins; CORS guards it.
      crossOriginResourcePolicy: { policy: 'cross-origin' },
      referrerPolicy: { policy: 'no-referrer' },
    }),
    checkOrigin(origins),
    cors({
      origin: true,
      methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      allowedHeaders: ['Authorization', 'Content-Type'],
      exposedHeaders: ['Retry-After', 'X-Request-Id', ARCHIVE_SIZE_HEADER],
      maxAge: 600,
    }),
  );
  return router;
}

function checkOrigin(origins: Origins): RequestHandler {
  return (req, _res, next) => {
    const refusal = origins.refusal(req.headers);
    if (refusal) throw new AppError(refusal);
    next();
  };
}
