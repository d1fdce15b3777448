import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** Where the app's own page is. Nothing else is ever shown in its window. */
export const BUNDLE_ORIGIN = 'app://bundle';

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // Formulas and menus place themselves with style attributes.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self' data:",
  // Any server may be joined; what it answers is data only.
  "connect-src 'self' http: https: ws: wss:",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ');

const contentTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/**
 * Answers the requests of the scheme `app`: files of the built renderer, and its page for every address that looks like
 * a screen of it.
 */
export function createBundle(directory: string): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
    const file = findFile(directory, request.url);
    if (file === undefined) return refuse(404);
    try {
      const content = await readFile(file);
      return new Response(request.method === 'HEAD' ? null : content, { headers: headersFor(file) });
    } catch {
      return refuse(404);
    }
  };
}

/** The file that a URL names; undefined where it is not one within the directory. */
function findFile(directory: string, address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.protocol !== 'app:' || url.host !== 'bundle') return undefined;
  const name = decode(url.pathname);
  // A backslash is a separator on Windows, a zero byte the end of a name in some systems.
  if (name === undefined || /[\\\0]/.test(name)) return undefined;
  const file = path.join(directory, path.extname(name) === '' ? 'index.html' : name);
  return file.startsWith(directory + path.sep) ? file : undefined;
}

function decode(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
}

function headersFor(file: string): Record<string, string> {
  return {
    'Content-Type': contentTypes[path.extname(file).toLowerCase()] ?? 'application/octet-stream',
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  };
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: { 'Content-Security-Policy': CONTENT_SECURITY_POLICY } });
}
