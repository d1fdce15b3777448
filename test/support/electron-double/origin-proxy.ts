import { once } from 'node:events';
import { createServer, request, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { toApp, toBrowser } from './wire.ts';

/** Longest head of a request on a tunnel, in bytes. */
const headMax = 65_536;

/**
 * Between the browser and every server, so that a server is told the origin that Electron would tell (`app://bundle`),
 * and the browser is answered with the one that it has. Only plain HTTP and WebSocket are changed on their way.
 */
export async function startOriginProxy(): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer(forward);
  const sockets = new Set<Duplex>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('connect', (req: IncomingMessage, socket: Socket) => tunnel(req.url ?? '', socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

function forward(req: IncomingMessage, res: ServerResponse): void {
  const onward = request(req.url ?? '', { method: req.method, headers: toServer(req.headers) }, (answer) => {
    const allowed = answer.headers['access-control-allow-origin'];
    const headers = { ...answer.headers, ...(allowed && { 'access-control-allow-origin': toBrowser(allowed) }) };
    res.writeHead(answer.statusCode ?? 502, answer.statusMessage, headers);
    answer.pipe(res);
    answer.once('error', () => res.destroy());
  });
  // The page sees a server that hangs up.
  onward.once('error', () => res.destroy());
  res.once('close', () => onward.destroy());
  req.pipe(onward);
}

function toServer({ origin, ...headers }: IncomingHttpHeaders): IncomingHttpHeaders {
  delete headers['proxy-connection'];
  return { ...headers, ...(origin !== undefined && { origin: toApp(origin) }) };
}

/** A tunnel, which a browser asks for WebSockets and TLS. The head of a plain request gets the origin of the app. */
function tunnel(target: string, browser: Socket): void {
  const { hostname, port } = new URL(`http://${target}`);
  const server = connect(Number(port) || 80, hostname.replace(/^\[(.*)\]$/, '$1'));
  browser.setNoDelay(true);
  server.setNoDelay(true);
  browser.once('error', () => server.destroy());
  browser.once('close', () => server.destroy());
  server.once('close', () => browser.destroy());
  server.once('error', () => browser.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
  server.once('connect', () => {
    let head = Buffer.alloc(0);
    const read = (piece: Buffer): void => {
      head = Buffer.concat([head, piece]);
      const isPlain = /^[A-Z]/.test(head.toString('latin1', 0, 1));
      const end = head.indexOf('\r\n\r\n');
      if (isPlain && end === -1 && head.length < headMax) return;
      browser.off('data', read);
      if (isPlain && end !== -1) server.write(withOrigin(head.toString('latin1', 0, end)), 'latin1');
      server.write(isPlain && end !== -1 ? head.subarray(end) : head);
      browser.pipe(server);
      server.pipe(browser);
    };
    browser.on('data', read);
    browser.write('HTTP/1.1 200 Connection Established\r\n\r\n');
  });
}

const withOrigin = (head: string): string =>
  head.replace(/^(origin: *)(\S+)/im, (_, name: string, origin: string) => name + toApp(origin));
