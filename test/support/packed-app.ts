import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { extractAll, listPackage } from '@electron/asar';

const root = path.resolve(import.meta.dirname, '../..');
const builder = path.join(root, 'node_modules/electron-builder/cli.js');

/** In Electron's program the fuses stand behind this text: a version, how many, and a character for each. */
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** The app as electron-builder packs it, around an Electron that is none. */
export interface PackedApp {
  /** Paths inside the archive, with slashes, folders left out. */
  readonly files: string[];
  /** Bytes of the archive. */
  readonly size: number;
  /** Path of the archive; Electron can be started on it. */
  readonly archive: string;
  /** Where it is extracted to; no `node_modules` is there or above. */
  readonly directory: string;
  /** One `0` or `1` for each fuse, in Electron's order. */
  readonly fuses: string;
  close(): Promise<void>;
}

/** Packs what is built, as `npm run package` does for Linux, without a download. */
export async function packApp(): Promise<PackedApp> {
  const place = await mkdtemp(path.join(tmpdir(), 'gemini-coop-packed-'));
  const electron = path.join(place, 'electron');
  const output = path.join(place, 'packages');
  const program = path.join(electron, 'electron');
  await mkdir(path.join(electron, 'resources'), { recursive: true });
  await mkdir(path.join(electron, 'locales'));
  await writeFile(path.join(electron, 'version'), 'v0.0.0');
  // As Electron comes.
  await writeFile(program, `${FUSE_SENTINEL}\u{1}\u{9}101110010`, { mode: 0o755 });
  const what = ['--config', 'build/electron-builder.ts', '--linux', 'dir', '--x64', '--publish', 'never'];
  const where = [`--config.electronDist=${electron}`, `--config.directories.output=${output}`];
  await promisify(execFile)(process.execPath, [builder, ...what, ...where], { cwd: root });
  const unpacked = path.join(output, 'linux-unpacked');
  const archive = path.join(unpacked, 'resources/app.asar');
  const directory = path.join(place, 'extracted');
  extractAll(archive, directory);
  const isFile = async (file: string) => (await stat(path.join(directory, file))).isFile();
  const listed = listPackage(archive, { isPack: false }).map((file) => file.slice(1).replaceAll('\\', '/'));
  const areFiles = await Promise.all(listed.map(isFile));
  return {
    files: listed.filter((_, i) => areFiles[i]),
    size: (await stat(archive)).size,
    archive,
    directory,
    fuses: await readFuses(path.join(unpacked, 'gemini-coop')),
    close: () => rm(place, { recursive: true }),
  };
}

async function readFuses(program: string): Promise<string> {
  const content = await readFile(program, 'latin1');
  const wire = content.indexOf(FUSE_SENTINEL) + FUSE_SENTINEL.length;
  return content.slice(wire + 2, wire + 2 + content.charCodeAt(wire + 1));
}
