import { Router, type Request } from 'express';
import * as z from 'zod';
import type { Accounts } from '../core/accounts.ts';
import type { Webhooks } from '../core/webhooks/webhooks.ts';
import { newWebhook, webhookChange } from '../protocol/webhooks.ts';
import { parse } from './parse.ts';
import { pathId } from './path-id.ts';
import { resource } from './resource.ts';
import { callerOf, requireSignIn } from './sign-in.ts';

/** `/api/chats/{id}/webhooks`: for the chat's owner and admins. */
export function webhookRoutes(accounts: Accounts, webhooks: Webhooks): Router {
  const router = Router();
  const signedIn = requireSignIn(accounts);
  const place = (req: Request) => [pathId(req, 'chat_id'), pathId(req, 'webhook_id')] as const;
  resource(router, '/:chat_id/webhooks', {
    get: [
      signedIn,
      async (req, res) => {
        res.json(await webhooks.list(callerOf(res), pathId(req, 'chat_id')));
      },
    ],
    post: [
      signedIn,
      async (req, res) => {
        const wish = parse(newWebhook, 'body', req.body);
        res.json(await webhooks.create(callerOf(res), pathId(req, 'chat_id'), wish));
      },
    ],
  });
  resource(router, '/:chat_id/webhooks/:webhook_id', {
    patch: [
      signedIn,
      async (req, res) => {
        const change = parse(webhookChange, 'body', req.body);
        res.json(await webhooks.change(callerOf(res), ...place(req), change));
      },
    ],
    delete: [
      signedIn,
      async (req, res) => {
        await webhooks.remove(callerOf(res), ...place(req));
        res.json({ message: 'Webhook deleted' });
      },
    ],
  });
  resource(router, '/:chat_id/webhooks/:webhook_id/secret', {
    post: [
      signedIn,
      async (req, res) => {
        res.json(await webhooks.replaceSecret(callerOf(res), ...place(req)));
      },
    ],
  });
  resource(router, '/:chat_id/webhooks/:webhook_id/test', {
    post: [
      signedIn,
      async (req, res) => {
        res.json(await webhooks.test(callerOf(res), ...place(req)));
      },
    ],
  });
  resource(router, '/:chat_id/webhooks/:webhook_id/deliveries', {
    get: [
      signedIn,
      async (req, res) => {
        res.json(await webhooks.deliveries(callerOf(res), ...place(req)));
      },
    ],
  });
  resource(router, '/:chat_id/webhooks/:webhook_id/deliveries/:delivery/retry', {
    post: [
      signedIn,
      async (req, res) => {
        const { delivery } = parse(z.object({ delivery: z.uuid() }), 'path', req.params);
        res.json(await webhooks.retry(callerOf(res), ...place(req), delivery));
      },
    ],
  });
  return router;
}
