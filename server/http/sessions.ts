import { Router } from 'express';
import type { Accounts } from '../core/accounts.ts';
import type { Sessions } from '../core/sessions.ts';
import { sessionId } from '../protocol/sessions.ts';
import { bearerOf } from './bearer.ts';
import { visitorOf } from './device.ts';
import { parse } from './parse.ts';
import { resource } from './resource.ts';
import { identityOf, requireSignIn } from './sign-in.ts';

/** `/api/auth/sessions`, `/logout` and `/renew`: on which devices somebody is signed in. */
export function sessionRoutes(accounts: Accounts, sessions: Sessions): Router {
  const router = Router();
  const signedIn = requireSignIn(accounts);
  resource(router, '/sessions', {
    get: [
      signedIn,
      (_req, res) => {
        res.json(sessions.list(identityOf(res)));
      },
    ],
    delete: [
      signedIn,
      async (_req, res) => {
        await sessions.endOthers(identityOf(res));
        res.json({ message: 'Signed out everywhere else' });
      },
    ],
  });
  resource(router, '/sessions/:session_id', {
    delete: [
      signedIn,
      async (req, res) => {
        await sessions.end(identityOf(res), parse(sessionId, 'path', req.params['session_id']));
        res.json({ message: 'Signed out' });
      },
    ],
  });
  resource(router, '/logout', {
    post: [
      signedIn,
      async (_req, res) => {
        await sessions.logout(identityOf(res));
        res.json({ message: 'Signed out' });
      },
    ],
  });
  resource(router, '/renew', {
    post: [
      async (req, res) => {
        const { device, address } = visitorOf(req);
        res.json(await sessions.renew(bearerOf(req), device, address));
      },
    ],
  });
  return router;
}
