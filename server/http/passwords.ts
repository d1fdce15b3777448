import { Router } from 'express';
import type { Accounts } from '../core/accounts.ts';
import type { AccountPasswords } from '../core/passwords.ts';
import { passwordChange, passwordReset } from '../protocol/sessions.ts';
import { visitorOf } from './device.ts';
import { parse } from './parse.ts';
import { resource } from './resource.ts';
import { identityOf, requireSignIn } from './sign-in.ts';

/** `/api/auth/password` and `/reset`: how an account gets another password. */
export function passwordRoutes(accounts: Accounts, passwords: AccountPasswords): Router {
  const router = Router();
  const signedIn = requireSignIn(accounts);
  resource(router, '/password', {
    post: [
      signedIn,
      async (req, res) => {
        const change = parse(passwordChange, 'body', req.body);
        res.json(await passwords.change(identityOf(res), change, visitorOf(req)));
      },
    ],
  });
  resource(router, '/reset', {
    post: [
      async (req, res) => {
        res.json(await passwords.reset(parse(passwordReset, 'body', req.body), visitorOf(req)));
      },
    ],
  });
  return router;
}
