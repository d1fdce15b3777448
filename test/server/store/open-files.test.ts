import { beforeEach, expect, test } from 'vitest';
import { OpenFiles } from '../../../server/store/json/open-files.ts';
import { createMemoryDisk, diskError, type MemoryDisk } from '../../support/memory-disk.ts';

let disk: MemoryDisk;
let files: OpenFiles;

beforeEach(() => {
  disk = createMemoryDisk();
  for (const name of ['/a', '/b', '/c']) disk.put(name, name);
  files = new OpenFiles(disk, 2);
});

const contentOf = async (name: string): Promise<string> => {
  const lease = await files.acquire(name, 'read');
  const bytes = Buffer.alloc(10);
  const length = await lease.file.read(bytes, 0);
  lease.release();
  return bytes.toString('utf8', 0, length);
};

test('[STORE12] a file is replaced when its last reader is done, and the next ones wait to read the new one', async () => {
  const first = await files.acquire('/a', 'read');
  const second = await files.acquire('/a', 'read');
  const order: string[] = [];
  const replacing = files.alone('/a', () => {
    order.push(`replaced with ${disk.openFiles} open`);
    disk.put('/a', 'new');
    return Promise.resolve();
  });
  const reading = contentOf('/a').then((content) => order.push(`read ${content}`));
  expect(await contentOf('/b')).toBe('/b');
  first.release();
  order.push('released');
  expect(await contentOf('/b')).toBe('/b');
  order.push('released again');
  second.release();
  await Promise.all([replacing, reading]);
  expect(order).toEqual(['released', 'released again', 'replaced with 1 open', 'read new']);
});

test('[STORE12] where replacing fails, the file can be used again', async () => {
  await expect(files.alone('/a', () => Promise.reject(diskError('EIO')))).rejects.toThrow('EIO');
  expect(await contentOf('/a')).toBe('/a');
});

test('[STORE18] the file that was used longest ago is closed, and none that is in use', async () => {
  const opened: string[] = [];
  disk.before = (operation, name) => void (operation === 'open' && opened.push(name));
  const held = await files.acquire('/a', 'read');
  for (const name of ['/b', '/c', '/c', '/b']) await contentOf(name);
  expect(opened).toEqual(['/a', '/b', '/c', '/b']);
  held.release();
  await contentOf('/a');
  expect(opened).toHaveLength(4);
  await files.close();
  expect(disk.openFiles).toBe(0);
});

test('a file that could not be opened is tried again', async () => {
  disk.before = () => {
    throw diskError('EMFILE');
  };
  await expect(files.acquire('/a', 'read')).rejects.toThrow('EMFILE');
  disk.before = () => undefined;
  expect(await contentOf('/a')).toBe('/a');
});
