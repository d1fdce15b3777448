import { Router } from 'express';
import { AppError } from '../core/errors.ts';
import type { Health, Liveness } from '../protocol/health.ts';
import { resource } from './resource.ts';

/**
 * `/health`: 200 while the server can be used, 503 before and after. `/health/live`: 200 as long as anything answers here
 * at all, so that who restarts what is dead does not restart what only waits for its disk, or is about to end.
 */
export function healthRoutes(health: () => Health | undefined): Router {
  const router = Router();
  resource(router, '/', {
    get: [
      (_req, res) => {
        const now = health();
        if (!now) throw new AppError('not_ready');
        res.json(now);
      },
    ],
  });
  resource(router, '/live', {
    get: [
      (_req, res) => {
        res.json({ status: 'alive' } satisfies Liveness);
      },
    ],
  });
  return router;
}
