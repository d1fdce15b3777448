import { between, oneOf, type Random, type Range } from './random.ts';
import type { Cut } from './tcp-link.ts';
import type { TcpProxy } from './tcp-proxy.ts';

const cuts: readonly Cut[] = ['reset', 'closed', 'client', 'server'];

/**
 * Bad weather on a proxy: connections are cut in every way, bytes wait or vanish, new connections are refused, swallowed
 * or late. Returns what ends it, and leaves the network as it is then.
 * @param pace milliseconds from one event to the next
 */
export function startStorm(proxy: TcpProxy, random: Random, pace: Range): () => void {
  const events: (() => void)[] = [
    () => proxy.cut(oneOf(random, cuts), oneOf(random, [0.3, 1])),
    () => proxy.cut('reset', 1),
    () => proxy.hold(oneOf(random, ['up', 'down']), 0.5),
    () => {
      proxy.hold('up', 0.5);
      proxy.hold('down', 0.5);
    },
    () => (proxy.door = oneOf(random, ['refusing', 'silent'])),
    () => {
      const latency = oneOf(random, [0, 5, 60]);
      const connect = oneOf(random, [0, 20, 300]);
      proxy.delays = { latency: { from: latency / 5, to: latency }, connect: { from: 0, to: connect } };
    },
  ];
  let timer: NodeJS.Timeout;

  function blow(): void {
    proxy.door = 'open';
    if (random() < 0.6) proxy.release();
    oneOf(random, events)();
    timer = setTimeout(blow, between(random, pace));
  }

  timer = setTimeout(blow, between(random, pace));
  return () => clearTimeout(timer);
}
