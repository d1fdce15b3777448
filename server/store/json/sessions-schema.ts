import * as z from 'zod';
import { devicePrograms, deviceSystems } from '../../protocol/sessions.ts';
import type { DocumentForm } from './document-file.ts';

const VERSION = 1;
const moment = z.iso.datetime({ precision: 3 });

const sessionsSchema = z.object({
  schema_version: z.literal(VERSION),
  sessions: z.array(
    z.object({
      id: z.string().min(1),
      user_id: z.int().positive(),
      device: z.object({ program: z.nullable(z.enum(devicePrograms)), system: z.nullable(z.enum(deviceSystems)) }),
      created_at: moment,
      last_used_at: moment,
      good_from: moment,
    }),
  ),
});

/** What `sessions.json` holds. */
export type SessionsData = z.infer<typeof sessionsSchema>;

export const noSessions: SessionsData = { schema_version: VERSION, sessions: [] };

/** Another form is as good as a damaged file: everybody signs in anew. */
export const sessionsForm: DocumentForm<SessionsData> = {
  version: VERSION,
  read(json) {
    const parsed = sessionsSchema.safeParse(json);
    if (parsed.success) return { data: parsed.data };
    const [issue] = parsed.error.issues;
    return { problem: issue ? `${issue.message} at ${issue.path.join('.') || 'its top'}` : 'it has another form' };
  },
};
