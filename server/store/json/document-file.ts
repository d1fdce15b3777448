import path from 'node:path';
import type { Adapter } from 'lowdb';
import * as z from 'zod';
import { hasCode, type Disk } from './disk.ts';
import { DataDirectoryError } from './failures.ts';
import { setAside } from './set-aside.ts';
import { writeWhole } from './write-whole.ts';

const SCHEMA_VERSION = 1;

const id = z.int().positive();

const documentSchema = z.object({
  schema_version: z.literal(SCHEMA_VERSION),
  /** The greatest ids that may have been given. Message ids are reserved in blocks, so theirs is ahead of use. */
  last_ids: z.object({
    user: z.int().nonnegative(),
    chat: z.int().nonnegative(),
    message: z.int().nonnegative(),
  }),
  users: z.array(
    z.object({ id, username: z.string(), email: z.string(), created_at: z.string(), password_hash: z.string() }),
  ),
  chats: z.array(
    z.object({
      id,
      name: z.nullable(z.string()),
      owner_id: id,
      is_group: z.boolean(),
      created_at: z.string(),
      is_ai_chat: z.boolean(),
      /** The newest message id in any chat when this one was made: places an empty chat among the active ones. */
      created_after: z.int().nonnegative(),
    }),
  ),
  /** In the order in which they were added. */
  participants: z.array(z.object({ chat_id: id, user_id: id })),
});

/** What `coop.json` holds. Never changed in place: a change makes a new one that shares the untouched parts. */
export type DocumentData = z.infer<typeof documentSchema>;

export const emptyDocument: DocumentData = {
  schema_version: SCHEMA_VERSION,
  last_ids: { user: 0, chat: 0, message: 0 },
  users: [],
  chats: [],
  participants: [],
};

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

function parse(text: string): { data: DocumentData } | { newer: number } | { problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
  const version = z.object({ schema_version: z.int() }).safeParse(json);
  if (version.success && version.data.schema_version > SCHEMA_VERSION) return { newer: version.data.schema_version };
  const parsed = documentSchema.safeParse(json);
  if (parsed.success) return { data: parsed.data };
  const [issue] = parsed.error.issues;
  return { problem: issue ? `${issue.message} at ${issue.path.join('.') || 'its top'}` : 'it has another form' };
}
