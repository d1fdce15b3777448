import { Router } from 'express';
import { ownUser, type Accounts } from '../core/accounts.ts';
import type { Admissions } from '../core/admissions.ts';
import type { Departures } from '../core/departures.ts';
import { accountDeletion } from '../protocol/sessions.ts';
import {
  accountChange,
  credentials,
  guestRegistration,
  guestUpgrade,
  proofRequest,
  registration,
} from '../protocol/users.ts';
import { addressOf } from './address.ts';
import { visitorOf } from './device.ts';
import { parse } from './parse.ts';
import { resource } from './resource.ts';
import { callerOf, requireSignIn } from './sign-in.ts';

/** `/api/auth`: make an account or come as a guest, sign in, who am I. */
export function authRoutes(accounts: Accounts, admissions: Admissions, departures: Departures): Router {
  const router = Router();
  const signedIn = requireSignIn(accounts);
  resource(router, '/register', {
    post: [
      async (req, res) => {
        res.json(await admissions.register(parse(registration, 'body', req.body), addressOf(req)));
      },
    ],
  });
  resource(router, '/guest', {
    post: [
      async (req, res) => {
        res.json(await admissions.registerGuest(parse(guestRegistration, 'body', req.body), visitorOf(req)));
      },
    ],
  });
  resource(router, '/upgrade', {
    post: [
      signedIn,
      async (req, res) => {
        res.json(await accounts.upgrade(callerOf(res), parse(guestUpgrade, 'body', req.body), addressOf(req)));
      },
    ],
  });
  resource(router, '/login', {
    post: [
      async (req, res) => {
        res.json(await accounts.login(parse(credentials, 'body', req.body), visitorOf(req)));
      },
    ],
  });
  resource(router, '/prove', {
    post: [
      async (req, res) => {
        res.json({ proof: await accounts.prove(parse(proofRequest, 'body', req.body), addressOf(req)) });
      },
    ],
  });
  resource(router, '/me', {
    get: [
      signedIn,
      (_req, res) => {
        res.json(ownUser(callerOf(res)));
      },
    ],
    patch: [
      signedIn,
      async (req, res) => {
        res.json(await accounts.change(callerOf(res), parse(accountChange, 'body', req.body)));
      },
    ],
    delete: [
      signedIn,
      async (req, res) => {
        await departures.leave(callerOf(res), parse(accountDeletion, 'body', req.body), addressOf(req));
        res.json({ message: 'Account deleted' });
      },
    ],
  });
  return router;
}
