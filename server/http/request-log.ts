import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import { pinoHttp, type HttpLogger } from 'pino-http';

/** One line per request, without its headers, body and query: those may hold tokens and what people write. */
export function requestLog(logger: Logger): HttpLogger {
  return pinoHttp({
    logger,
    genReqId: (_req, res) => {
      const id = randomUUID();
      res.setHeader('X-Request-Id', id);
      return id;
    },
    customLogLevel: (req, res) => {
      // That a server stops is no error of it, nor that somebody asks it just then.
      if (res.statusCode >= 500 && (res as Response).locals['code'] !== 'not_ready') return 'error';
      return (req as Request).originalUrl.startsWith('/api/') ? 'info' : 'debug';
    },
    serializers: {
      req: (req: { id: string; method: string; url: string }) => ({
        id: req.id,
        method: req.method,
        path: loggedPath(req.url),
      }),
      res: (res: { statusCode: number }) => ({ status: res.statusCode }),
    },
  });
}

/** The path of a URL as the log may hold it: without the query, and without the secret of an invite link or a webhook. */
export function loggedPath(url: string): string {
  const [path = ''] = url.split('?', 1);
  return path.replace(/^(\/+join\/|\/+api\/+hooks\/).+/i, '$1[redacted]');
}
