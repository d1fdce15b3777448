import type { ArchiveContents, CheckedArchive } from '../../protocol/archive.ts';
import type { AuditEntry } from '../../protocol/audit.ts';

/** An archive that is being made. */
export interface OutgoingArchive {
  /** When it was begun: what was durable then is in it. */
  readonly createdAt: string;
  /** Bytes before they are packed. */
  readonly size: number;
  /** The archive's own bytes, once. */
  pieces(): AsyncGenerator<Uint8Array>;
  /** Frees everything; to be called in any case, once nobody takes pieces any more. */
  close(): void;
}

/** An archive that is coming in; nothing of it is left unless it is checked. */
export interface IncomingArchive {
  /** Bytes so far. */
  readonly size: number;
  /** @throws AppError `too_large`, `no_room`, `storage_unavailable` */
  write(piece: Uint8Array): Promise<void>;
  /** Frees what was written. Never rejects; nothing happens where it was checked. */
  discard(): Promise<void>;
}

/**
 * The port for a whole server as one file. Nothing that is kept changes before an archive is found to be right, and
 * `restore` changes it as a whole with the next start.
 */
export interface Archives {
  /**
   * Begins an archive of what is durable now. @throws AppError `archive_busy` where another one is being made
   */
  export(): Promise<OutgoingArchive>;
  /**
   * Takes one in. @param announced bytes that will come, 0 where that is not known
   * @throws AppError `archive_busy` where another one comes in, `too_large`, `no_room`
   */
  receive(announced: number): Promise<IncomingArchive>;
  /** Looks at all of it; it waits then until it is restored or forgotten. @throws AppError `archive_invalid`, `no_room` */
  check(incoming: IncomingArchive): Promise<CheckedArchive>;
  /**
   * From the next start on the server has what is in it, and an entry of its audit log that says so.
   * @throws AppError `not_found` where nothing of that id waits, `no_room`
   */
  restore(id: string, by: AuditEntry['by']): Promise<ArchiveContents>;
  /** Removes what waits. */
  forget(): Promise<void>;
  /** Ends what is under way. */
  close(): Promise<void>;
}
