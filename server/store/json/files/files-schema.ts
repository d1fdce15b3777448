import * as z from 'zod';
import type { DocumentForm } from '../document-file.ts';

/** The form of `files.json` that this version writes. */
const SCHEMA_VERSION = 2;

const id = z.int().positive();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const file = z.object({
  id,
  chat_id: id,
  sha256,
  name: z.string().min(1),
  type: z.string(),
  size: z.int().positive(),
  width: z.int().positive().optional(),
  height: z.int().positive().optional(),
  uploaded_by: id,
  created_at: z.string(),
  message_id: z.nullable(id),
  uploaded_after: z.int().nonnegative(),
  is_picture: z.boolean(),
});

const avatar = z.object({ user_id: id, sha256, type: z.string(), size: z.int().positive(), created_at: z.string() });

const filesSchema = z.object({
  schema_version: z.literal(SCHEMA_VERSION),
  /** Oldest first. */
  files: z.array(file),
  /** Pictures of people, oldest first; nobody's is of a chat. */
  avatars: z.array(avatar),
  /** Contents that no file has any more and that are still to be deleted: only what is named here ever is. */
  unwanted: z.array(sha256),
});

/** The form before people had pictures. */
const firstSchema = filesSchema
  .omit({ avatars: true })
  .extend({ schema_version: z.literal(1) })
  .transform((first): FilesData => ({ ...first, schema_version: SCHEMA_VERSION, avatars: [] }));

/** What `files.json` holds. Never changed in place. */
export type FilesData = z.infer<typeof filesSchema>;

export const noFiles: FilesData = { schema_version: SCHEMA_VERSION, files: [], avatars: [], unwanted: [] };

export const filesForm: DocumentForm<FilesData> = {
  version: SCHEMA_VERSION,
  read(json) {
    const version = z.object({ schema_version: z.int() }).safeParse(json).data?.schema_version;
    if (version !== undefined && version > SCHEMA_VERSION) return { newer: version };
    const parsed = (version === 1 ? firstSchema : filesSchema).safeParse(json);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return { problem: issue ? `${issue.message} at ${issue.path.join('.') || 'its top'}` : 'it has another form' };
    }
    if (new Set(parsed.data.files.map((one) => one.id)).size < parsed.data.files.length) {
      return { problem: 'two files have the same id' };
    }
    return parsed;
  },
};
