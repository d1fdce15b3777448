import * as z from 'zod';
import type { DocumentForm } from './document-file.ts';
import { documentSchemas, SCHEMA_VERSION, type DocumentData } from './document-schema.ts';
import { findContradiction } from './find-contradiction.ts';
import { withHeirs } from './role-changes.ts';

/** What `coop.json` may hold: this form or an older one. */
export const documentForm: DocumentForm<DocumentData> = {
  version: SCHEMA_VERSION,
  read(json) {
    const version = z.object({ schema_version: z.int() }).safeParse(json).data?.schema_version;
    if (version !== undefined && version > SCHEMA_VERSION) return { newer: version };
    const parsed = (documentSchemas[(version ?? SCHEMA_VERSION) - 1] ?? documentSchemas[SCHEMA_VERSION - 1]!).safeParse(
      json,
    );
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return { problem: issue ? `${issue.message} at ${issue.path.join('.') || 'its top'}` : 'it has another form' };
    }
    const { data } = withHeirs(withHost(parsed.data));
    const problem = findContradiction(data);
    return problem === undefined ? { data } : { problem };
  },
};

/** Where nobody is the host yet, the first who came is. */
function withHost(data: DocumentData): DocumentData {
  if (data.users.length === 0 || data.users.some(({ is_host }) => is_host)) return data;
  const first = Math.min(...data.users.map((account) => account.id));
  return { ...data, users: data.users.map((account) => ({ ...account, is_host: account.id === first })) };
}
