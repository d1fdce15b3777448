import { Router } from 'express';
import type { IncomingHooks } from '../core/webhooks/incoming.ts';
import { hookPost, idempotencyKey } from '../protocol/webhooks.ts';
import { addressOf } from './address.ts';
import { hookContent } from './hook-content.ts';
import { parse } from './parse.ts';
import { readText } from './read-json.ts';
import { resource } from './resource.ts';

/** `/api/hooks/{token}`: what incoming webhooks post. The token is all that is asked for. */
export function hookRoutes(hooks: IncomingHooks, bodyMax: () => number): Router {
  const router = Router();
  const asText = readText(['text/plain', 'application/x-www-form-urlencoded'], bodyMax);
  resource(router, '/:token', {
    post: [
      asText,
      async (req, res) => {
        const { content, text } = parse(hookPost, 'body', hookContent(req.body));
        const { 'idempotency-key': key } = parse(idempotencyKey, 'header', req.headers);
        const { token = '' } = req.params;
        const said = content ?? text ?? '';
        res.json({ message_id: await hooks.post(String(token), said, addressOf(req), key) });
      },
    ],
  });
  return router;
}
