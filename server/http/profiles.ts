import { Router } from 'express';
import { ownUser, type Accounts } from '../core/accounts.ts';
import type { Avatars } from '../core/avatars.ts';
import type { Profiles } from '../core/profiles.ts';
import { profilesQuery } from '../protocol/profiles.ts';
import { addressOf } from './address.ts';
import { parse } from './parse.ts';
import { pathId } from './path-id.ts';
import { resource } from './resource.ts';
import { sendContent } from './send-content.ts';
import { callerOf, requireSignIn } from './sign-in.ts';
import { receivedFile, receiveFile } from './upload.ts';

/** `/api/auth/me/avatar`: one's own picture. */
export function ownAvatarRoutes(accounts: Accounts, avatars: Avatars): Router {
  const router = Router();
  const signedIn = requireSignIn(accounts);
  resource(router, '/', {
    put: [
      signedIn,
      ...receiveFile((req, res, announced) => avatars.begin(callerOf(res), addressOf(req), announced)),
      async (req, res) => {
        const { upload, type } = receivedFile(req);
        res.json(ownUser(await avatars.set(callerOf(res), upload, type)));
      },
    ],
    delete: [
      signedIn,
      async (_req, res) => {
        res.json(ownUser(await avatars.remove(callerOf(res))));
      },
    ],
  });
  return router;
}

/** `/api/users`: who people are. */
export function profileRoutes(accounts: Accounts, profiles: Profiles, avatars: Avatars): Router {
  const router = Router();
  const signedIn = requireSignIn(accounts);
  resource(router, '/profiles', {
    get: [
      signedIn,
      async (req, res) => {
        const { usernames } = parse(profilesQuery, 'query', req.query);
        res.json(await profiles.named(callerOf(res), usernames));
      },
    ],
  });
  resource(router, '/:user_id', {
    get: [
      signedIn,
      async (req, res) => {
        res.json(await profiles.get(callerOf(res), pathId(req, 'user_id')));
      },
    ],
  });
  resource(router, '/:user_id/avatar', {
    get: [
      signedIn,
      async (req, res) => {
        const found = await avatars.open(pathId(req, 'user_id'));
        // Another one may be at this address tomorrow.
        await sendContent(req, res, found, 'private, no-cache, no-transform');
      },
    ],
  });
  return router;
}
