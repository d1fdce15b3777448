import { Router } from 'express';
import type { Accounts } from '../core/accounts.ts';
import type { Audit } from '../core/audit.ts';
import { auditQuery } from '../protocol/audit.ts';
import { parse } from './parse.ts';
import { resource } from './resource.ts';
import { callerOf, requireSignIn } from './sign-in.ts';

/** `/api/admin`: what the host of the server sees of it. */
export function adminRoutes(accounts: Accounts, audit: Audit): Router {
  const router = Router();
  const signedIn = requireSignIn(accounts);
  resource(router, '/audit', {
    get: [
      signedIn,
      async (req, res) => {
        res.json(await audit.list(callerOf(res), parse(auditQuery, 'query', req.query)));
      },
    ],
  });
  return router;
}
