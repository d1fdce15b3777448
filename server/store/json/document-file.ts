import { isUtf8 } from 'node:buffer';
import type { Adapter } from 'lowdb';
import { hasCode, type Disk, type DiskFile } from './disk.ts';
import { DataDirectoryError, explain } from './failures.ts';
import { setAside } from './set-aside.ts';
import { writeWhole } from './write-whole.ts';

/** What a file may hold. */
export interface DocumentForm<Data> {
  /** Number of the newest form that is read. */
  version: number;
  /** `newer` is the number of a form that is not known here, `problem` what is wrong. */
  read(json: unknown): { data: Data } | { newer: number } | { problem: string };
}

/** lowdb's access to a JSON file: replaced as a whole, on the disk when `write` resolves. */
export class DocumentFile<Data> implements Adapter<Data> {
  readonly #form: DocumentForm<Data>;
  readonly #disk: Disk;
  readonly #path: string;
  readonly #now: () => number;

  constructor(form: DocumentForm<Data>, disk: Disk, file: string, now: () => number) {
    this.#form = form;
    this.#disk = disk;
    this.#path = file;
    this.#now = now;
  }

  /**
   * Null where there is none yet.
   * @throws DataDirectoryError for content that does not parse, a copy of which is set aside. The file stays too: an
   * empty start in its place would look as if everything were lost, and the next start must find out again.
   */
  async read(): Promise<Data | null> {
    const file = await this.#disk.open(this.#path, 'read').catch((error: unknown) => {
      if (hasCode(error, 'ENOENT')) return null;
      throw explain(error, `The file ${this.#path}`);
    });
    if (!file) return null;
    try {
      return await this.#parse(file);
    } catch (error) {
      throw explain(error, `The file ${this.#path}`);
    } finally {
      await file.close();
    }
  }

  async write(data: Data): Promise<void> {
    const bytes = Buffer.from(`${JSON.stringify(data, null, 2)}\n`);
    await writeWhole(this.#disk, this.#path, (file) => file.write(bytes, 0));
  }

  async #parse(file: DiskFile): Promise<Data> {
    const bytes = Buffer.alloc(await file.size());
    const parsed = parse(this.#form, bytes.subarray(0, await file.read(bytes, 0)));
    if ('data' in parsed) return parsed.data;
    if ('newer' in parsed) {
      throw new DataDirectoryError(
        `${this.#path} was written by a newer version of Gemini Coop (format ${parsed.newer}; this one reads up to ` +
          `${this.#form.version}). Nothing was changed. Update Gemini Coop, or choose another data directory.`,
      );
    }
    const copy = await setAside(this.#disk, this.#path, file, { why: 'unreadable', from: 0, now: this.#now() });
    throw new DataDirectoryError(
      `${this.#path} cannot be read: ${parsed.problem}. Nothing was changed, and a copy is in ${copy}. ` +
        `Repair the file or put back a backup; to start empty, move it away.`,
    );
  }
}

function parse<Data>(form: DocumentForm<Data>, bytes: Buffer): ReturnType<DocumentForm<Data>['read']> {
  // Read all the same, what is no text would be lost with the next write.
  if (!isUtf8(bytes)) return { problem: 'it is not UTF-8 text' };
  try {
    return form.read(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
