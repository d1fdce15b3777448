import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Something on this machine that is no server of ours. */
export interface Stranger {
  /** Host and port. */
  readonly address: string;
  readonly close: () => void;
}

/** Answers HTTP in this way. */
export async function startStranger(answer: RequestListener): Promise<Stranger> {
  const server = createHttpServer(answer);
  const address = await listen(server);
  return {
    address,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Takes connections, and never says a word: to who waits, the same as a network that swallows packets. */
export async function startSilence(): Promise<Stranger> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => void sockets.push(socket.on('error', () => {})));
  const address = await listen(server);
  return {
    address,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Answers `GET /health` with this, to pages of every origin. */
export const saysHealth =
  (health: object): RequestListener =>
  (_req, res) => {
    res.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'application/json' });
    res.end(JSON.stringify(health));
  };

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
