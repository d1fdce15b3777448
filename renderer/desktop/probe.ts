import { parse, parseJson } from '../api/parse.ts';
import * as z from 'zod/mini';
import { errorBody } from '../../server/protocol/errors.ts';
import { health, type Health } from '../../server/protocol/health.ts';
import { PROTOCOL } from '../../server/protocol/limits.ts';
import { serverSentence } from '../texts/server-sentence.ts';

const TIME_LIMIT_MS = 6_000;
const PATIENCE_MS = 1_500;

/** What is at an address, as far as a page can find out. */
export type Probe =
  /** A server that this app can talk to. */
  | { kind: 'server'; url: string; health: Health }
  /** Nothing answers in time, or nothing that this device trusts (a TLS certificate that nobody vouches for looks the same). */
  | { kind: 'silent'; url: string }
  /** Something answers, and it is no Gemini Coop server. */
  | { kind: 'foreign'; url: string }
  /** A Gemini Coop server that does not serve this app or this host name; `message` is its own sentence. */
  | { kind: 'refused'; url: string; message: string }
  /** A Gemini Coop server with another protocol. `newer` is who speaks the newer one. */
  | { kind: 'protocol'; url: string; newer: 'server' | 'app'; version: string }
  /** Nothing of ours at that address, but at this one, which differs in scheme or port. */
  | { kind: 'elsewhere'; url: string; found: { url: string; health: Health } };

export interface ProbeOptions {
  fetch: typeof fetch;
  /** Milliseconds that one request may take; 6,000 unless told. */
  timeLimit?: number;
}

/** The part of a health answer that every version has. */
const anyHealth = z.pick(health, { status: true, version: true, protocol: true });

/** Looks for a server at this base URL, and where none is there at the likeliest other ones. */
export async function probe(url: string, options: ProbeOptions): Promise<Probe> {
  const asked = ask(url, options);
  // Most addresses are right: the others are asked only when this one has failed, or takes suspiciously long.
  const early = await Promise.race([asked, pause(PATIENCE_MS)]);
  if (early !== null && !isNothing(early)) return early;
  const others = alternatives(url).map(async (other) => ask(other, options));
  const first = early ?? (await asked);
  if (!isNothing(first)) return first;
  for (const other of await Promise.all(others)) {
    if (other.kind === 'server') return { kind: 'elsewhere', url, found: { url: other.url, health: other.health } };
  }
  return first;
}

const isNothing = ({ kind }: Probe) => kind === 'silent' || kind === 'foreign';

const pause = (ms: number) =>
  new Promise<null>((resolve) => {
    setTimeout(() => resolve(null), ms);
  });

/** Looks at every address of one server at once; the first that is one wins, else the failure of the likeliest. */
export async function probeAny(urls: readonly [string, ...string[]], options: ProbeOptions): Promise<Probe> {
  const all = urls.map(async (url) => ask(url, options));
  const winner = Promise.any(
    all.map(async (asked) => {
      const answer = await asked;
      if (answer.kind !== 'server') throw new Error(answer.kind);
      return answer;
    }),
  );
  return winner.catch(async () => all[0]!);
}

/** The other scheme on the same port, and HTTPS on its own port for a name that was given without one. */
function alternatives(url: string): string[] {
  const { protocol, hostname, port, host } = new URL(url);
  if (protocol === 'https:') return [`http://${host}`];
  const isName = /[a-z]/i.test(hostname) && hostname.includes('.') && !hostname.endsWith('.local');
  return [`https://${port === '' ? hostname : host}`, ...(isName && port !== '' ? [`https://${hostname}`] : [])];
}

async function ask(url: string, options: ProbeOptions): Promise<Probe> {
  const answer = await get(url, 'cors', options);
  if (answer === 'timeout') return { kind: 'silent', url };
  if (answer === 'failed') {
    // Without leave to read an answer, a page learns only whether there is one.
    const blind = await get(url, 'no-cors', options);
    return { kind: typeof blind === 'string' ? 'silent' : 'foreign', url };
  }
  return judge(url, parseJson(answer.body));
}

function judge(url: string, json: unknown): Probe {
  const any = parse(anyHealth, json);
  if (any === null) {
    const error = parse(errorBody, json);
    if (error?.code === undefined || typeof error.detail !== 'string') return { kind: 'foreign', url };
    return { kind: 'refused', url, message: serverSentence(error.detail, error.code) };
  }
  if (any.protocol !== undefined && any.protocol !== PROTOCOL) {
    return { kind: 'protocol', url, newer: any.protocol > PROTOCOL ? 'server' : 'app', version: any.version };
  }
  const known = parse(health, json);
  return known === null ? { kind: 'foreign', url } : { kind: 'server', url, health: known };
}

/** The body at `/health`, empty where it may not be read. */
async function get(url: string, mode: 'cors' | 'no-cors', options: ProbeOptions) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), options.timeLimit ?? TIME_LIMIT_MS);
  try {
    const response = await options.fetch(`${url}/health`, {
      mode,
      cache: 'no-store',
      credentials: 'omit',
      redirect: mode === 'cors' ? 'error' : 'follow',
      signal: controller.signal,
    });
    return { body: await response.text() };
  } catch {
    return controller.signal.aborted ? 'timeout' : 'failed';
  } finally {
    clearTimeout(timer);
  }
}
