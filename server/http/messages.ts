import { Router, type Request } from 'express';
import * as z from 'zod';
import type { Accounts } from '../core/accounts.ts';
import type { Messages } from '../core/messages.ts';
import type { Pins } from '../core/pins.ts';
import { reactionEmoji } from '../protocol/emoji.ts';
import { messageRewrite } from '../protocol/message-changes.ts';
import { parse } from './parse.ts';
import { pathId } from './path-id.ts';
import { resource } from './resource.ts';
import { callerOf, requireSignIn } from './sign-in.ts';

/** `/api/chats/{id}/messages/{message_id}` and `/api/chats/{id}/pins`: what can be done with a message. */
export function messageRoutes(accounts: Accounts, messages: Messages, pins: Pins): Router {
  const router = Router();
  const signedIn = requireSignIn(accounts);
  const place = (req: Request) => [pathId(req, 'chat_id'), pathId(req, 'message_id')] as const;

  resource(router, '/:chat_id/messages/:message_id', {
    get: [
      signedIn,
      async (req, res) => {
        res.json(await messages.get(callerOf(res), ...place(req)));
      },
    ],
    patch: [
      signedIn,
      async (req, res) => {
        const { content } = parse(messageRewrite, 'body', req.body);
        res.json(await messages.edit(callerOf(res), ...place(req), content));
      },
    ],
    delete: [
      signedIn,
      async (req, res) => {
        res.json(await messages.remove(callerOf(res), ...place(req)));
      },
    ],
  });
  resource(router, '/:chat_id/messages/:message_id/edits', {
    get: [
      signedIn,
      async (req, res) => {
        res.json(await messages.edits(callerOf(res), ...place(req)));
      },
    ],
  });
  resource(router, '/:chat_id/messages/:message_id/reactions/:emoji', {
    put: [
      signedIn,
      async (req, res) => {
        res.json(await messages.react(callerOf(res), ...place(req), emojiOf(req), true));
      },
    ],
    delete: [
      signedIn,
      async (req, res) => {
        res.json(await messages.react(callerOf(res), ...place(req), emojiOf(req), false));
      },
    ],
  });
  resource(router, '/:chat_id/pins', {
    get: [
      signedIn,
      async (req, res) => {
        res.json(await pins.list(callerOf(res), pathId(req, 'chat_id')));
      },
    ],
  });
  resource(router, '/:chat_id/pins/:message_id', {
    put: [
      signedIn,
      async (req, res) => {
        res.json({ message_ids: await pins.add(callerOf(res), ...place(req)) });
      },
    ],
    delete: [
      signedIn,
      async (req, res) => {
        res.json({ message_ids: await pins.remove(callerOf(res), ...place(req)) });
      },
    ],
  });
  return router;
}

function emojiOf(req: Request): string {
  return parse(z.object({ emoji: reactionEmoji }), 'path', req.params).emoji;
}
