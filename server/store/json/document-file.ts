import path from 'node:path';
import type { Adapter } from 'lowdb';
import { hasCode, type Disk } from './disk.ts';
import { readDocument, SCHEMA_VERSION, type DocumentData } from './document-schema.ts';
import { DataDirectoryError } from './failures.ts';
import { setAside } from './set-aside.ts';
import { writeWhole } from './write-whole.ts';

/** lowdb's access to `coop.json`: replaced as a whole, on the disk when `write` resolves. */
export class DocumentFile implements Adapter<DocumentData> {
  readonly #disk: Disk;
  readonly #path: string;
  readonly #now: () => number;

  constructor(disk: Disk, file: string, now: () => number) {
    this.#disk = disk;
    this.#path = file;
    this.#now = now;
  }

  /**
   * Null where there is none yet.
   * @throws DataDirectoryError for content that does not parse, a copy of which is set aside. The file stays too: an
   * empty start in its place would look as if everything were lost, and the next start must find out again.
   */
  async read(): Promise<DocumentData | null> {
    const text = await this.#text();
    if (text === null) return null;
    const parsed = parse(text);
    if ('data' in parsed) return parsed.data;
    if ('newer' in parsed) {
      throw new DataDirectoryError(
        `${this.#path} was written by a newer version of Gemini Coop (format ${parsed.newer}; this one reads up to ` +
          `${SCHEMA_VERSION}). Nothing was changed. Update Gemini Coop, or choose another data directory.`,
      );
    }
    const copy = await this.#keepCopy(text);
    throw new DataDirectoryError(
      `${this.#path} cannot be read: ${parsed.problem}. Nothing was changed, and a copy is in ${copy}. ` +
        `Repair the file or put back a backup; to start empty, move it away.`,
    );
  }

  async write(data: DocumentData): Promise<void> {
    const bytes = Buffer.from(`${JSON.stringify(data, null, 2)}\n`);
    await writeWhole(this.#disk, this.#path, (file) => file.write(bytes, 0));
  }

  async #text(): Promise<string | null> {
    try {
      return await this.#contentOf(this.#path);
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return null;
      throw error;
    }
  }

  /** One copy for each content, also when the start is tried again and again. */
  async #keepCopy(text: string): Promise<string> {
    const directory = path.dirname(this.#path);
    const prefix = `${path.basename(this.#path)}.unreadable-`;
    for (const name of await this.#disk.list(directory)) {
      const copy = path.join(directory, name);
      if (name.startsWith(prefix) && (await this.#contentOf(copy)) === text) return copy;
    }
    const file = await this.#disk.open(this.#path, 'read');
    try {
      return await setAside(this.#disk, this.#path, file, { why: 'unreadable', from: 0, now: this.#now() });
    } finally {
      await file.close();
    }
  }

  async #contentOf(name: string): Promise<string> {
    const file = await this.#disk.open(name, 'read');
    try {
      const bytes = Buffer.alloc(await file.size());
      return bytes.toString('utf8', 0, await file.read(bytes, 0));
    } finally {
      await file.close();
    }
  }
}

function parse(text: string): ReturnType<typeof readDocument> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
  return readDocument(json);
}
