import * as z from 'zod';
import type { DocumentForm } from './document-file.ts';

const VERSION = 1;
const id = z.int().positive();

const tracesSchema = z.object({
  schema_version: z.literal(VERSION),
  /** The newest message id in any chat when this file began: all up to there counts as read. */
  since: z.int().nonnegative(),
  positions: z.array(
    z.object({
      chat_id: id,
      user_id: id,
      message_id: z.int().nonnegative(),
      read_at: z.iso.datetime({ precision: 3 }),
      mention_ids: z.array(id),
    }),
  ),
  last_seen: z.array(z.object({ user_id: id, at: z.iso.datetime({ precision: 3 }) })),
});

/** What `traces.json` holds. */
export type TracesData = z.infer<typeof tracesSchema>;

export const emptyTraces = (since: number): TracesData => ({
  schema_version: VERSION,
  since,
  positions: [],
  last_seen: [],
});

/** Another form is as good as a damaged file: nothing in it is worth keeping a server from starting. */
export const tracesForm: DocumentForm<TracesData> = {
  version: VERSION,
  read(json) {
    const parsed = tracesSchema.safeParse(json);
    if (parsed.success) return { data: parsed.data };
    const [issue] = parsed.error.issues;
    return { problem: issue ? `${issue.message} at ${issue.path.join('.') || 'its top'}` : 'it has another form' };
  },
};
