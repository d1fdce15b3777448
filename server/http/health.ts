import { Router } from 'express';
import { AppError } from '../core/errors.ts';
import type { Health } from '../protocol/health.ts';
import { resource } from './resource.ts';

/** `/health`: 200 while the server can be used, 503 before and after. */
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
  return router;
}
