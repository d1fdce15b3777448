import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Router, type Request, type Response } from 'express';
import type { Accounts } from '../core/accounts.ts';
import type { Archive } from '../core/archive.ts';
import type { IncomingArchive, OutgoingArchive } from '../core/ports/archives.ts';
import { ARCHIVE_SIZE_HEADER, archiveChoice, archiveQuery } from '../protocol/archive.ts';
import { breakOff } from './gone-away.ts';
import { parse } from './parse.ts';
import { resource } from './resource.ts';
import { callerOf, requireSignIn } from './sign-in.ts';

/** Who neither sends nor takes anything for so many milliseconds is given up. */
const STALLED_AFTER = 60_000;

/** `/api/archive`: the whole server as one file, for the host. */
export function archiveRoutes(accounts: Accounts, archive: Archive): Router {
  const router = Router();
  const signedIn = requireSignIn(accounts);
  resource(router, '/', {
    get: [
      signedIn,
      async (req, res) => {
        const outgoing = await archive.export(callerOf(res));
        try {
          await send(req, res, outgoing);
        } finally {
          outgoing.close();
        }
      },
    ],
    post: [
      signedIn,
      async (req, res) => {
        const caller = callerOf(res);
        const { check } = parse(archiveQuery, 'query', req.query);
        const incoming = await archive.receive(caller, Number(req.headers['content-length'] ?? 0));
        await take(req, incoming);
        const checked = await archive.check(caller, incoming);
        if (check === 'true') return void res.json(checked);
        await archive.restore(caller, checked.id);
        answerAndRestart(res, archive, checked);
      },
    ],
    delete: [
      signedIn,
      async (_req, res) => {
        await archive.forget(callerOf(res));
        res.json({ message: 'Nothing was changed' });
      },
    ],
  });
  resource(router, '/restore', {
    post: [
      signedIn,
      async (req, res) => {
        const { id } = parse(archiveChoice, 'body', req.body);
        answerAndRestart(res, archive, { ...(await archive.restore(callerOf(res), id)), id });
      },
    ],
  });
  return router;
}

async function send(req: Request, res: Response, outgoing: OutgoingArchive): Promise<void> {
  res.attachment(`gemini-coop-${outgoing.createdAt.slice(0, 19).replaceAll(':', '')}.zip`);
  res.set({
    'Content-Type': 'application/zip',
    [ARCHIVE_SIZE_HEADER]: String(outgoing.size),
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store, no-transform',
  });
  if (req.method === 'HEAD') return void res.end();
  res.setTimeout(STALLED_AFTER, () => res.destroy());
  try {
    await pipeline(Readable.from(outgoing.pieces(), { objectMode: false }), res);
  } catch (error) {
    breakOff(req, res, error, 'an archive could not be made');
  }
}

/** Takes the body into it; nothing is left of it where the sender goes away. */
async function take(req: Request, incoming: IncomingArchive): Promise<void> {
  req.setTimeout(STALLED_AFTER, () => req.destroy());
  try {
    for await (const piece of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>)
      await incoming.write(piece);
  } catch (error) {
    await incoming.discard();
    throw error;
  } finally {
    req.setTimeout(0);
  }
}

function answerAndRestart(res: Response, archive: Archive, body: object): void {
  res.once('close', () => archive.restart());
  res.json(body);
}
