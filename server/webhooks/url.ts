import { isIP } from 'node:net';
import { isReachable, type Reach } from './addresses.ts';
import type { UrlProblem } from '../core/ports/webhooks.ts';

/** Below 1024 only HTTP's own; above, what browsers refuse too, as something else listens there that obeys text. */
const refusedPorts = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
  10080, 11211,
]);

/** What is wrong with an address as it is written; undefined where it may be tried. Names are not looked up here. */
export function urlProblem(text: string, reach: Reach, own: readonly string[]): UrlProblem | undefined {
  if (!URL.canParse(text)) return 'not_a_url';
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'scheme';
  if (url.username !== '' || url.password !== '') return 'credentials';
  const port = url.port === '' ? undefined : Number(url.port);
  if (port !== undefined && (refusedPorts.has(port) || (port < 1024 && port !== 80 && port !== 443))) return 'port';
  const host = hostOf(url);
  if (isIP(host) !== 0) return isReachable(host, reach, own) ? undefined : 'inside';
  return reach === 'public' && /(^|\.)localhost\.?$/.test(host) ? 'inside' : undefined;
}

/** The host of a URL without the brackets of an IPv6 address. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}
