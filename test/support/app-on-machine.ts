import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { HostState, PartySearch } from '../../electron/bridge.ts';
import type { Pace } from '../../electron/parties/looking.ts';

/** Hosting and finding parties as a process of its own; see test/electron/app-on-machine.ts. */
export interface AppOnMachine {
  /** What it told last. */
  readonly host: HostState | undefined;
  readonly search: PartySearch | undefined;
  /** The names of the parties that it sees. */
  readonly names: string[];
  tell(order: 'host' | 'stop' | 'watch'): void;
  /** Ends it in good order. */
  close(): Promise<void>;
  /** Ends it as a crash or a closed lid would. */
  kill(): Promise<void>;
}

interface AppOptions {
  name: string;
  /** UDP port of multicast DNS; without it, the real one. */
  mdnsPort?: number;
  pace?: Pace;
  /** Runs it on another machine; see lan.ts. */
  command?: readonly string[];
}

export async function startApp({ command = [], ...options }: AppOptions): Promise<AppOnMachine> {
  const script = fileURLToPath(new URL('../electron/app-on-machine.ts', import.meta.url));
  const folder = await mkdtemp(path.join(tmpdir(), 'gemini-coop-machine-'));
  const argument = JSON.stringify({ ...options, dataDirectory: path.join(folder, 'party') });
  const [program, ...args] = [...command, process.execPath, '--import', 'tsx', script, argument];
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = async () => {
    await exit;
    await rm(folder, { recursive: true });
  };
  const exit = once(child, 'exit');
  let host: HostState | undefined;
  let search: PartySearch | undefined;
  const ready = new Promise<void>((resolve, reject) => {
    void exit.then(([code]) => reject(new Error(`the app ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const told = JSON.parse(line) as { host?: HostState; search?: PartySearch; ready?: true };
      if (told.ready) resolve();
      host = told.host ?? host;
      search = told.search ?? search;
    });
  });
  await ready;
  return {
    get host() {
      return host;
    },
    get search() {
      return search;
    },
    get names() {
      return search?.parties.map(({ name }) => name).toSorted() ?? [];
    },
    tell: (order) => void child.stdin.write(`${order}\n`),
    async close() {
      child.stdin.end();
      await ended();
    },
    async kill() {
      child.kill('SIGKILL');
      await ended();
    },
  };
}
