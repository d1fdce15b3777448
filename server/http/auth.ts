import { Router } from 'express';
import { ownUser, type Accounts } from '../core/accounts.ts';
import { credentials, registration } from '../protocol/users.ts';
import { parse } from './parse.ts';
import { resource } from './resource.ts';
import { callerOf, requireSignIn } from './sign-in.ts';

/** `/api/auth`: register, sign in, who am I. */
export function authRoutes(accounts: Accounts): Router {
  const router = Router();
  resource(router, '/register', {
    post: [
      async (req, res) => {
        res.json(await accounts.register(parse(registration, 'body', req.body), addressOf(req.ip)));
      },
    ],
  });
  resource(router, '/login', {
    post: [
      async (req, res) => {
        res.json(await accounts.login(parse(credentials, 'body', req.body), addressOf(req.ip)));
      },
    ],
  });
  resource(router, '/me', {
    get: [
      requireSignIn(accounts),
      (_req, res) => {
        res.json(ownUser(callerOf(res)));
      },
    ],
  });
  return router;
}

function addressOf(ip: string | undefined): string {
  return ip ?? 'unknown';
}
