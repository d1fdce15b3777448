import { isIP } from 'node:net';
import type { Origins } from '../core/ports/security.ts';

/** The desktop app's pages and the development server's. */
const ownOrigins = ['app://bundle', 'http://localhost:5173', 'http://127.0.0.1:5173'];

/**
 * Which host names and origins are served. A hostile page can give its own name this machine's address (DNS rebinding),
 * so equal `Host` and `Origin` prove nothing: the name itself must be one that no stranger can own.
 * @param configured further origins, such as `https://chat.example.org`; their host names count as this server's.
 */
export function createOrigins(configured: string[]): Origins {
  const origins = new Set([...ownOrigins, ...configured]);
  const names = new Set(configured.flatMap((origin) => parseUrl(origin)?.hostname ?? []));

  const hostAllowed = (host: string | undefined): boolean => {
    const url = host && /^[^/?#@\\\s]+$/.test(host) ? parseUrl(`http://${host}`) : undefined;
    if (!url) return false;
    const name = url.hostname.replace(/\.$/, '');
    if (isIP(name.replace(/^\[(.*)\]$/, '$1'))) return true;
    return name === 'localhost' || name.endsWith('.localhost') || name.endsWith('.local') || names.has(name);
  };

  const originAllowed = (origin: string | undefined, host: string | undefined): boolean => {
    if (origin === undefined || origins.has(origin)) return true;
    const url = parseUrl(origin);
    const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
    return isWeb && url.host !== '' && url.host === host?.toLowerCase();
  };

  return {
    refusal({ host, origin }) {
      if (!hostAllowed(host)) return 'host_not_allowed';
      return originAllowed(origin, host) ? undefined : 'origin_not_allowed';
    },
  };
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
