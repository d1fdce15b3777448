import { Router } from 'express';
import type { Accounts } from '../core/accounts.ts';
import type { Invites } from '../core/invites.ts';
import { newInvite, shownInvite } from '../protocol/invites.ts';
import { addressOf } from './address.ts';
import { parse } from './parse.ts';
import { pathId } from './path-id.ts';
import { resource } from './resource.ts';
import { callerOf, requireSignIn } from './sign-in.ts';

/** `/api/invites`: what an invite opens, and those that the caller may hand out. */
export function inviteRoutes(accounts: Accounts, invites: Invites): Router {
  const router = Router();
  const signedIn = requireSignIn(accounts);
  resource(router, '/', {
    get: [
      signedIn,
      async (_req, res) => {
        res.json(await invites.list(callerOf(res)));
      },
    ],
    post: [
      signedIn,
      async (req, res) => {
        res.json(await invites.create(callerOf(res), parse(newInvite, 'body', req.body)));
      },
    ],
  });
  resource(router, '/check', {
    post: [
      async (req, res) => {
        const { invite } = parse(shownInvite, 'body', req.body);
        res.json(await invites.check(invite, addressOf(req)));
      },
    ],
  });
  resource(router, '/accept', {
    post: [
      signedIn,
      async (req, res) => {
        const { invite } = parse(shownInvite, 'body', req.body);
        res.json({ chat_id: await invites.accept(callerOf(res), invite, addressOf(req)) });
      },
    ],
  });
  resource(router, '/:invite_id', {
    delete: [
      signedIn,
      async (req, res) => {
        await invites.revoke(callerOf(res), pathId(req, 'invite_id'));
        res.json({ message: 'Invite revoked' });
      },
    ],
  });
  resource(router, '/:invite_id/renew', {
    post: [
      signedIn,
      async (req, res) => {
        res.json(await invites.renew(callerOf(res), pathId(req, 'invite_id')));
      },
    ],
  });
  return router;
}
