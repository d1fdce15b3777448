import * as z from 'zod';

export const ARCHIVE_FORMAT = 'gemini-coop-archive';
/** The form of archives that this version makes. */
export const ARCHIVE_VERSION = 1;

export const MANIFEST = 'manifest.json';
export const PEOPLE = 'coop.json';
export const FILES = 'files.json';
export const TRACES = 'traces.json';
export const AUDIT = 'audit.jsonl';

const logEntry = /^messages\/([1-9]\d{0,14})\.jsonl$/;
const contentEntry = /^files\/([0-9a-f]{64})$/;

const count = z.int().nonnegative();

/** What an archive says of itself; its last entry, as it knows all others. */
export const manifestSchema = z.object({
  format: z.literal(ARCHIVE_FORMAT),
  version: z.literal(ARCHIVE_VERSION),
  created_at: z.iso.datetime({ precision: 3 }),
  app_version: z.string().max(100),
  server_id: z.nullable(z.string()),
  server_name: z.nullable(z.string()),
  counts: z.object({ people: count, chats: count, files: count, bytes: count }),
  /** All others, in their order. */
  entries: z.array(z.object({ path: z.string(), size: count, sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
});
export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestEntry = Manifest['entries'][number];

export const logPath = (chatId: number): string => `messages/${chatId}.jsonl`;
export const contentPath = (sha256: string): string => `files/${sha256}`;

/** What an entry is, by its path; undefined where nothing of that name belongs in an archive. */
export function kindOf(
  path: string,
): { kind: 'document' } | { kind: 'log'; chatId: number } | { kind: 'content'; sha256: string } | undefined {
  if ([MANIFEST, PEOPLE, FILES, TRACES, AUDIT].includes(path)) return { kind: 'document' };
  const [, chatId] = logEntry.exec(path) ?? [];
  if (chatId !== undefined) return { kind: 'log', chatId: Number(chatId) };
  const [, sha256] = contentEntry.exec(path) ?? [];
  return sha256 === undefined ? undefined : { kind: 'content', sha256 };
}
