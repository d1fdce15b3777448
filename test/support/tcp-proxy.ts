import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { between, type Random, type Range } from './random.ts';
import { TcpLink, type Cut } from './tcp-link.ts';

/** `up` is from the client to the server. */
export type Direction = 'up' | 'down';
/** What becomes of new connections; `silent`: taken, and never answered. */
export type Door = 'open' | 'refusing' | 'silent';

/** All in milliseconds. */
export interface Delays {
  /** How long bytes are under way; a stream keeps its own order. */
  latency: Range;
  /** Until a new connection reaches the server, so that a later one may overtake it. */
  connect: Range;
}

/** A bad network in front of a server on this machine: one address for REST and sockets alike. */
export interface TcpProxy {
  readonly url: string;
  delays: Delays;
  door: Door;
  /** Ends some of the connections, each with this chance. */
  cut(how: Cut, chance: number): void;
  /** Bytes of some of the connections wait, in this direction, until they are let go or their connection is cut. */
  hold(direction: Direction, chance: number): void;
  /** What waits goes on. */
  release(): void;
  /** A good network from now on; what it has cut off stays cut off. */
  heal(): void;
  close(): Promise<void>;
}

const none: Range = { from: 0, to: 0 };

/** Starts a proxy in front of what listens on this port of the loopback interface; at first its network is good. */
export async function startTcpProxy(port: number, random: Random): Promise<TcpProxy> {
  const links = new Set<TcpLink>();
  const some = (chance: number) => [...links].filter(() => random() < chance);

  const server = createServer({ allowHalfOpen: true }, (client) => {
    if (proxy.door === 'refusing') {
      client.on('error', () => {}).resetAndDestroy();
      return;
    }
    const link: TcpLink = new TcpLink(client, {
      port,
      connectIn: proxy.door === 'silent' ? null : between(random, proxy.delays.connect),
      latency: () => between(random, proxy.delays.latency),
      onOver: () => links.delete(link),
    });
    links.add(link);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const proxy: TcpProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    delays: { latency: none, connect: none },
    door: 'open',
    cut: (how, chance) => some(chance).forEach((link) => link.end(how)),
    hold: (direction, chance) => some(chance).forEach((link) => link[direction].hold()),
    release: () =>
      links.forEach(({ up, down }) => {
        up.release();
        down.release();
      }),
    heal: () => {
      proxy.delays = { latency: none, connect: none };
      proxy.door = 'open';
      proxy.release();
    },
    close: async () => {
      server.close();
      for (const link of links) link.end('reset');
      await once(server, 'close');
    },
  };
  return proxy;
}
