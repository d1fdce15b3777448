import { spawn } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** A server that runs as its own process, from the build. */
export interface Program {
  readonly pid: number;
  /** Everything it has printed so far. */
  readonly stdout: string;
  readonly stderr: string;
  /** Resolves to its address when it says that it is ready; rejects where it ends before. */
  readonly ready: Promise<string>;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  kill(signal: NodeJS.Signals): void;
}

/**
 * Starts a server in Node with the given arguments, and with only the given environment besides the path.
 * @param main its program; the build's where it is left out.
 */
export function startProgram(
  args: string[],
  env: NodeJS.ProcessEnv = {},
  directory: string = root,
  main: string = path.join(root, 'dist/server/main.js'),
): Program {
  const child = spawn(process.execPath, [main, ...args], {
    cwd: directory,
    // Windows cannot open sockets without its system variables.
    env: { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const ended: Program['ended'] = new Promise((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      const url = /is ready at (\S+)\n/.exec(stdout)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', reject);
    void ended.then(({ code }) => reject(new Error(`the server ended with ${code}: ${stderr}`)));
  });
  // Who waits for the end only has not asked about readiness.
  ready.catch(() => {});
  return {
    pid: child.pid ?? 0,
    get stdout() {
      return stdout;
    },
    get stderr() {
      return stderr;
    },
    ready,
    ended,
    kill: (signal) => void child.kill(signal),
  };
}
