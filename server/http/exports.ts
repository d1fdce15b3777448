import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Router, type Request, type Response } from 'express';
import type { Accounts } from '../core/accounts.ts';
import type { ChatExport, Exports } from '../core/exports.ts';
import { exportQuery, type ExportFormat } from '../protocol/export.ts';
import { breakOff } from './gone-away.ts';
import { parse } from './parse.ts';
import { pathId } from './path-id.ts';
import { resource } from './resource.ts';
import { callerOf, requireSignIn } from './sign-in.ts';

/** Who takes nothing for so many milliseconds is given up. */
const STALLED_AFTER = 60_000;
/** UTF-16 code units that go out together. */
const TOGETHER = 32_768;

const types: Record<ExportFormat, string> = {
  markdown: 'text/markdown; charset=utf-8',
  json: 'application/json; charset=utf-8',
  html: 'text/html; charset=utf-8',
};

/** `/api/chats/{id}/export`: a chat as a file. */
export function exportRoutes(accounts: Accounts, exports: Exports): Router {
  const router = Router();
  resource(router, '/:chat_id/export', {
    get: [
      requireSignIn(accounts),
      async (req, res) => {
        const { format } = parse(exportQuery, 'query', req.query);
        const found = await exports.open(callerOf(res), pathId(req, 'chat_id'), format);
        await send(req, res, found, types[format]);
      },
    ],
  });
  return router;
}

/** Sends an export; where its rest cannot be had the connection breaks, so that nobody takes it for whole. */
async function send(req: Request, res: Response, found: ChatExport, type: string): Promise<void> {
  try {
    const pieces = together(found.pieces());
    // What goes wrong by then can still be told.
    const first = req.method === 'HEAD' ? undefined : await pieces.next();
    res.attachment(found.name);
    res.set({
      'Content-Type': type,
      'Content-Security-Policy': "sandbox; default-src 'none'",
      'Cross-Origin-Resource-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store, no-transform',
    });
    if (first?.value === undefined) return void res.end();
    res.setTimeout(STALLED_AFTER, () => res.destroy());
    res.write(first.value);
    await pipeline(Readable.from(pieces, { objectMode: false, highWaterMark: TOGETHER }), res);
  } catch (error) {
    breakOff(req, res, error, 'an export could not be brought to its end');
  } finally {
    found.close();
  }
}

async function* together(pieces: AsyncIterable<string>): AsyncGenerator<Buffer, undefined> {
  let waiting = '';
  for await (const piece of pieces) {
    waiting += piece;
    if (waiting.length < TOGETHER) continue;
    yield Buffer.from(waiting);
    waiting = '';
  }
  yield Buffer.from(waiting);
  return undefined;
}
