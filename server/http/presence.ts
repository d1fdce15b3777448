import { Router } from 'express';
import type { Accounts } from '../core/accounts.ts';
import type { Presence } from '../core/presence.ts';
import { resource } from './resource.ts';
import { callerOf, requireSignIn } from './sign-in.ts';

/** `/api/presence`: who of one's contacts is here. */
export function presenceRoutes(accounts: Accounts, presence: Presence): Router {
  const router = Router();
  resource(router, '/', {
    get: [
      requireSignIn(accounts),
      async (_req, res) => {
        res.json(await presence.list(callerOf(res).id));
      },
    ],
  });
  return router;
}
