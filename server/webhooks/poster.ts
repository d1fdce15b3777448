import type { LookupAddress } from 'node:dns';
import { lookup as systemLookup } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import { callbackify } from 'node:util';
import type { Clock } from '../core/ports/clock.ts';
import type { Post, Posted, Poster, PostProblem } from '../core/ports/webhooks.ts';
import { isReachable, ownAddresses, type Reach } from './addresses.ts';
import { hostOf, urlProblem } from './url.ts';

/** Milliseconds that a whole exchange may take. */
export const POST_TIMEOUT = 10_000;
/** Bytes of an answer that are read, and UTF-16 code units of it that are kept. */
export const ANSWER_READ = 4096;
export const ANSWER_KEPT = 1024;

interface PosterOptions {
  clock: Clock;
  /** Asked at each request, so that it may change while the server runs. */
  reach: () => Reach | 'off';
  /** Looks a name up; tests pass their own. */
  resolve?: (host: string) => Promise<LookupAddress[]>;
  /** Addresses of this computer. */
  own?: () => string[];
  /** Certificates to trust besides the well-known ones. */
  ca?: string;
}

/** Stands for an address that may not be asked. */
class Refused extends Error {}

/**
 * Sends webhooks over HTTP. The name is looked up here, and the connection is made to the very addresses that were looked
 * at, so that a name cannot mean another one between the look and the use. Proxies of the environment are not used: they
 * would look names up again.
 */
export function createPoster({
  clock,
  reach,
  resolve = (host) => systemLookup(host, { all: true }),
  own = ownAddresses,
  ca,
}: PosterOptions): Poster {
  const check: Poster['check'] = (url) => urlProblem(url, modeOf(reach()), own());

  const addressesOf = async (host: string): Promise<LookupAddress[]> => {
    const found = await resolve(host);
    const [mode, mine] = [modeOf(reach()), own()];
    // One that may not be asked makes the name a trap.
    if (!found.every(({ address }) => isReachable(address, mode, mine))) throw new Refused();
    if (found.length === 0) throw Object.assign(new Error('no address'), { code: 'ENOTFOUND' });
    return found;
  };

  const lookUp = callbackify(addressesOf);
  const lookup: LookupFunction = (host, options, callback) =>
    lookUp(host, (error, found) => {
      if (error) callback(error, []);
      else if (options.all) callback(null, found);
      else callback(null, found[0]!.address, found[0]!.family);
    });

  return {
    get isOn() {
      return reach() !== 'off';
    },
    check,
    async post({ url, headers, body }, signal) {
      // Of an address in digits nothing is looked up.
      if (reach() === 'off' || check(url) !== undefined) return { problem: 'refused' };
      const timeout = new AbortController();
      const cancel = clock.after(POST_TIMEOUT, () => timeout.abort());
      try {
        return await exchange(new URL(url), { headers, body }, AbortSignal.any([signal, timeout.signal]), lookup, ca);
      } catch (error) {
        return { problem: timeout.signal.aborted ? 'timeout' : problemOf(error) };
      } finally {
        cancel();
      }
    },
  };
}

/** Where nothing is sent, an address is looked at as the strictest would. */
function modeOf(reach: Reach | 'off'): Reach {
  return reach === 'off' ? 'public' : reach;
}

/** Rejects where no status came; the answer's body may be cut anywhere. */
async function exchange(
  url: URL,
  { headers, body }: Omit<Post, 'url'>,
  signal: AbortSignal,
  lookup: LookupFunction,
  ca: string | undefined,
): Promise<Posted> {
  const content = Buffer.from(body);
  const isSafe = url.protocol === 'https:';
  const host = hostOf(url);
  const request = (isSafe ? https : http).request(url, {
    method: 'POST',
    headers: { ...headers, 'content-length': content.length, connection: 'close' },
    // Of its own for each: no connection outlives its request, and none is anybody else's.
    agent: isSafe ? new https.Agent({ keepAlive: false, ca }) : new http.Agent({ keepAlive: false }),
    lookup,
    signal,
    ...(isSafe && isIP(host) === 0 && { servername: host }),
  });
  try {
    const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
      request.once('response', resolve);
      // What is cut off in the middle of its answer says so again.
      request.on('error', reject);
      request.end(content);
    });
    const answer = await startOfBody(response);
    return { status: response.statusCode ?? 0, answer, retryAfter: secondsOf(response.headers['retry-after']) };
  } finally {
    request.destroy();
  }
}

async function startOfBody(response: http.IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of response as AsyncIterable<Buffer>) {
      pieces.push(piece);
      length += piece.length;
      if (length >= ANSWER_READ) break;
    }
  } catch {
    // It has said whether it took the delivery; the rest is only for people to look at.
  }
  const text = new TextDecoder().decode(Buffer.concat(pieces).subarray(0, ANSWER_READ));
  return text.replaceAll('\0', '\ufffd').slice(0, ANSWER_KEPT).toWellFormed();
}

function secondsOf(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) : undefined;
}

function problemOf(error: unknown): PostProblem {
  if (error instanceof Refused) return 'refused';
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'ENODATA'].includes(code)) return 'no_such_host';
  const isTls = /^(ERR_TLS|ERR_SSL|EPROTO)|CERT|SIGNATURE|SELF_SIGNED|ISSUER/.test(code);
  return isTls ? 'tls' : 'unreachable';
}
