import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { root } from './root.ts';
import { ended, startTool } from './run.ts';

const sources = ['server', 'renderer', 'electron', 'vite.config.ts', 'package-lock.json'];
const outputs = [
  'dist/server/main.js',
  'dist/renderer/index.html',
  'dist/main/main.js',
  'dist/main/server.js',
  'dist/preload/preload.cjs',
];

/** Builds the server, the renderer and the desktop app where they are missing or older than their sources. */
export async function ensureBuilt(): Promise<void> {
  const built = outputs.map((file) => path.join(root, file));
  if (built.every((file) => existsSync(file))) {
    const oldest = Math.min(...built.map((file) => statSync(file).mtimeMs));
    if (sources.every((source) => newest(path.join(root, source)) <= oldest)) return;
  }
  process.stderr.write('Building Gemini Coop ...\n');
  // Started by a test runner it would be a development build.
  const env = { ...process.env, NODE_ENV: 'production' };
  const code = await ended(startTool('vite/bin/vite.js', ['build', '--app', '--logLevel', 'warn'], env));
  if (code !== 0) throw new Error('The build failed; what it printed above says why.');
}

/** Time of the last change in a file or anywhere in a folder, in milliseconds since 1970. */
function newest(place: string): number {
  if (!statSync(place).isDirectory()) return statSync(place).mtimeMs;
  const files = readdirSync(place, { recursive: true, encoding: 'utf8' });
  return Math.max(0, ...files.map((file) => statSync(path.join(place, file)).mtimeMs));
}
