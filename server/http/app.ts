import { randomUUID } from 'node:crypto';
import compression from 'compression';
import express, { type Express, type Request } from 'express';
import { pinoHttp } from 'pino-http';
import type { Logger } from 'pino';
import type { Accounts } from '../core/accounts.ts';
import type { Chats } from '../core/chats.ts';
import { AppError } from '../core/errors.ts';
import type { Origins } from '../core/ports/security.ts';
import type { Health } from '../protocol/health.ts';
import { authRoutes } from './auth.ts';
import { chatRoutes } from './chats.ts';
import { translateErrors } from './errors.ts';
import { securityHeaders } from './headers.ts';
import { healthRoutes } from './health.ts';
import { pageRoutes } from './pages.ts';

interface AppParts {
  accounts: Accounts;
  chats: Chats;
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
  const { accounts, chats, origins, logger, health, rendererDirectory, bodyMax } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.use(requestLog(logger));
  app.use(securityHeaders(origins));
  app.use(compression());
  app.use('/health', healthRoutes(health));
  app.use('/api', (_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });
  app.use('/api', express.json({ limit: bodyMax }));
  app.use('/api/auth', authRoutes(accounts));
  app.use('/api/chats', chatRoutes(accounts, chats));
  if (rendererDirectory !== undefined) app.use(pageRoutes(rendererDirectory));
  app.use(() => {
    throw new AppError('not_found');
  });
  app.use(translateErrors(logger));
  return app;
}

/** One line per request, without its headers, body and query: those may hold tokens and what people write. */
function requestLog(logger: Logger) {
  return pinoHttp({
    logger,
    genReqId: (_req, res) => {
      const id = randomUUID();
      res.setHeader('X-Request-Id', id);
      return id;
    },
    customLogLevel: (req, res) => {
      if (res.statusCode >= 500) return 'error';
      return (req as Request).originalUrl.startsWith('/api/') ? 'info' : 'debug';
    },
    serializers: {
      req: (req: { id: string; method: string; url: string }) => ({
        id: req.id,
        method: req.method,
        path: req.url.split('?', 1)[0],
      }),
      res: (res: { statusCode: number }) => ({ status: res.statusCode }),
    },
  });
}
