import type * as Electron from 'electron';
import { isReady } from './runtime.ts';
import { only, unsupported } from './unsupported.ts';
import { addScheme, policyToBrowser, toBrowser } from './wire.ts';

type Handler = (request: Request) => Response | Promise<Response>;

let isPrivileged = false;
const standard = new Set<string>();
const handlers = new Map<string, Handler>();

export const protocol = only('protocol', {
  registerSchemesAsPrivileged(schemes) {
    if (isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    if (isPrivileged) throw new Error('protocol.registerSchemesAsPrivileged can be called only once');
    isPrivileged = true;
    for (const { scheme, privileges } of schemes) {
      if (!privileges?.standard || !privileges.secure) unsupported('a scheme that is not standard and secure');
      standard.add(scheme);
      addScheme(scheme);
    }
  },
  handle(scheme, handler) {
    if (!isReady()) throw new Error('protocol.handle can only be used after app is ready');
    if (!standard.has(scheme)) unsupported(`protocol.handle for ${scheme}:, which is not registered as standard,`);
    if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    handlers.set(scheme, handler);
  },
  unhandle: (scheme) => void handlers.delete(scheme),
  isProtocolHandled: (scheme) => handlers.has(scheme),
} satisfies Pick<Electron.Protocol, 'registerSchemesAsPrivileged' | 'handle' | 'unhandle' | 'isProtocolHandled'>);

/** A request of the page, under the address that the app knows. */
export interface PageRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: string | undefined;
}

/** An answer as the browser takes it. */
export interface PageResponse {
  status: number;
  headers: { name: string; value: string }[];
  body: Buffer;
}

/** What the app answers to a request for one of its own addresses; undefined where the address is none. */
export async function answerRequest({ url, method, headers, body }: PageRequest): Promise<PageResponse | undefined> {
  const handler = handlers.get(url.slice(0, url.indexOf(':')));
  if (!handler) return undefined;
  const init = { method, headers, ...(body !== undefined && { body }) };
  // Node's Request takes no address of an unknown scheme with a body; the handler reads the real one all the same.
  const request = Object.defineProperty(new Request(toBrowser(url), init), 'url', { value: url });
  const response = await handler(request);
  return {
    status: response.status,
    headers: Array.from(response.headers, ([name, value]) => ({
      name,
      value: name === 'content-security-policy' ? policyToBrowser(value) : value,
    })),
    body: Buffer.from(await response.arrayBuffer()),
  };
}
