import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';

/** What a receiver was sent. */
export interface ReceivedHook {
  path: string;
  headers: http.IncomingHttpHeaders;
  body: string;
  // Each test reads it as what it expects it to be.
  // oxlint-disable-next-line typescript/no-explicit-any
  json: any;
}

type Answer = (response: http.ServerResponse, request: ReceivedHook) => void;

/** A receiver of webhooks on this computer. */
export interface Receiver {
  url: string;
  port: number;
  readonly received: ReceivedHook[];
  /** How it answers from now on; 200 and `thanks` unless told. */
  answer: Answer;
  /** The first request, of those that have come or will come, that fits; each is handed out once. */
  next(fits?: (request: ReceivedHook) => boolean): Promise<ReceivedHook>;
  close(): Promise<void>;
}

/** Starts one. @param options `host` is its address; `tls` makes it speak HTTPS. */
export async function startReceiver(
  options: { host?: string; tls?: { cert: string; key: string } } = {},
): Promise<Receiver> {
  const { host = '127.0.0.1', tls } = options;
  const unclaimed: ReceivedHook[] = [];
  const waiting: { fits: (request: ReceivedHook) => boolean; resolve: (request: ReceivedHook) => void }[] = [];
  const listener: http.RequestListener = (request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const body = Buffer.concat(pieces).toString();
      const isJson = request.headers['content-type']?.includes('json');
      const hook = { path: request.url ?? '', headers: request.headers, body, json: isJson ? JSON.parse(body) : null };
      receiver.received.push(hook);
      receiver.answer(response, hook);
      const place = waiting.findIndex(({ fits }) => fits(hook));
      const [waiter] = place < 0 ? [] : waiting.splice(place, 1);
      if (waiter) waiter.resolve(hook);
      else unclaimed.push(hook);
    });
  };
  const server = tls ? https.createServer(tls, listener) : http.createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    url: `${tls ? 'https' : 'http'}://${host}:${port}/`,
    port,
    received: [],
    answer: (response) => response.end('thanks'),
    next: (fits = () => true) => {
      const place = unclaimed.findIndex(fits);
      const [hook] = place < 0 ? [] : unclaimed.splice(place, 1);
      return hook ? Promise.resolve(hook) : new Promise((resolve) => waiting.push({ fits, resolve }));
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return receiver;
}
