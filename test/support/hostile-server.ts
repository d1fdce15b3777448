import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';

/** A server that seems to be one of ours, and says what it likes. */
export interface HostileServer {
  readonly url: string;
  /** Sends this to everybody who is connected, beside what a server should. */
  say: (frame: string | Uint8Array) => void;
  close: () => Promise<void>;
}

/**
 * Stands before a real server and passes everything on, but for what it says of itself.
 * @param target the real server's base URL
 * @param lies in `/health`, in place of the truth
 */
export async function startHostileServer(target: string, lies: object): Promise<HostileServer> {
  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer((req, res) => void pass(req, res, target, lies));
  server.on('upgrade', (req, socket, head) => {
    sockets.handleUpgrade(req, socket, head, (client) => join(client, req, target));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    say: (frame) => sockets.clients.forEach((client) => client.send(frame)),
    async close() {
      sockets.clients.forEach((client) => client.terminate());
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function pass(req: IncomingMessage, res: ServerResponse, target: string, lies: object): Promise<void> {
  const pieces: Buffer[] = [];
  for await (const piece of req) pieces.push(piece as Buffer);
  const { authorization, origin = target, 'content-type': type } = req.headers;
  const { method = 'GET', url = '/' } = req;
  const answer = await fetch(target + url, {
    method,
    headers: { origin, ...(authorization && { authorization }), ...(type && { 'content-type': type }) },
    ...(pieces.length > 0 && { body: Buffer.concat(pieces) }),
  });
  const text = await answer.text();
  const isHealth = method === 'GET' && url === '/health';
  const headers = [...answer.headers].filter(([name]) => /^(access-control|content-type|vary)/.test(name));
  res.writeHead(answer.status, Object.fromEntries(headers));
  res.end(isHealth ? JSON.stringify({ ...(JSON.parse(text) as object), ...lies }) : text);
}

/** Connects a client to the real server as who it says that it is. */
function join(client: WebSocket, req: IncomingMessage, target: string): void {
  const protocols = req.headers['sec-websocket-protocol']?.split(/,\s*/) ?? [];
  const real = new WebSocket(target.replace('http', 'ws') + req.url, protocols, { origin: target });
  const early: string[] = [];
  client.on('message', (data: Buffer) => {
    if (real.readyState === WebSocket.OPEN) real.send(data.toString());
    else early.push(data.toString());
  });
  real.on('open', () => early.forEach((text) => real.send(text)));
  real.on('message', (data: Buffer) => client.send(data.toString()));
  real.on('close', () => client.close());
  client.on('close', () => real.close());
  for (const socket of [client, real]) socket.on('error', () => socket.terminate());
}
