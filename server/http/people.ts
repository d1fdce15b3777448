import { Router } from 'express';
import type { Accounts } from '../core/accounts.ts';
import type { Bans } from '../core/bans.ts';
import type { AccountPasswords } from '../core/passwords.ts';
import type { People } from '../core/people.ts';
import { ban } from '../protocol/people.ts';
import { parse } from './parse.ts';
import { pathId } from './path-id.ts';
import { resource } from './resource.ts';
import { callerOf, requireSignIn } from './sign-in.ts';

/** `/api/people`: everybody with an account, for the host. */
export function peopleRoutes(accounts: Accounts, people: People, bans: Bans, passwords: AccountPasswords): Router {
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
  resource(router, '/:user_id/ban', {
    put: [
      signedIn,
      async (req, res) => {
        const userId = pathId(req, 'user_id');
        const { reason } = parse(ban, 'body', req.body ?? {});
        const { username } = await bans.ban(callerOf(res), userId, reason);
        res.json({ message: `User ${username} banned` });
      },
    ],
    delete: [
      signedIn,
      async (req, res) => {
        const { username } = await bans.unban(callerOf(res), pathId(req, 'user_id'));
        res.json({ message: `User ${username} is no longer banned` });
      },
    ],
  });
  resource(router, '/:user_id/password-reset', {
    post: [
      signedIn,
      async (req, res) => {
        res.json(await passwords.createReset(callerOf(res), pathId(req, 'user_id')));
      },
    ],
  });
  return router;
}
