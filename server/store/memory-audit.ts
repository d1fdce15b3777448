import { AppError } from '../core/errors.ts';
import { AUDIT_KEPT, type AuditLog, type AuditPage, type NewAuditEntry } from '../core/ports/audit.ts';
import type { AuditEntry } from '../protocol/audit.ts';

/** Entries in memory: all that there is for tests, and what is looked at where they are saved as well. */
export class MemoryAudit implements AuditLog {
  /** Oldest first. */
  #entries: AuditEntry[];
  #isClosed = false;

  constructor(entries: AuditEntry[] = []) {
    this.#entries = entries;
  }

  get lastId(): number {
    return this.#entries.at(-1)?.id ?? 0;
  }

  async append(entry: NewAuditEntry): Promise<AuditEntry> {
    this.#requireOpen();
    const added = { ...structuredClone(entry), id: this.lastId + 1 };
    this.add([added]);
    return structuredClone(added);
  }

  /** Adds entries that have their ids. */
  add(entries: readonly AuditEntry[]): void {
    this.#entries.push(...entries);
    if (this.#entries.length > AUDIT_KEPT) this.#entries = this.#entries.slice(-AUDIT_KEPT);
  }

  async list({ limit, before = Infinity, act }: AuditPage): Promise<AuditEntry[]> {
    this.#requireOpen();
    const page: AuditEntry[] = [];
    for (let at = this.#entries.length - 1; at >= 0 && page.length < limit; at--) {
      const entry = this.#entries[at]!;
      if (entry.id < before && (act === undefined || entry.act === act)) page.push(structuredClone(entry));
    }
    return page;
  }

  /** Everything, oldest first, for who saves it. */
  all(): readonly AuditEntry[] {
    return this.#entries;
  }

  close(): void {
    this.#isClosed = true;
  }

  #requireOpen(): void {
    if (this.#isClosed) throw new AppError('not_ready');
  }
}
