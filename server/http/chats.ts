import { Router } from 'express';
import type { Accounts } from '../core/accounts.ts';
import type { Chats } from '../core/chats.ts';
import type { Membership } from '../core/membership.ts';
import { invitation, newChat } from '../protocol/chats.ts';
import { chatChange, leaving, roleChange } from '../protocol/membership.ts';
import { messagesQuery } from '../protocol/messages.ts';
import { markRead } from '../protocol/reading.ts';
import { parse } from './parse.ts';
import { pathId } from './path-id.ts';
import { resource } from './resource.ts';
import { callerOf, requireSignIn } from './sign-in.ts';

/** `/api/chats`: chats, their participants and their messages. */
export function chatRoutes(accounts: Accounts, chats: Chats, membership: Membership): Router {
  const router = Router();
  const signedIn = requireSignIn(accounts);
  resource(router, '/', {
    get: [
      signedIn,
      async (_req, res) => {
        res.json(await chats.list(callerOf(res).id));
      },
    ],
    post: [
      signedIn,
      async (req, res) => {
        res.json(await chats.create(callerOf(res), parse(newChat, 'body', req.body)));
      },
    ],
  });
  resource(router, '/:chat_id', {
    get: [
      signedIn,
      async (req, res) => {
        res.json(await chats.get(callerOf(res).id, pathId(req, 'chat_id')));
      },
    ],
    patch: [
      signedIn,
      async (req, res) => {
        const change = parse(chatChange, 'body', req.body);
        res.json(await membership.change(callerOf(res), pathId(req, 'chat_id'), change));
      },
    ],
    delete: [
      signedIn,
      async (req, res) => {
        await membership.delete(callerOf(res), pathId(req, 'chat_id'));
        res.json({ message: 'Chat deleted' });
      },
    ],
  });
  resource(router, '/:chat_id/invite', {
    post: [
      signedIn,
      async (req, res) => {
        const { username } = parse(invitation, 'body', req.body);
        const invited = await chats.invite(callerOf(res), pathId(req, 'chat_id'), username);
        res.json({ message: `User ${invited.username} invited to chat` });
      },
    ],
  });
  resource(router, '/:chat_id/messages', {
    get: [
      signedIn,
      async (req, res) => {
        const page = parse(messagesQuery, 'query', req.query);
        res.json(await chats.messages(callerOf(res).id, pathId(req, 'chat_id'), page));
      },
    ],
  });
  resource(router, '/:chat_id/mark-read', {
    post: [
      signedIn,
      async (req, res) => {
        const mark = parse(markRead, 'body', req.body ?? {});
        res.json(await chats.markRead(callerOf(res), pathId(req, 'chat_id'), mark));
      },
    ],
  });
  resource(router, '/:chat_id/read-receipts', {
    get: [
      signedIn,
      async (req, res) => {
        res.json(await chats.readReceipts(callerOf(res).id, pathId(req, 'chat_id')));
      },
    ],
  });
  resource(router, '/:chat_id/participants', {
    get: [
      signedIn,
      async (req, res) => {
        res.json(await chats.participants(callerOf(res).id, pathId(req, 'chat_id')));
      },
    ],
  });
  resource(router, '/:chat_id/participants/:user_id', {
    delete: [
      signedIn,
      async (req, res) => {
        const removed = await membership.remove(callerOf(res), pathId(req, 'chat_id'), pathId(req, 'user_id'));
        res.json({ message: `User ${removed.username} removed from chat` });
      },
    ],
  });
  resource(router, '/:chat_id/participants/:user_id/role', {
    put: [
      signedIn,
      async (req, res) => {
        const { role } = parse(roleChange, 'body', req.body);
        const [chatId, userId] = [pathId(req, 'chat_id'), pathId(req, 'user_id')];
        const { username } = await membership.setRole(callerOf(res), chatId, userId, role);
        res.json({ message: `User ${username} is now ${role}` });
      },
    ],
  });
  resource(router, '/:chat_id/leave', {
    post: [
      signedIn,
      async (req, res) => {
        const { new_owner_id } = parse(leaving, 'body', req.body ?? {});
        await membership.leave(callerOf(res), pathId(req, 'chat_id'), new_owner_id);
        res.json({ message: 'You have left the chat' });
      },
    ],
  });
  return router;
}
