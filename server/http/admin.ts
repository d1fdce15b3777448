import { Router } from 'express';
import type { Accounts } from '../core/accounts.ts';
import type { Administration } from '../core/administration.ts';
import type { Audit } from '../core/audit.ts';
import { AppError } from '../core/errors.ts';
import type { Membership } from '../core/membership.ts';
import type { Overview } from '../protocol/admin.ts';
import { auditQuery } from '../protocol/audit.ts';
import type { WholeHealth } from '../protocol/health.ts';
import { parse } from './parse.ts';
import { pathId } from './path-id.ts';
import { resource } from './resource.ts';
import { callerOf, requireSignIn } from './sign-in.ts';

interface AdminParts {
  accounts: Accounts;
  administration: Administration;
  audit: Audit;
  membership: Membership;
  /** Undefined while the server is not ready. */
  health: () => WholeHealth | undefined;
}

/** `/api/admin`: what the host of the server sees of it, and does with its chats. */
export function adminRoutes({ accounts, administration, audit, membership, health }: AdminParts): Router {
  const router = Router();
  const signedIn = requireSignIn(accounts);
  resource(router, '/overview', {
    get: [
      signedIn,
      async (_req, res) => {
        const sizes = await administration.overview(callerOf(res));
        const now = health();
        if (!now) throw new AppError('not_ready');
        const { version, started_at, saving, bot } = now;
        res.json({ ...sizes, version, started_at, saving, bot } satisfies Overview);
      },
    ],
  });
  resource(router, '/chats', {
    get: [
      signedIn,
      async (_req, res) => {
        res.json(await administration.chats(callerOf(res)));
      },
    ],
  });
  resource(router, '/chats/:chat_id', {
    delete: [
      signedIn,
      async (req, res) => {
        await membership.deleteAny(callerOf(res), pathId(req, 'chat_id'));
        res.json({ message: 'Chat deleted' });
      },
    ],
  });
  resource(router, '/audit', {
    get: [
      signedIn,
      async (req, res) => {
        res.json(await audit.list(callerOf(res), parse(auditQuery, 'query', req.query)));
      },
    ],
  });
  return router;
}
