import type { ArchiveContents, CheckedArchive } from '../protocol/archive.ts';
import type { Audit } from './audit.ts';
import { requireHost } from './host.ts';
import type { Archives, IncomingArchive, OutgoingArchive } from './ports/archives.ts';
import type { Log } from './ports/log.ts';
import type { Account } from './ports/store.ts';

interface ArchiveParts {
  audit: Audit;
  archives: Archives;
  log: Log;
}

/** The whole server as one file, for the host. Every call rejects with AppError `not_authorized` for anybody else. */
export class Archive {
  readonly #parts: ArchiveParts;
  readonly #restored: Promise<void>;
  #announceRestored!: () => void;

  constructor(parts: ArchiveParts) {
    this.#parts = parts;
    this.#restored = new Promise((resolve) => (this.#announceRestored = resolve));
  }

  /** Resolves when an archive has been restored, whose data the next start will have. */
  get restored(): Promise<void> {
    return this.#restored;
  }

  /** @throws AppError `archive_busy` */
  async export(caller: Account): Promise<OutgoingArchive> {
    requireHost(caller);
    const outgoing = await this.#parts.archives.export();
    await this.#parts.audit.record(caller, 'archive_exported', { target: { kind: 'server' } });
    return outgoing;
  }

  /** @throws AppError `archive_busy`, `too_large`, `no_room` */
  async receive(caller: Account, announced: number): Promise<IncomingArchive> {
    requireHost(caller);
    return this.#parts.archives.receive(announced);
  }

  /** Looks at an archive that has come. @throws AppError `archive_invalid`, `no_room` */
  async check(caller: Account, incoming: IncomingArchive): Promise<CheckedArchive> {
    requireHost(caller);
    return this.#parts.archives.check(incoming);
  }

  /** Puts what was checked in the place of everything; `restart` is to follow. @throws AppError `not_found` */
  async restore(caller: Account, id: string): Promise<ArchiveContents> {
    requireHost(caller);
    const contents = await this.#parts.archives.restore(id, { id: caller.id, username: caller.username });
    this.#parts.log.info({ user_id: caller.id, made: contents.created_at }, 'an archive is being restored');
    return contents;
  }

  /** Whoever asked for it has been answered. */
  restart(): void {
    this.#announceRestored();
  }

  /** Removes what was checked and is not wanted. */
  async forget(caller: Account): Promise<void> {
    requireHost(caller);
    await this.#parts.archives.forget();
  }
}
