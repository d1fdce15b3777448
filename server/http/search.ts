import { Router } from 'express';
import type { Accounts } from '../core/accounts.ts';
import type { Search } from '../core/search.ts';
import { dateQuery, searchQuery } from '../protocol/search.ts';
import { parse } from './parse.ts';
import { pathId } from './path-id.ts';
import { resource } from './resource.ts';
import { callerOf, requireSignIn } from './sign-in.ts';

/** `/api/search`, and what looks for messages within `/api/chats`. */
export function searchRoutes(accounts: Accounts, search: Search): Router {
  const router = Router();
  const signedIn = requireSignIn(accounts);
  resource(router, '/search', {
    get: [
      signedIn,
      async (req, res) => {
        res.json(await search.everywhere(callerOf(res).id, parse(searchQuery, 'query', req.query)));
      },
    ],
  });
  resource(router, '/chats/:chat_id/search', {
    get: [
      signedIn,
      async (req, res) => {
        const query = parse(searchQuery, 'query', req.query);
        res.json(await search.inChat(callerOf(res).id, pathId(req, 'chat_id'), query));
      },
    ],
  });
  resource(router, '/chats/:chat_id/messages/at', {
    get: [
      signedIn,
      async (req, res) => {
        const { date } = parse(dateQuery, 'query', req.query);
        res.json(await search.atDate(callerOf(res).id, pathId(req, 'chat_id'), date));
      },
    ],
  });
  return router;
}
