/** The port that a server has unless it is told another. */
export const DEFAULT_PORT = 8000;

/** The scheme of links that open the desktop app. */
export const DEEP_LINK_SCHEME = 'gemini-coop';

/** Where somebody wants to join, and with which invite. */
export interface JoinTarget {
  /** Base URL of the server: scheme, host and port, without a slash at its end. */
  server: string;
  invite?: string;
}

/** The link that a browser opens, and that the QR code holds. @param server a base URL */
export function inviteLink({ server, invite }: JoinTarget): string {
  return invite === undefined ? server : `${server}/join/${encodeURIComponent(invite)}`;
}

/** The link that opens the desktop app. */
export function deepLink({ server, invite }: JoinTarget): string {
  const query = new URLSearchParams({ server, ...(invite !== undefined && { invite }) });
  return `${DEEP_LINK_SCHEME}://join?${query.toString()}`;
}

/**
 * Reads what somebody typed, pasted or clicked: an address (`192.168.1.5`, `party.local:8001`; without a port it is
 * `DEFAULT_PORT`), the URL of a server, an invite link, or a deep link. Null where it is none of these.
 */
export function parseJoinTarget(text: string): JoinTarget | null {
  const trimmed = text.trim();
  // Chromium takes a space for part of a name.
  if (/\s/.test(trimmed)) return null;
  const hasScheme = /^[a-z][a-z\d+.-]*:\/\//i.test(trimmed);
  const url = parseUrl(hasScheme ? trimmed : `http://${trimmed}`);
  if (url === null) return null;
  if (url.protocol === `${DEEP_LINK_SCHEME}:`) return parseDeepLink(url);
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:';
  if (!isWeb || url.hostname === '' || url.username !== '' || url.password !== '') return null;
  // URL drops the port that is the scheme's own, also where it was typed.
  if (!hasScheme && !/^(?:\[[^\]]*\]|[^/?#:]*):\d/.test(trimmed)) url.port = String(DEFAULT_PORT);
  const invite = /^\/join\/([\w-]+)\/?$/.exec(url.pathname)?.[1];
  return { server: url.origin, ...(invite !== undefined && { invite }) };
}

function parseDeepLink(url: URL): JoinTarget | null {
  // Not a scheme that URL knows a host of everywhere: "//join" may be read as part of the path.
  if (!/^[a-z-]+:\/\/join\/?\?/i.test(url.href)) return null;
  const server = url.searchParams.get('server');
  if (server === null || !/^https?:\/\//i.test(server)) return null;
  const target = parseJoinTarget(server);
  const invite = url.searchParams.get('invite');
  return target && { server: target.server, ...(invite !== null && invite !== '' && { invite }) };
}

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}
