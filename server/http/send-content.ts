import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import type { FileContent, StoredFile } from '../core/ports/files.ts';
import { imageTypes } from '../protocol/files.ts';
import { breakOff } from './gone-away.ts';

/** A year: the content behind an address never changes. */
const FOR_EVER = 'private, max-age=31536000, immutable, no-transform';

/** What is to be known of a file that is sent. */
type SentFile = Pick<StoredFile, 'type' | 'sha256'> & { name?: string };

const shownInline: ReadonlySet<string> = new Set(imageTypes);

/**
 * Sends a file, or the part of it that is asked for, such that no browser ever takes it for a page of ours: what is no
 * image is only to be saved, and nothing in it runs. Frees the content.
 * @param caching for whom and how long it may be kept.
 */
export async function sendContent(
  req: Request,
  res: Response,
  { file, content }: { file: SentFile; content: FileContent },
  caching: string = FOR_EVER,
): Promise<void> {
  try {
    setHeaders(res, file, caching);
    if (req.fresh) return void res.status(304).end();
    const { start, end } = rangeOf(req, res, content.size);
    res.set('Content-Length', String(end - start));
    if (req.method === 'HEAD') return void res.end();
    await pipeline(Readable.from(content.pieces(start, end)), res);
  } catch (error) {
    breakOff(req, res, error, 'a file could not be read to its end');
  } finally {
    await content.close();
  }
}

function setHeaders(res: Response, file: SentFile, caching: string): void {
  // Takes the file's name in whatever script to what RFC 6266 has for it.
  if (file.name === undefined) res.attachment();
  else res.attachment(file.name);
  if (shownInline.has(file.type)) {
    res.set('Content-Disposition', String(res.get('Content-Disposition')).replace(/^attachment/, 'inline'));
  }
  res.set({
    'Content-Type': file.type === 'text/plain' ? 'text/plain; charset=utf-8' : file.type,
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': caching,
    'Accept-Ranges': 'bytes',
    ETag: `"${file.sha256.slice(0, 32)}"`,
  });
}

/** The part that is asked for; all of it where that makes no sense, or is of another version. */
function rangeOf(req: Request, res: Response, size: number): { start: number; end: number } {
  const ifRange = req.get('If-Range');
  const ranges = ifRange === undefined || ifRange === res.get('ETag') ? req.range(size) : undefined;
  const [range, ...more] = Array.isArray(ranges) && ranges.type === 'bytes' ? ranges : [];
  if (!range || more.length > 0) return { start: 0, end: size };
  res.status(206).set('Content-Range', `bytes ${range.start}-${range.end}/${size}`);
  return { start: range.start, end: range.end + 1 };
}
