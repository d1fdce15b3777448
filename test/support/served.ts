import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { clientOf } from './client.ts';
import { startProgram, type Program } from './program.ts';

/** The built server as a process of its own, on a data directory of its own; it can be stopped and started again. */
export interface Served {
  readonly url: string;
  readonly dataDirectory: string;
  readonly client: ReturnType<typeof clientOf>;
  /** Ends the process and waits until it is gone. */
  stop(signal?: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Starts it again on the same port and data; `env` replaces what it was given before. */
  start(env?: NodeJS.ProcessEnv): Promise<void>;
  /** From now on, warnings of the server that match are no complaint. */
  expects(warning: RegExp): void;
  /** Warnings and errors that nobody expected, and whatever else it wrote to stderr. */
  complaints(): string[];
  /** Ends it and deletes its data. */
  close(): Promise<void>;
}

/** One line of the log; null where it is nothing to worry about. */
function complaintIn(line: string): string | null {
  if (line === '') return null;
  try {
    const { level } = JSON.parse(line) as { level: number };
    return level >= 40 ? line : null;
  } catch {
    return line;
  }
}

/** @param env what it finds in its environment, beside what a test always wants: no limits, warnings only. */
export async function startServed(env: NodeJS.ProcessEnv = {}): Promise<Served> {
  const home = await mkdtemp(path.join(tmpdir(), 'gemini-coop-e2e-'));
  const dataDirectory = path.join(home, 'data');
  const programs: Program[] = [];
  const expected: RegExp[] = [];
  let settings = env;
  let port = '0';

  async function start(changed: NodeJS.ProcessEnv = settings): Promise<string> {
    settings = changed;
    const args = ['--port', port, '--data', dataDirectory, '--rate-limit', '0', '--log-level', 'warn'];
    const program = startProgram(args, settings, home);
    programs.push(program);
    const url = await program.ready;
    ({ port } = new URL(url));
    return url;
  }
  async function stop(signal: NodeJS.Signals = 'SIGTERM') {
    const program = programs.at(-1)!;
    program.kill(signal);
    return program.ended;
  }

  const url = await start();
  return {
    url,
    dataDirectory,
    client: clientOf(url),
    stop,
    start: async (changed) => void (await start(changed)),
    expects: (warning) => void expected.push(warning),
    complaints: () =>
      programs
        .flatMap(({ stderr }) => stderr.split('\n'))
        .flatMap((line) => complaintIn(line) ?? [])
        .filter((line) => !expected.some((pattern) => pattern.test(line))),
    close: async () => {
      await stop('SIGKILL');
      await rm(home, { recursive: true });
    },
  };
}
