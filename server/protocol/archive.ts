import * as z from 'zod/mini';

/** Says how many bytes there are before they are packed: about as much as comes. */
export const ARCHIVE_SIZE_HEADER = 'X-Archive-Size';
/** Bytes that an archive may have, packed or not, whatever the disk takes. */
export const ARCHIVE_MAX = 2 ** 40;

/** What is in an archive. */
export const archiveContents = z.object({
  /** Which server it was made from; null where that had none yet. */
  server_id: z.nullable(z.string()),
  /** What people called that server. */
  name: z.nullable(z.string()),
  /** Of the program that made it. */
  version: z.string(),
  created_at: z.string(),
  /** Who will be the host. */
  host: z.string(),
  people: z.int(),
  chats: z.int(),
  messages: z.int(),
  files: z.int(),
  /** Of everything in it, unpacked. */
  bytes: z.int(),
  /** It was made from this very server: people stay signed in. */
  is_same_server: z.boolean(),
});
export type ArchiveContents = z.infer<typeof archiveContents>;

/** An archive in which nothing is wrong, and which waits to be restored. */
export const checkedArchive = z.extend(archiveContents, { id: z.string() });
export type CheckedArchive = z.infer<typeof checkedArchive>;

export const archiveQuery = z.object({
  /** Look only: it can be restored by its id then. */
  check: z.optional(z.enum(['true', 'false'])),
});

/** Names what was checked. */
export const archiveChoice = z.object({ id: z.string().check(z.maxLength(64)) });
