import { spawn } from 'node:child_process';
import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** A real file system of a given size that only this process can see; it is gone with `close`. */
export interface SmallDisk {
  /** Where it is mounted. */
  readonly path: string;
  /** Makes the system refuse all writes to it, or take them again; rejects while a file on it is open for writing. */
  remount(how: 'ro' | 'rw'): Promise<void>;
  close(): Promise<void>;
}

// Source and target are both named: mount would otherwise look up the options of old, which it may not set again.
const script = `
mount -t tmpfs -o "size=$2" none "$1" 2>&1 && echo mounted
while read -r how; do
  if mount -o "remount,$how" none "$1" 2>&1; then echo mounted; else echo failed; fi
done
`;

/**
 * Mounts one in a namespace of its own, which needs no rights where the system lets users have namespaces. Resolves to a
 * sentence where it cannot be done here.
 * @param size bytes.
 */
export async function mountSmallDisk(size: number): Promise<SmallDisk | string> {
  if (process.platform !== 'linux') return 'only Linux mounts a file system for one process';
  const directory = await mkdtemp(path.join(tmpdir(), 'coop-disk-'));
  const args = ['--user', '--map-root-user', '--mount', 'sh', '-c', script, 'sh', directory, String(size)];
  const child = spawn('unshare', args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => {
    child.once('close', resolve);
    child.once('error', resolve);
  });
  child.stdin.on('error', () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const complaints = createInterface({ input: child.stderr })[Symbol.asyncIterator]();
  const close = async (): Promise<void> => {
    child.stdin.end();
    await ended;
    await rmdir(directory);
  };
  const answer = async (): Promise<string> => {
    const { value, done } = await lines.next();
    return done ? String((await complaints.next()).value ?? 'there is no unshare here') : value;
  };

  const mounted = await answer();
  if (mounted !== 'mounted') {
    await close();
    return `no file system can be mounted here: ${mounted}`;
  }
  return {
    // The root directory of a process is seen through its own mounts.
    path: `/proc/${child.pid}/root${directory}`,
    close,
    async remount(how) {
      child.stdin.write(`${how}\n`);
      // A refusal may take several lines.
      const said: string[] = [];
      while (!['mounted', 'failed'].includes(said.at(-1) ?? '')) said.push(await answer());
      if (said.at(-1) === 'failed') throw new Error(said.slice(0, -1).join(' '));
    },
  };
}
