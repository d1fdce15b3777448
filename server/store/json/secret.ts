import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Log } from '../../core/ports/log.ts';
import { hasCode, nodeDisk, type Disk } from './disk.ts';
import { explain } from './failures.ts';
import { setAside } from './set-aside.ts';
import { writeWhole } from './write-whole.ts';

const BYTES = 32;

export interface SecretOptions {
  log?: Log;
  disk?: Disk;
  /** Milliseconds since 1970, for the name of what is set aside. */
  now?: () => number;
}

/**
 * The key that signs tokens: 32 random bytes in the file `secret`, in hexadecimal, for its owner only. Made where there
 * is none. One that is damaged is set aside and replaced, which signs everybody out. To be called by who holds the data
 * directory, that is, while its store is open.
 * @throws DataDirectoryError where the file can be neither read nor made.
 */
export async function loadSecret(directory: string, options: SecretOptions = {}): Promise<Buffer> {
  const file = path.join(directory, 'secret');
  try {
    return await readOrMake(file, options);
  } catch (error) {
    throw explain(error, `The file ${file}`);
  }
}

async function readOrMake(file: string, { log, disk = nodeDisk, now = Date.now }: SecretOptions): Promise<Buffer> {
  try {
    const opened = await disk.open(file, 'read');
    try {
      const bytes = Buffer.alloc(await opened.size());
      await opened.read(bytes, 0);
      const text = bytes.toString('latin1').trim();
      if (/^[0-9a-f]{64,}$/.test(text) && text.length % 2 === 0) return Buffer.from(text, 'hex');
      const copy = await setAside(disk, file, opened, { why: 'unreadable', from: 0, now: now() });
      log?.error(
        { file, copy },
        'the signing key cannot be read; a new one is made, and everybody has to sign in again',
      );
    } finally {
      await opened.close();
    }
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
  const secret = randomBytes(BYTES);
  await writeWhole(disk, file, (made) => made.write(Buffer.from(`${secret.toString('hex')}\n`), 0));
  return secret;
}
