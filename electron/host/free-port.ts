import { createServer } from 'node:net';

/** Ports that are tried after the wished one before the system is asked for any. */
const TRIES = 20;
const LAST_PORT = 65_535;

/**
 * True where a server can listen on this port on every interface, and is then the one that the loopback address leads
 * to: some systems let another program keep `127.0.0.1` for itself.
 */
export async function isPortFree(port: number): Promise<boolean> {
  return (await canListen(port, '127.0.0.1')) && (await canListen(port, '0.0.0.0'));
}

/** A port that is free now: the next one after `port`, or any where all near it are taken; 0 where there is none at all. */
export async function nextFreePort(port: number): Promise<number> {
  for (let next = port + 1; next <= Math.min(port + TRIES, LAST_PORT); next++) {
    if (await isPortFree(next)) return next;
  }
  return anyFreePort();
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function anyFreePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(0));
    server.listen({ port: 0, host: '0.0.0.0', exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
