import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartError, type StartErrorCode } from './start-error.ts';

interface Place {
  port: number;
  host: string;
}

/**
 * Resolves to the address that the server listens on.
 * @param option start of the names of the options that choose another.
 * @throws StartError
 */
export function listen(
  server: Server,
  { port, host }: Place,
  option: '--' | '--metrics-' = '--',
): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenFailure(error, { port, host }, option)));
    server.listen(port, host, () => resolve(server.address() as AddressInfo));
  });
}

function listenFailure(error: NodeJS.ErrnoException, { port, host }: Place, option: string): StartError {
  const failure = (code: StartErrorCode, message: string) => new StartError(code, message, { cause: error });
  switch (error.code) {
    case 'EADDRINUSE':
      return failure(
        'port_in_use',
        `Port ${port} is in use already. Stop the other program, or choose another with ${option}port (0 takes a free one).`,
      );
    case 'EACCES':
      return failure(
        'port_forbidden',
        `Port ${port} may not be used by this user. Choose one above 1023 with ${option}port.`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return failure(
        'no_such_address',
        `This machine has no address "${host}". Use 127.0.0.1, 0.0.0.0 or one of its own with ${option}host.`,
      );
    default:
      return failure('listen', `The server cannot listen on ${host}:${port}: ${error.message}`);
  }
}

/** Wildcard addresses are for listening only: who is on this machine gets the loopback one. */
export function localUrl(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
