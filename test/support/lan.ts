import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ip = (...args: string[]) => run('ip', args);

/** Why no machines can be made here; undefined where they can. */
export const noLan: string | undefined = whyNot();

/** A machine of its own as far as the network goes: a network namespace. */
export interface LanMachine {
  /** Its address on the cable between the two. */
  readonly address: string;
  /** Put before a command, runs it on this machine. */
  readonly command: readonly string[];
  /** Pulls its end of the cable, or plugs it in again. */
  setPlugged(isPlugged: boolean): Promise<void>;
  /** Gives it another network, with nobody on it, that it prefers for everything: as a VPN does. */
  addPreferredNetwork(): Promise<void>;
}

/** Two machines with a cable between them, and no other network. */
export interface Lan {
  readonly machines: readonly [LanMachine, LanMachine];
  close(): Promise<void>;
}

let count = 0;

/** Makes two machines. Only where `noLan` is undefined. */
export async function createLan(): Promise<Lan> {
  const unique = `${process.pid}-${count++}`;
  const [one, two] = [1, 2].map((n) => ({ name: `coop-${unique}-${n}`, link: `c${unique}${n}`, n })) as [End, End];
  for (const { name } of [one, two]) await ip('netns', 'add', name);
  await ip('link', 'add', one.link, 'netns', one.name, 'type', 'veth', 'peer', 'name', two.link, 'netns', two.name);
  return {
    machines: [await machine(one), await machine(two)],
    async close() {
      for (const { name } of [one, two]) await ip('netns', 'delete', name);
    },
  };
}

interface End {
  name: string;
  link: string;
  n: number;
}

async function machine({ name, link, n }: End): Promise<LanMachine> {
  const inside = (...args: string[]) => ip('-n', name, ...args);
  const address = `10.77.0.${n}`;
  await inside('link', 'set', 'lo', 'up');
  await inside('address', 'add', `${address}/24`, 'dev', link);
  await inside('link', 'set', link, 'up');
  return {
    address,
    command: ['ip', 'netns', 'exec', name],
    async setPlugged(isPlugged) {
      await inside('link', 'set', link, isPlugged ? 'up' : 'down');
    },
    async addPreferredNetwork() {
      // Its own two ends: nobody else is there.
      await inside('link', 'add', 'vpn0', 'type', 'veth', 'peer', 'name', 'vpn1');
      await inside('address', 'add', '10.88.0.1/24', 'dev', 'vpn0');
      await inside('link', 'set', 'vpn1', 'up');
      await inside('link', 'set', 'vpn0', 'up');
      await inside('route', 'add', 'default', 'via', '10.88.0.2', 'dev', 'vpn0');
    },
  };
}

function whyNot(): string | undefined {
  if (process.platform !== 'linux') return 'network namespaces are of Linux';
  const name = `coop-${process.pid}-try`;
  try {
    execFileSync('ip', ['netns', 'add', name], { stdio: 'ignore' });
    execFileSync('ip', ['netns', 'delete', name], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'network namespaces need root and the "ip" command';
  }
}
