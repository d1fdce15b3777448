import { networkInterfaces } from 'node:os';

/** Names of interfaces that lead to virtual machines, containers and tunnels rather than to people. */
const virtual = /^(docker|br-|veth|virbr|vmnet|vboxnet|vEthernet|utun|tun|tap|tailscale|zt|wg)|virtual|loopback/i;

const isPrivate = (address: string) => /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address);

/** IPv4 addresses under which others on the network may reach this machine, the likeliest first. */
export function lanAddresses(interfaces = networkInterfaces()): string[] {
  const found = Object.entries(interfaces).flatMap(([name, entries = []]) =>
    entries
      .filter((entry) => entry.family === 'IPv4' && !entry.internal && !entry.address.startsWith('169.254.'))
      .map(({ address }) => ({ address, rank: (virtual.test(name) ? 2 : 0) + (isPrivate(address) ? 0 : 1) })),
  );
  return found.toSorted((a, b) => a.rank - b.rank).map(({ address }) => address);
}
