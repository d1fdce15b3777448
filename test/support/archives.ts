import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import * as yauzl from 'yauzl';
import { ZipFile } from 'yazl';
import { ARCHIVE_FORMAT, ARCHIVE_VERSION, MANIFEST } from '../../server/store/json/archive/manifest.ts';

/** What an archive holds, by path. */
export type Entries = Record<string, Buffer>;

/** Unpacks it with another reader than the server's own. */
export async function entriesIn(archive: Buffer): Promise<Entries> {
  const zip = await yauzl.fromBufferPromise(archive, { lazyEntries: true });
  const entries: Entries = {};
  for await (const entry of zip.eachEntry()) {
    entries[entry.fileName] = await buffer(await zip.openReadStreamPromise(entry));
  }
  return entries;
}

export interface ZipEntry {
  path: string;
  bytes: Buffer;
  /** As a file system has it; an ordinary file unless it is given. */
  mode?: number;
}

/** Any zip. */
export async function zipOf(entries: readonly ZipEntry[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { path, bytes, mode = 0o100600 } of entries) zip.addBuffer(bytes, path, { mode });
  zip.end();
  return buffer(zip.outputStream as Readable);
}

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** The manifest of these entries. */
export function manifestOf(entries: Entries, more: object = {}): Buffer {
  const listed = Object.entries(entries).map(([path, bytes]) => ({ path, size: bytes.length, sha256: sha256(bytes) }));
  return Buffer.from(
    JSON.stringify({
      format: ARCHIVE_FORMAT,
      version: ARCHIVE_VERSION,
      created_at: '2026-01-01T00:00:00.000Z',
      app_version: '0.1.0',
      server_id: null,
      server_name: null,
      counts: { people: 0, chats: 0, files: 0, bytes: 0 },
      entries: listed,
      ...more,
    }),
  );
}

/** An archive of these entries, with the manifest that fits. */
export function archiveOf(entries: Entries, more: object = {}): Promise<Buffer> {
  const all = Object.entries({ ...entries, [MANIFEST]: manifestOf(entries, more) });
  return zipOf(all.map(([path, bytes]) => ({ path, bytes })));
}

/** Replaces a name in a zip by another one of the same length, wherever it stands. */
export function renamed(archive: Buffer, from: string, to: string): Buffer {
  if (from.length !== to.length) throw new Error('another length');
  return Buffer.from(archive.toString('latin1').replaceAll(from, to), 'latin1');
}
