import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createBuilder } from 'vite';

const root = path.resolve(import.meta.dirname, '../..');
const report = pathToFileURL(path.join(import.meta.dirname, 'report.js')).href;

/** Bytes: all that the system gave the process, and what its objects and buffers have of it. */
export interface Memory {
  rss: number;
  heap: number;
}

/** A process under measurement; it is asked one thing at a time. */
export interface Measured {
  /** `http://127.0.0.1:<port>` */
  url: string;
  /** Milliseconds from its start until it said that it is ready. */
  readyAfter: number;
  /** Microseconds of processor time that it has used so far, all its threads together. */
  cpu(): Promise<number>;
  memory(): Promise<Memory>;
  /** Has it free what it does not need any more. */
  collectGarbage(): Promise<void>;
  /** The longest time (ms) for which its event loop did not turn since this was asked last; watched from the first time on. */
  longestStall(): Promise<number>;
  stop(): Promise<void>;
}

/** Directories and processes of one run; `close` removes all of them, and so does the end of this process. */
export class Workplace {
  readonly #profiles: string | undefined;
  readonly #directories: string[] = [];
  readonly #children = new Set<ChildProcess>();
  readonly #onExit = () => this.#removeAll();
  #built: Promise<string> | undefined;

  /** @param profiles directory for a processor profile of every process; without it none is made. */
  constructor(profiles?: string) {
    this.#profiles = profiles;
    process.once('exit', this.#onExit);
  }

  /** A new, empty directory. */
  directory(): string {
    const made = mkdtempSync(path.join(tmpdir(), 'coop-bench-'));
    this.#directories.push(made);
    return made;
  }

  /** Starts the server as people run it, with the durable store in `dataDirectory` and without rate limits. */
  async startServer(dataDirectory: string, env: Record<string, string> = {}): Promise<Measured> {
    this.#built ??= build();
    return this.#start(await this.#built, {
      PORT: '0',
      HOST: '127.0.0.1',
      DATA_DIR: dataDirectory,
      RATE_LIMIT: '0',
      LOG_LEVEL: 'warn',
      GEMINI_API_KEY: '',
      ...env,
    });
  }

  /** Starts the bare `ws` loop that fan-out is compared with. */
  startBareBroadcast(): Promise<Measured> {
    return this.#start(path.join(import.meta.dirname, 'bare-broadcast.js'), {});
  }

  async close(): Promise<void> {
    await Promise.all([...this.#children].map(stop));
    process.off('exit', this.#onExit);
    this.#removeAll();
  }

  async #start(file: string, env: Record<string, string>): Promise<Measured> {
    const profiling = this.#profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${this.#profiles}`];
    const started = performance.now();
    const child = spawn(process.execPath, ['--import', report, ...profiling, file], {
      // Away from the project, so that no `.env` is read.
      cwd: this.directory(),
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    this.#children.add(child);
    child.once('exit', () => this.#children.delete(child));
    const ask = async (question: string): Promise<unknown> => {
      const answer = once(child, 'message');
      child.send(question);
      return (await answer)[0];
    };
    const url = await readyUrl(child);
    return {
      url,
      readyAfter: performance.now() - started,
      cpu: () => ask('cpu') as Promise<number>,
      memory: () => ask('memory') as Promise<Memory>,
      collectGarbage: () => ask('collect') as Promise<void>,
      longestStall: () => ask('stall') as Promise<number>,
      stop: () => stop(child),
    };
  }

  #removeAll(): void {
    for (const child of this.#children) child.kill('SIGKILL');
    for (const directory of this.#directories) rmSync(directory, { recursive: true, force: true });
  }
}

/** Builds the server beside the one that may be in use; returns its entry. */
async function build(): Promise<string> {
  const outDir = path.join(root, 'dist/bench');
  const builder = await createBuilder({
    configFile: path.join(root, 'vite.config.ts'),
    logLevel: 'warn',
    environments: { server: { build: { outDir, sourcemap: false } } },
  });
  await builder.build(builder.environments.server!);
  return path.join(outDir, 'main.js');
}

async function readyUrl(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const piece of child.stdout!) {
    text += String(piece);
    const url = /ready at (http\S+)\n/.exec(text)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error(`a process ended before it was ready: ${text}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}
