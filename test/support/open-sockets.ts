import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Sockets of a process and of all that it has started, as the kernel of Linux tells. */
export interface OpenSockets {
  /** Where TCP connections are taken: host and port. */
  listening: string[];
  /** Where UDP packets of anybody are taken: host and port. */
  receiving: string[];
}

const unique = (texts: string[]) => [...new Set(texts)].toSorted((a, b) => a.localeCompare(b));

const isLoopback = (address: string) => /^(127\.|\[::1\])/.test(address);

/** Those that others on the network can reach. Linux only. */
export function socketsBeyondLoopback(pid: number): OpenSockets {
  const own = new Set([pid, ...descendantsOf(pid)].flatMap(socketInodes));
  // The states are TCP's for both: 0A listens, 07 is not connected to anybody.
  const addresses = (protocol: 'tcp' | 'udp', state: '0A' | '07') =>
    unique(
      [...tableOf(protocol), ...tableOf(`${protocol}6`)]
        .filter((socket) => socket.state === state && own.has(socket.inode) && !isLoopback(socket.address))
        .map(({ address }) => address),
    );
  return { listening: addresses('tcp', '0A'), receiving: addresses('udp', '07') };
}

function tableOf(table: string): { address: string; state: string; inode: string }[] {
  const [, ...lines] = readFileSync(`/proc/net/${table}`, 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const fields = line.trim().split(/\s+/);
    const [host = '', port = ''] = (fields[1] ?? '').split(':');
    return { address: `${addressOf(host)}:${parseInt(port, 16)}`, state: fields[3] ?? '', inode: fields[9] ?? '' };
  });
}

/** The kernel writes each 32 bits of an address in hexadecimal, in the order of the machine. */
function addressOf(hex: string): string {
  const words = hex.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) => (word.match(/../g) ?? []).map((byte) => parseInt(byte, 16)).toReversed());
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.every((byte, place) => byte === (place === 15 ? 1 : 0))) return '[::1]';
  return `[${Buffer.from(bytes).toString('hex')}]`;
}

function descendantsOf(pid: number): number[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        // The name of the program may hold anything; it ends with the last bracket.
        const stat = whileThere(() => readFileSync(`/proc/${name}/stat`, 'utf8'));
        const parent = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
        return parent === undefined ? [] : [[Number(name), Number(parent)] as const];
      }),
  );
  const below = (of: number): number[] =>
    [...parents].filter(([, parent]) => parent === of).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}

function socketInodes(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return (whileThere(() => readdirSync(folder)) ?? []).flatMap((name) => {
    const target = whileThere(() => readlinkSync(`${folder}/${name}`));
    return /^socket:\[(\d+)\]$/.exec(target ?? '')?.[1] ?? [];
  });
}

/** Undefined where the process or its file has gone meanwhile. */
function whileThere<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
