import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import {
  ARCHIVE_FORMAT,
  ARCHIVE_VERSION,
  AUDIT,
  contentPath,
  FILES,
  logPath,
  MANIFEST,
  PEOPLE,
  TRACES,
  type Manifest,
  type ManifestEntry,
} from './manifest.ts';
import type { Snapshot, SnapshotFile } from './snapshot.ts';

/** Bytes of a document that are handed on at a time. */
const BLOCK = 128 * 1024;
/** From so many bytes on an entry has sizes of eight bytes: packed it may be longer than it was. */
const LARGE = 2 ** 31;

/** What an archive says of itself that its content does not. */
export interface ArchiveOrigin {
  createdAt: string;
  appVersion: string;
  serverName: string | null;
}

/**
 * The bytes of an archive, made as they are taken. The manifest comes last, and before it the documents: what was deleted
 * for good meanwhile is in none of them.
 */
export async function* writeArchive(snapshot: Snapshot, origin: ArchiveOrigin): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const filling = new Filling(zip, origin);
  const filled = filling.run(snapshot).catch((error: unknown) => {
    output.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  zip.on('error', (error: Error) => output.destroy(error));
  try {
    yield* output as AsyncIterable<Uint8Array>;
  } finally {
    output.destroy();
    filling.stop();
    await filled;
    snapshot.logsAreRead();
  }
}

class Filling {
  readonly #zip: ZipFile;
  readonly #origin: ArchiveOrigin;
  readonly #entries: ManifestEntry[] = [];
  #current: Readable | undefined;
  #isStopped = false;

  constructor(zip: ZipFile, origin: ArchiveOrigin) {
    this.#zip = zip;
    this.#origin = origin;
  }

  /** Nobody takes what comes any more. */
  stop(): void {
    this.#isStopped = true;
    this.#current?.destroy();
  }

  async run(snapshot: Snapshot): Promise<void> {
    for (const chatId of snapshot.chatIds) await this.#addFile(logPath(chatId), await snapshot.log(chatId), true);
    snapshot.logsAreRead();
    await this.#addFile(AUDIT, await snapshot.audit(), true);
    // Most of what people send is packed already.
    for (const sha256 of snapshot.contents.keys()) {
      await this.#addFile(contentPath(sha256), await snapshot.content(sha256), false);
    }
    const { document, files, traces } = snapshot;
    await this.#addDocument(TRACES, traces);
    await this.#addDocument(FILES, files);
    await this.#addDocument(PEOPLE, document);
    const { createdAt, appVersion, serverName } = this.#origin;
    const bytes = this.#entries.reduce((sum, { size }) => sum + size, 0);
    await this.#addDocument(MANIFEST, {
      format: ARCHIVE_FORMAT,
      version: ARCHIVE_VERSION,
      created_at: createdAt,
      app_version: appVersion,
      server_id: document.settings.server_id,
      server_name: serverName,
      counts: { people: document.users.length, chats: document.chats.length, files: files.files.length, bytes },
      entries: this.#entries,
    } satisfies Manifest);
    this.#zip.end();
  }

  async #addDocument(path: string, data: unknown): Promise<void> {
    const bytes = Buffer.from(`${JSON.stringify(data, null, 2)}\n`);
    await this.#add(path, bytes.length, blocksOf(bytes), true);
  }

  async #addFile(path: string, file: SnapshotFile | undefined, isPacked: boolean): Promise<void> {
    if (!file) return;
    try {
      await this.#add(path, file.size, file.pieces(), isPacked);
    } finally {
      await file.close();
    }
  }

  async #add(path: string, size: number, pieces: AsyncIterable<Uint8Array>, isPacked: boolean): Promise<void> {
    if (this.#isStopped) throw new Error('nobody takes it any more');
    const hash = createHash('sha256');
    const source = Readable.from(hashed(pieces, hash), { objectMode: false });
    this.#current = source;
    const isRead = new Promise<void>((resolve, reject) => {
      source.once('end', resolve);
      source.once('error', reject);
      source.once('close', () => reject(new Error('nobody takes it any more')));
    });
    const options = { mtime: new Date(this.#origin.createdAt), mode: 0o100600, size };
    this.#zip.addReadStream(source, path, { ...options, compress: isPacked, forceZip64Format: size >= LARGE });
    await isRead;
    this.#entries.push({ path, size, sha256: hash.digest('hex') });
  }
}

async function* hashed(
  pieces: AsyncIterable<Uint8Array>,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
}

async function* blocksOf(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += BLOCK) yield bytes.subarray(start, start + BLOCK);
}
