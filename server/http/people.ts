import { Router } from 'express';
import type { Accounts } from '../core/accounts.ts';
import type { People } from '../core/people.ts';
import { pathId } from './path-id.ts';
import { resource } from './resource.ts';
import { callerOf, requireSignIn } from './sign-in.ts';

/** `/api/people`: everybody with an account, for the host. */
export function peopleRoutes(accounts: Accounts, people: People): Router {
  const router = Router();
  const signedIn = requireSignIn(accounts);
  resource(router, '/', {
    get: [
      signedIn,
      async (_req, res) => {
        res.json(await people.list(callerOf(res)));
      },
    ],
  });
  resource(router, '/:user_id', {
    delete: [
      signedIn,
      async (req, res) => {
        const removed = await people.remove(callerOf(res), pathId(req, 'user_id'));
        res.json({ message: `User ${removed.username} removed` });
      },
    ],
  });
  return router;
}
