import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../core/errors.ts';
import type { Archives, IncomingArchive, OutgoingArchive } from '../../../core/ports/archives.ts';
import type { Log } from '../../../core/ports/log.ts';
import type { ArchiveContents, CheckedArchive } from '../../../protocol/archive.ts';
import type { AuditEntry } from '../../../protocol/audit.ts';
import type { Disk } from '../disk.ts';
import type { DocumentData } from '../document-schema.ts';
import { asUnavailable } from '../failures.ts';
import { checkData, type CheckedData } from './check-data.ts';
import { asNoRoom, freeBytes, Incoming } from './incoming.ts';
import { prepareData } from './prepare-data.ts';
import { planRestore, stagingName } from './restoring.ts';
import type { Snapshot } from './snapshot.ts';
import { unpack } from './unpack.ts';
import { writeArchive } from './write-archive.ts';

/** Where archives are made from and restored to. */
export interface ArchivesOptions {
  directory: string;
  disk: Disk;
  log: Log;
  /** Milliseconds since 1970. */
  now: () => number;
  appVersion: string;
  /** What people call the server now. */
  serverName: () => string | null;
  /** What is there now; without it nothing can be exported. */
  current?: { snapshot(): Promise<Snapshot>; readonly document: DocumentData } | undefined;
}

interface Waiting extends CheckedData {
  id: string;
  folder: string;
}

/** The archives of a data directory. Folders that a crash leaves are removed at the next start. */
export class JsonArchives implements Archives {
  readonly #options: ArchivesOptions;
  #isExporting = false;
  #isReceiving = false;
  #incoming: Incoming | undefined;
  #waiting: Waiting | undefined;
  #isRestored = false;
  #isClosed = false;
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(options: ArchivesOptions) {
    this.#options = options;
  }

  async export(): Promise<OutgoingArchive> {
    this.#requireOpen();
    const { current, now, appVersion, serverName } = this.#options;
    if (!current) throw new AppError('not_ready');
    if (this.#isExporting) throw new AppError('archive_busy');
    this.#isExporting = true;
    try {
      const createdAt = new Date(now()).toISOString();
      const snapshot = await current.snapshot();
      const contents = [...snapshot.contents.values()].reduce((sum, size) => sum + size, 0);
      const size = contents + (await snapshot.logBytes());
      return {
        createdAt,
        size,
        pieces: () => this.#tracked(writeArchive(snapshot, { createdAt, appVersion, serverName: serverName() })),
        close: () => {
          snapshot.logsAreRead();
          this.#isExporting = false;
        },
      };
    } catch (error) {
      this.#isExporting = false;
      throw asUnavailable(error);
    }
  }

  async receive(announced: number): Promise<IncomingArchive> {
    this.#requireOpen();
    if (this.#isReceiving || this.#isRestored) throw new AppError('archive_busy');
    this.#isReceiving = true;
    try {
      await this.forget();
      const { disk, directory } = this.#options;
      const folder = path.join(directory, stagingName(randomUUID()));
      this.#incoming = await Incoming.begin(disk, folder, announced, () => this.#received());
      return this.#incoming;
    } catch (error) {
      this.#received();
      throw error;
    }
  }

  async check(incoming: IncomingArchive): Promise<CheckedArchive> {
    if (!(incoming instanceof Incoming)) throw new Error('an archive of another store');
    try {
      const { disk, directory, current } = this.#options;
      await incoming.end();
      const data = path.join(incoming.folder, 'data');
      await disk.makeDirectory(data);
      const limits = { bytesMax: await freeBytes(directory), checkpoint: () => this.#requireOpen() };
      const manifest = await unpack(disk, incoming.path, data, limits);
      await rm(incoming.path);
      const checked = await checkData(disk, data, manifest, current?.document.settings.server_id ?? null);
      await disk.syncDirectory(incoming.folder);
      this.#requireOpen();
      incoming.keep();
      this.#waiting = { ...checked, id: randomUUID(), folder: incoming.folder };
      this.#received();
      return { ...checked.contents, id: this.#waiting.id };
    } catch (error) {
      await incoming.discard();
      throw asUnavailable(asNoRoom(error));
    }
  }

  async restore(id: string, by: AuditEntry['by']): Promise<ArchiveContents> {
    this.#requireOpen();
    const waiting = this.#waiting;
    if (waiting?.id !== id)
      throw new AppError('not_found', 'That archive does not wait here any more. Choose it again.');
    this.#waiting = undefined;
    const { disk, directory, now, log, current } = this.#options;
    try {
      const former = current && { directory, document: current.document };
      const data = path.join(waiting.folder, 'data');
      await prepareData(disk, data, waiting, { former, by, now: now(), log });
      await planRestore(disk, directory, path.relative(directory, data).replaceAll('\\', '/'), now());
    } catch (error) {
      this.#waiting = waiting;
      throw asUnavailable(asNoRoom(error));
    }
    this.#isRestored = true;
    return waiting.contents;
  }

  async forget(): Promise<void> {
    const folder = this.#waiting?.folder;
    this.#waiting = undefined;
    if (folder !== undefined) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#incoming?.discard();
    await this.forget();
    await Promise.allSettled(this.#underWay);
  }

  #received(): void {
    this.#incoming = undefined;
    this.#isReceiving = false;
  }

  /** The same pieces; they end with an error where the server stops. */
  async *#tracked(pieces: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
    let ended!: () => void;
    const underWay = new Promise<void>((resolve) => (ended = resolve));
    this.#underWay.add(underWay);
    try {
      for await (const piece of pieces) {
        this.#requireOpen();
        yield piece;
      }
    } finally {
      this.#underWay.delete(underWay);
      ended();
    }
  }

  #requireOpen(): void {
    if (this.#isClosed) throw new AppError('not_ready');
  }
}
