import { createHash } from 'node:crypto';
import path from 'node:path';
import { Readable } from 'node:stream';
import * as yauzl from 'yauzl';
import * as z from 'zod';
import { AppError } from '../../../core/errors.ts';
import type { Disk, DiskFile } from '../disk.ts';
import { ARCHIVE_VERSION, kindOf, MANIFEST, manifestSchema, type Manifest } from './manifest.ts';
import { refused, shownPath } from './refused.ts';

const BLOCK = 128 * 1024;
const ENTRIES_MAX = 1_000_000;
/** Bytes of a document; a longer text does not fit into one string. */
const DOCUMENT_MAX = 400 * 2 ** 20;
const FILE_TYPE = 0o170000;
const REGULAR = 0o100000;

/** What an archive may be. */
export interface UnpackLimits {
  /** Bytes that its entries may have together. */
  bytesMax: number;
  /** Throws what ends it. */
  checkpoint: () => void;
}

/**
 * Puts every entry of an archive into `directory`, which is empty, and onto the disk. Only entries that belong into an
 * archive are taken, each once, with the size and the content that the manifest says.
 * @throws AppError `archive_invalid`, `no_room`
 */
export async function unpack(
  disk: Disk,
  archive: string,
  directory: string,
  { bytesMax, checkpoint }: UnpackLimits,
): Promise<Manifest> {
  const file = await disk.open(archive, 'read');
  try {
    const zip = await openZip(file);
    const entries = await entriesOf(zip, bytesMax);
    const manifest = await readManifest(zip, entries.get(MANIFEST));
    requireSame(entries, manifest);
    await disk.makeDirectory(path.join(directory, 'messages'));
    await disk.makeDirectory(path.join(directory, 'files'));
    for (const { path: name, size, sha256 } of manifest.entries) {
      checkpoint();
      const found = await copyEntry(disk, zip, entries.get(name)!, path.join(directory, name), checkpoint);
      if (found.size !== size || found.sha256 !== sha256) {
        throw refused(`The entry ${shownPath(name)} of the archive is damaged: it is not what the manifest says.`);
      }
    }
    for (const folder of ['messages', 'files', '.']) await disk.syncDirectory(path.join(directory, folder));
    return manifest;
  } finally {
    await file.close();
  }
}

async function openZip(file: DiskFile): Promise<yauzl.ZipFile> {
  try {
    const options = { lazyEntries: true, autoClose: false, strictFileNames: true };
    return await yauzl.fromRandomAccessReaderPromise(new Reader(file), await file.size(), options);
  } catch (error) {
    throw asRefused(error, 'The file is no zip archive, or not all of it is there.');
  }
}

async function entriesOf(zip: yauzl.ZipFile, bytesMax: number): Promise<Map<string, yauzl.Entry>> {
  if (zip.entryCount > ENTRIES_MAX) throw refused(`The archive has more than ${ENTRIES_MAX} entries.`);
  const entries = new Map<string, yauzl.Entry>();
  let [bytes, packed] = [0, 0];
  try {
    for await (const entry of zip.eachEntry()) {
      requireProper(entry);
      const name = shownPath(entry.fileName);
      if (entries.has(entry.fileName)) throw refused(`The archive has the entry ${name} twice.`);
      entries.set(entry.fileName, entry);
      bytes += entry.uncompressedSize;
      packed += entry.compressedSize;
      if (packed > zip.fileSize) throw refused(`The archive says that it is larger than it is, at its entry ${name}.`);
      if (bytes > bytesMax) throw new AppError('no_room');
    }
  } catch (error) {
    throw asRefused(error, 'The list of what is in the archive cannot be read.');
  }
  return entries;
}

function requireProper(entry: yauzl.Entry): void {
  const name = shownPath(entry.fileName);
  const kind = kindOf(entry.fileName);
  if (!kind) throw refused(`The archive has an entry ${name}, which does not belong there.`);
  const fileType = (entry.externalFileAttributes >>> 16) & FILE_TYPE;
  if (fileType !== 0 && fileType !== REGULAR) throw refused(`The entry ${name} of the archive is no ordinary file.`);
  if (!entry.canDecodeFileData()) throw refused(`The entry ${name} of the archive is encrypted, or packed otherwise.`);
  const isText = kind.kind === 'document' && entry.fileName.endsWith('.json');
  if (isText && entry.uncompressedSize > DOCUMENT_MAX) throw refused(`The entry ${name} of the archive is too large.`);
}

async function readManifest(zip: yauzl.ZipFile, entry: yauzl.Entry | undefined): Promise<Manifest> {
  if (!entry) throw refused(`This is no archive of a server: it has no ${MANIFEST}.`);
  const pieces: Uint8Array[] = [];
  let json: unknown;
  try {
    for await (const piece of await piecesOf(zip, entry)) pieces.push(piece);
    json = JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch (error) {
    throw asRefused(error, `The entry "${MANIFEST}" of the archive cannot be read.`);
  }
  const parsed = manifestSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const version = z.object({ version: z.int() }).safeParse(json).data?.version ?? 0;
  if (version > ARCHIVE_VERSION) {
    throw refused('The archive was made by a newer version of Gemini Coop. Update this one first.');
  }
  throw refused(`The entry "${MANIFEST}" of the archive has another form: ${parsed.error.issues[0]?.message ?? ''}.`);
}

function requireSame(entries: ReadonlyMap<string, yauzl.Entry>, manifest: Manifest): void {
  const named = new Set(manifest.entries.map((entry) => entry.path));
  for (const { path: name, size } of manifest.entries) {
    const entry = name === MANIFEST ? undefined : entries.get(name);
    if (!entry) throw refused(`The entry ${shownPath(name)} of the archive is missing.`);
    if (entry.uncompressedSize !== size) throw refused(`The entry ${shownPath(name)} of the archive has another size.`);
  }
  if (named.size < manifest.entries.length) throw refused(`The entry "${MANIFEST}" of the archive names one twice.`);
  for (const name of entries.keys()) {
    if (name !== MANIFEST && !named.has(name)) throw refused(`The archive has an entry ${shownPath(name)} too many.`);
  }
}

async function copyEntry(disk: Disk, zip: yauzl.ZipFile, entry: yauzl.Entry, to: string, checkpoint: () => void) {
  const hash = createHash('sha256');
  const file = await disk.open(to, 'create');
  try {
    let size = 0;
    for await (const piece of await piecesOf(zip, entry)) {
      checkpoint();
      hash.update(piece);
      await file.write(piece, size);
      size += piece.length;
    }
    await file.sync();
    return { size, sha256: hash.digest('hex') };
  } finally {
    await file.close();
  }
}

/** The bytes of an entry; what is wrong with them is the archive's fault. */
async function piecesOf(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<AsyncIterable<Uint8Array>> {
  const broken = `The entry ${shownPath(entry.fileName)} of the archive is damaged.`;
  const stream = await zip.openReadStreamPromise(entry).catch((error: unknown) => {
    throw asRefused(error, broken);
  });
  return (async function* () {
    try {
      yield* stream as AsyncIterable<Uint8Array>;
    } catch (error) {
      throw asRefused(error, broken);
    } finally {
      stream.destroy();
    }
  })();
}

/** What the disk refuses stays that; all else is the archive's fault. */
function asRefused(error: unknown, why: string): unknown {
  const isSystem = error instanceof Error && 'syscall' in error;
  return error instanceof AppError || isSystem ? error : refused(why, error);
}

/** Lets the parser read a file of our disk. */
class Reader extends yauzl.RandomAccessReader {
  readonly #file: DiskFile;

  constructor(file: DiskFile) {
    super();
    this.#file = file;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(rangeOf(this.#file, start, end), { objectMode: false });
  }
}

async function* rangeOf(file: DiskFile, start: number, end: number): AsyncGenerator<Uint8Array> {
  for (let position = start; position < end;) {
    const block = Buffer.allocUnsafe(Math.min(BLOCK, end - position));
    const length = await file.read(block, position);
    if (length === 0) throw new Error('the archive is shorter than it was');
    yield block.subarray(0, length);
    position += length;
  }
}
