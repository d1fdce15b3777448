import { Router } from 'express';
import type { Accounts } from '../core/accounts.ts';
import type { Notifications } from '../core/notifications.ts';
import { chatNotifications } from '../protocol/preferences.ts';
import { parse } from './parse.ts';
import { pathId } from './path-id.ts';
import { resource } from './resource.ts';
import { callerOf, requireSignIn } from './sign-in.ts';

/** `/api/chats/{id}/notifications`: what the caller is told of a chat. */
export function notificationRoutes(accounts: Accounts, notifications: Notifications): Router {
  const router = Router();
  resource(router, '/:chat_id/notifications', {
    put: [
      requireSignIn(accounts),
      async (req, res) => {
        const wanted = parse(chatNotifications, 'body', req.body);
        res.json(await notifications.set(callerOf(res), pathId(req, 'chat_id'), wanted));
      },
    ],
  });
  return router;
}
