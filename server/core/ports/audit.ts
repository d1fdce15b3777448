import type { AuditAct, AuditEntry } from '../../protocol/audit.ts';

export interface NewAuditEntry extends Omit<AuditEntry, 'id' | 'act'> {
  act: AuditAct;
}

/** Entries before this id, newest first; `act`: of this kind only. */
export interface AuditPage {
  limit: number;
  before?: number | undefined;
  act?: AuditAct | undefined;
}

/** So many entries are kept at least; older ones go, now and then. */
export const AUDIT_KEPT = 10_000;

/** The durable port for what was done to the server: it grows at its end, and nothing in it changes. */
export interface AuditLog {
  /**
   * Resolves to the entry, with an id greater than all before, once it is on the disk. Rejects with AppError
   * `storage_unavailable` where it cannot be written: it is kept then, goes out with the next one or at the end, and is
   * seen once it is on the disk. After the store was closed, with `not_ready`.
   */
  append(entry: NewAuditEntry): Promise<AuditEntry>;
  list(page: AuditPage): Promise<AuditEntry[]>;
}
