import type { IncomingMessage } from 'node:http';
import { BEARER_PREFIX, SUBPROTOCOL } from '../protocol/limits.ts';

/**
 * The token of an upgrade request: from `Sec-WebSocket-Protocol`, where no log sees it, else from the query as the
 * original clients send it.
 */
export function tokenOf(req: IncomingMessage): string | undefined {
  const offered = (req.headers['sec-websocket-protocol'] ?? '').split(',').map((entry) => entry.trim());
  const bearer = offered.find((entry) => entry.startsWith(BEARER_PREFIX));
  if (bearer !== undefined) return bearer.slice(BEARER_PREFIX.length);
  const query = (req.url ?? '').split('?', 2)[1];
  return new URLSearchParams(query).get('token') ?? undefined;
}

/** The subprotocol to answer: ours where it was offered, never the one that holds the token. */
export function chooseSubprotocol(offered: Set<string>): string | false {
  return offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false;
}
