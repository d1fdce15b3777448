import { Router } from 'express';
import type { Accounts } from '../core/accounts.ts';
import type { Users } from '../core/users.ts';
import { userSearch } from '../protocol/user-search.ts';
import { parse } from './parse.ts';
import { resource } from './resource.ts';
import { callerOf, requireSignIn } from './sign-in.ts';

/** `/api/users`: people by their names. */
export function userRoutes(accounts: Accounts, users: Users): Router {
  const router = Router();
  resource(router, '/search', {
    get: [
      requireSignIn(accounts),
      async (req, res) => {
        res.json(await users.search(callerOf(res), parse(userSearch, 'query', req.query)));
      },
    ],
  });
  return router;
}
