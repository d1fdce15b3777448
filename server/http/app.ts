import compression from 'compression';
import express, { type Express } from 'express';
import type { Logger } from 'pino';
import type { Accounts } from '../core/accounts.ts';
import type { Admissions } from '../core/admissions.ts';
import type { Chats } from '../core/chats.ts';
import { AppError } from '../core/errors.ts';
import type { Invites } from '../core/invites.ts';
import type { People } from '../core/people.ts';
import type { Origins } from '../core/ports/security.ts';
import type { Health } from '../protocol/health.ts';
import { authRoutes } from './auth.ts';
import { chatRoutes } from './chats.ts';
import { translateErrors } from './errors.ts';
import { securityHeaders } from './headers.ts';
import { healthRoutes } from './health.ts';
import { inTurn } from './in-turn.ts';
import { inviteRoutes } from './invites.ts';
import { pageRoutes } from './pages.ts';
import { peopleRoutes } from './people.ts';
import { requestLog } from './request-log.ts';

interface AppParts {
  accounts: Accounts;
  admissions: Admissions;
  chats: Chats;
  invites: Invites;
  people: People;
  origins: Origins;
  logger: Logger;
  /** What `/health` answers; undefined while the server is not ready. */
  health: () => Health | undefined;
  /** Where the built renderer is; without it no pages are served. */
  rendererDirectory: string | undefined;
  /** Bytes that a request's body may have. */
  bodyMax: number;
}

/** The REST interface and the pages. */
export function createApp(parts: AppParts): Express {
  const { accounts, admissions, chats, invites, people, origins, logger, health, rendererDirectory, bodyMax } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.use('/api', inTurn());
  app.use(requestLog(logger));
  app.use(securityHeaders(origins));
  app.use(compression());
  app.use('/health', healthRoutes(health));
  app.use('/api', (_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });
  app.use('/api', express.json({ limit: bodyMax }));
  app.use('/api/auth', authRoutes(accounts, admissions));
  app.use('/api/chats', chatRoutes(accounts, chats));
  app.use('/api/invites', inviteRoutes(accounts, invites));
  app.use('/api/people', peopleRoutes(accounts, people));
  if (rendererDirectory !== undefined) app.use(pageRoutes(rendererDirectory));
  app.use(() => {
    throw new AppError('not_found');
  });
  app.use(translateErrors(logger));
  return app;
}
