import { createSocket, type Socket } from 'node:dgram';
import Bonjour from 'bonjour-service';
import type { Log } from '../../server/index.ts';

/** The group and port of multicast DNS (RFC 6762). */
const GROUP = '224.0.0.251';
export const MDNS_PORT = 5353;

/** Multicast DNS on one network of this machine. */
export interface Link {
  /** This machine's address there. */
  readonly address: string;
  readonly bonjour: Bonjour;
  /** Takes back what was announced and frees the socket; never rejects. */
  close(): Promise<void>;
  /** Frees the socket without a word, as what was announced goes on in another link. */
  drop(): Promise<void>;
}

/**
 * Opens multicast DNS on the network of `address`. The socket is opened here and handed over: bonjour-service would
 * throw a port that is taken as an uncaught error, and would send on the system's preferred network only, which with a
 * VPN or a virtual machine's adapter is not where the friends are.
 * @throws where the port is taken, the address is gone, or the system does not let this program send there
 */
export async function openLink(address: string, { port, log }: { port: number; log: Log }): Promise<Link> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  const note = (error: Error) => log.warn({ address, err: error }, 'multicast DNS');
  try {
    await bind(socket, port);
    socket.on('error', note);
    socket.addMembership(GROUP, address);
    socket.setMulticastInterface(address);
    socket.setMulticastTTL(255);
    await sendNothing(socket, port);
  } catch (error) {
    socket.close();
    throw error;
  }
  // Its types know only what a service can be given.
  const options = { type: 'udp4', port, socket, bind: false };
  const bonjour = new Bonjour(options, note);
  const drop = () => new Promise<void>((resolve) => bonjour.destroy(() => resolve()));
  return {
    address,
    bonjour,
    drop,
    async close() {
      const error = await new Promise<Error | null | undefined>((resolve) => bonjour.unpublishAll(resolve));
      if (error) note(error);
      await drop();
    },
  };
}

function bind(socket: Socket, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ port, address: '0.0.0.0' }, () => {
      socket.off('error', reject);
      resolve();
    });
  });
}

/** A query that asks nothing: macOS refuses it while the user has not let the app onto the local network. */
function sendNothing(socket: Socket, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(Buffer.alloc(12), port, GROUP, (error) => (error ? reject(error) : resolve()));
  });
}
