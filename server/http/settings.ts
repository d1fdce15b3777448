import { Router } from 'express';
import type { Accounts } from '../core/accounts.ts';
import type { Settings } from '../core/settings.ts';
import { settingsChange } from '../protocol/options.ts';
import { parse } from './parse.ts';
import { resource } from './resource.ts';
import { callerOf, requireSignIn } from './sign-in.ts';

/** `/api/admin/settings`: what the host decides while the server runs. */
export function settingsRoutes(
  accounts: Accounts,
  settings: Settings,
  news: Parameters<Settings['change']>[2],
): Router {
  const router = Router();
  const signedIn = requireSignIn(accounts);
  resource(router, '/settings', {
    get: [
      signedIn,
      (_req, res) => {
        res.json(settings.list(callerOf(res)));
      },
    ],
    patch: [
      signedIn,
      async (req, res) => {
        res.json(await settings.change(callerOf(res), parse(settingsChange, 'body', req.body), news));
      },
    ],
  });
  return router;
}
