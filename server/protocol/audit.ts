import * as z from 'zod/mini';
import { id, timestamp } from './text.ts';

/** What is written down of who looks after the server, and of who lets people in. */
export const auditActs = [
  'person_removed',
  'person_banned',
  'person_unbanned',
  'password_reset',
  'invite_created',
  'invite_renewed',
  'invite_revoked',
  'chat_deleted',
  'setting_changed',
  'archive_exported',
  'archive_imported',
] as const;
export const auditAct = z.enum(auditActs);
export type AuditAct = z.infer<typeof auditAct>;

/** What an act is about; `name` is what it was called then. */
const auditTarget = z.object({
  kind: z.enum(['person', 'chat', 'invite', 'setting', 'server']),
  id: z.optional(id()),
  name: z.optional(z.string()),
});

/** One act. It holds no secret, and nothing that people have written in a chat. */
export const auditEntry = z.object({
  id: id(),
  at: timestamp(),
  /** Null where it was done on the server's own computer, without signing in. */
  by: z.nullable(z.object({ id: id(), username: z.string() })),
  /** One of `auditActs`; a newer version may have written down others. */
  act: z.string(),
  target: z.optional(auditTarget),
  /** What else is to be said of it, by act. */
  details: z.optional(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))),
});
export type AuditEntry = z.infer<typeof auditEntry>;

export const AUDIT_PAGE_DEFAULT = 50;
export const AUDIT_PAGE_MAX = 200;

/** Query of `GET /api/admin/audit`; `before` is an entry's id, exclusive. The answer has the newest first. */
export const auditQuery = z.object({
  limit: z._default(
    z.coerce
      .number()
      .check(z.int(), z.gte(1, 'must be at least 1'), z.lte(AUDIT_PAGE_MAX, `must be at most ${AUDIT_PAGE_MAX}`)),
    AUDIT_PAGE_DEFAULT,
  ),
  before: z.optional(z.coerce.number().check(z.int(), z.positive())),
  act: z.optional(auditAct),
});
export type AuditQuery = z.infer<typeof auditQuery>;
