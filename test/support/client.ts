import { createHash } from 'node:crypto';
import { WebSocket } from 'ws';
import { serverFrame, type ServerFrame } from '../../server/protocol/frames.ts';

/** A connected socket whose frames are parsed and kept. */
export interface TestSocket {
  readonly received: ServerFrame[];
  readonly webSocket: WebSocket;
  send(frame: object | string | Uint8Array): void;
  /** The first frame, of those that have come or will come, that fits; each is handed out once. */
  next<Type extends ServerFrame['type']>(
    type: Type,
    fits?: (frame: Extract<ServerFrame, { type: Type }>) => boolean,
  ): Promise<Extract<ServerFrame, { type: Type }>>;
  closed: Promise<{ code: number; reason: string }>;
}

/** A person with an account. */
export interface TestPerson {
  username: string;
  id: number;
  token: string;
  // Each test reads the answer as what it expects it to be.
  // oxlint-disable-next-line typescript/no-explicit-any
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: any; headers: Headers }>;
  connect(): Promise<TestSocket>;
}

/** A client of the server at a URL. */
export function clientOf(url: string) {
  const call = async (method: string, place: string, body?: unknown, token?: string) => {
    const answer = await fetch(url + place, {
      method,
      headers: {
        ...(body !== undefined && !(body instanceof FormData) && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && {
        body: typeof body === 'string' || body instanceof FormData ? body : JSON.stringify(body),
      }),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json');
    return { status: answer.status, body: isJson ? JSON.parse(text) : text, headers: answer.headers };
  };

  const person = async (username: string): Promise<TestPerson> => {
    const password = 'correct horse';
    const email = `${createHash('sha256').update(username).digest('hex').slice(0, 20)}@example.org`;
    const { body: user } = await call('POST', '/api/auth/register', { username, email, password });
    const { body: login } = await call('POST', '/api/auth/login', { username, password });
    const token = login.access_token as string;
    return {
      username,
      id: user.id,
      token,
      call: (method, place, body) => call(method, place, body, token),
      connect: () => openSocket(`${url.replace('http', 'ws')}/ws?token=${token}`),
    };
  };

  return { call, person };
}

/** Opens a socket; resolves once it is open. */
export async function openSocket(
  url: string,
  protocols: string[] = [],
  headers: Record<string, string> = {},
): Promise<TestSocket> {
  const webSocket = new WebSocket(url, protocols, { headers });
  const received: ServerFrame[] = [];
  const unclaimed: ServerFrame[] = [];
  const waiting: { fits: (frame: ServerFrame) => boolean; resolve: (frame: ServerFrame) => void }[] = [];
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    webSocket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  webSocket.on('message', (data: Buffer) => {
    const frame = serverFrame.parse(JSON.parse(data.toString()));
    received.push(frame);
    const place = waiting.findIndex((waiter) => waiter.fits(frame));
    const [waiter] = place < 0 ? [] : waiting.splice(place, 1);
    if (waiter) waiter.resolve(frame);
    else unclaimed.push(frame);
  });
  await new Promise<void>((resolve, reject) => {
    webSocket.once('open', resolve);
    webSocket.once('error', reject);
  });
  webSocket.on('error', () => {});
  return {
    received,
    webSocket,
    closed,
    send: (frame) =>
      webSocket.send(typeof frame === 'string' || frame instanceof Uint8Array ? frame : JSON.stringify(frame)),
    next: (type, fits = () => true) => {
      const isIt = (frame: ServerFrame) => frame.type === type && fits(frame as never);
      const place = unclaimed.findIndex(isIt);
      const [frame] = place < 0 ? [] : unclaimed.splice(place, 1);
      if (frame) return Promise.resolve(frame as never);
      return new Promise((resolve) => waiting.push({ fits: isIt, resolve: resolve as never }));
    },
  };
}
