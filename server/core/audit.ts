import type { AuditAct, AuditEntry, AuditQuery } from '../protocol/audit.ts';
import { requireHost } from './host.ts';
import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { NewAuditEntry } from './ports/audit.ts';
import type { Account, Store } from './ports/store.ts';

interface AuditParts {
  store: Store;
  clock: Clock;
  log: Log;
}

/** What is said of an act; no secrets, and nothing that people have written in a chat. */
export type AuditAbout = Pick<NewAuditEntry, 'target' | 'details'>;

/** Who has done what to the server. */
export class Audit {
  readonly #parts: AuditParts;

  constructor(parts: AuditParts) {
    this.#parts = parts;
  }

  /**
   * Writes down what was just done; resolves once that is on the disk. Never rejects, as what was done stays done: where
   * it cannot be written that is an error in the log, the server counts as not saving, and it is written later.
   * @param caller null where nobody is signed in: it was done on the server's own computer
   */
  async record(
    caller: Pick<Account, 'id' | 'username'> | null,
    act: AuditAct,
    { target, details }: AuditAbout = {},
  ): Promise<void> {
    const { store, clock, log } = this.#parts;
    const at = new Date(clock.now()).toISOString();
    const by = caller && { id: caller.id, username: caller.username };
    try {
      await store.audit.append({ at, by, act, ...(target && { target }), ...(details && { details }) });
    } catch (error) {
      log.error({ err: error, act, by: by?.id, target_id: target?.id }, 'an act could not be written down');
    }
  }

  /** Newest first; for the host. @throws AppError `not_authorized` */
  async list(caller: Account, query: AuditQuery): Promise<AuditEntry[]> {
    requireHost(caller);
    return this.#parts.store.audit.list(query);
  }
}
