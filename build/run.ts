import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { root } from './root.ts';

/**
 * Starts a tool of the project in the project's directory, with this terminal.
 * @param script the tool's script under `node_modules`; started by path, it needs neither a shell nor a global install.
 */
export function startTool(script: string, args: string[], env: NodeJS.ProcessEnv = process.env): ChildProcess {
  return spawn(process.execPath, [path.join(root, 'node_modules', script), ...args], {
    cwd: root,
    stdio: 'inherit',
    env,
  });
}

/** Runs a program to its end; resolves to its exit code. */
export function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
