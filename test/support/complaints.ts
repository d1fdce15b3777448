import type { BrowserContext } from '@playwright/test';

/** What went wrong in the pages of a browser context without anybody having expected it. */
export interface Complaints {
  /** From now on, and for what was seen already, complaints that match are none. */
  expects(complaint: RegExp): void;
  /** Errors and warnings on the console (a violated content security policy is one), uncaught errors, failed requests,
   * and requests to any other server. */
  readonly list: string[];
}

/** What a page says while its server is away. */
export const outage =
  /WebSocket connection to .* failed|ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_INTERNET_DISCONNECTED|ERR_SOCKET_NOT_CONNECTED/;

/** Listens to every page of a context. `servers`: the origin of the only one that they may talk to, or what addresses may be. */
export function listenToComplaints(context: BrowserContext, servers: string | RegExp): Complaints {
  const seen: string[] = [];
  const expected: RegExp[] = [];
  context.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    seen.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => void seen.push(`uncaught: ${error.error().stack ?? error.error().message}`));
  context.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    // A page that goes away aborts what it asked for.
    if (reason !== 'net::ERR_ABORTED') seen.push(`failed: ${request.method()} ${request.url()} ${reason}`);
  });
  context.on('request', (request) => {
    const url = request.url();
    const isKnown = typeof servers === 'string' ? `${url}/`.startsWith(`${servers}/`) : servers.test(url);
    if (!isKnown && !/^(data|blob):/.test(url)) seen.push(`foreign request: ${url}`);
  });
  return {
    expects: (complaint) => void expected.push(complaint),
    get list() {
      return seen.filter((complaint) => !expected.some((pattern) => pattern.test(complaint)));
    },
  };
}
