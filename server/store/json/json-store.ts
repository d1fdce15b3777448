import path from 'node:path';
import type { Log } from '../../core/ports/log.ts';
import { AuditFile } from './audit-file.ts';
import { JsonDeliveries } from './deliveries.ts';
import { finishRestore } from './archive/restoring.ts';
import { Snapshot } from './archive/snapshot.ts';
import { findUnremoved, removeLogFiles } from './chat-removal.ts';
import { nodeDisk, type Disk } from './disk.ts';
import { Document } from './document.ts';
import { DocumentFile } from './document-file.ts';
import { documentForm } from './document-form.ts';
import { emptyDocument } from './document-schema.ts';
import { accountIndex, participantIndex } from './document-index.ts';
import { explain } from './failures.ts';
import { JsonFileStore } from './files/file-store.ts';
import { filesForm, noFiles } from './files/files-schema.ts';
import { JsonStore } from './store.ts';
import { lockDirectory } from './lock.ts';
import { MessageIds } from './message-ids.ts';
import { findLogs, MessageLogs } from './message-logs.ts';
import { NewestIds } from './newest-ids.ts';
import { OpenFiles } from './open-files.ts';
import { MessageSearch } from './search/message-search.ts';
import { raiseIds } from './raise-ids.ts';
import { JsonSessions } from './sessions.ts';
import { Rewriting } from './rewriting.ts';
import { JsonTraces } from './traces.ts';
import { removeLeftovers } from './write-whole.ts';

/** How a data directory is opened. */
export interface JsonStoreOptions {
  log: Log;
  /** Milliseconds since 1970, for the names of what is set aside. */
  now?: () => number;
  /** The file system; tests pass one that fails. */
  disk?: Disk;
  /** Least milliseconds from the start of one write of the document to the start of the next. */
  documentPace?: number;
  /** The same of the traces. */
  tracesPace?: number;
  /** So many files stay open between uses. */
  openFiles?: number;
  /** So many bytes of memory the texts of messages may take that are searched. */
  searchMemory?: number;
}

/**
 * Opens a data directory, which is made where it does not exist (its parent must), and holds it until `close`.
 * @throws DataDirectoryError with a sentence for people: it cannot be used, `coop.json` does not parse or is from a newer
 * version; DirectoryInUseError where another process has it.
 */
export async function openJsonStore(directory: string, options: JsonStoreOptions): Promise<JsonStore> {
  const absolute = path.resolve(directory);
  const { disk = nodeDisk } = options;
  try {
    await disk.makeDirectory(absolute);
    const unlock = await lockDirectory(absolute);
    try {
      return await openLocked(absolute, disk, options, unlock);
    } catch (error) {
      await unlock();
      throw error;
    }
  } catch (error) {
    throw explain(error, `The data directory ${absolute}`);
  }
}

async function openLocked(
  directory: string,
  disk: Disk,
  {
    log,
    now = Date.now,
    documentPace = 50,
    tracesPace = 1000,
    openFiles = 512,
    searchMemory = 128 << 20,
  }: JsonStoreOptions,
  unlock: () => Promise<void>,
): Promise<JsonStore> {
  const messages = path.join(directory, 'messages');
  const replaced = await finishRestore(disk, directory);
  if (replaced !== undefined)
    log.info({ replaced }, 'an archive was restored; what was there before is in this folder');
  await removeLeftovers(disk, directory);
  const { logs, greatestChatId } = await openLogs(disk, messages);
  let isSaving = true;
  const written = (isSaved: boolean): void => {
    isSaving = isSaved;
  };
  const document = await Document.open(new DocumentFile(documentForm, disk, path.join(directory, 'coop.json'), now), {
    name: 'coop.json',
    empty: emptyDocument,
    log,
    pace: documentPace,
    prepared: (data) => raiseIds(data, greatestChatId),
    written,
  });
  for (const chatId of findUnremoved(document.data, logs)) {
    logs.delete(chatId);
    await removeLogFiles(disk, messages, chatId).catch((error: unknown) =>
      log.warn(
        { err: error, chat_id: chatId },
        "a deleted chat's log could not be removed; the next start tries again",
      ),
    );
  }
  const records = await Document.open(new DocumentFile(filesForm, disk, path.join(directory, 'files.json'), now), {
    name: 'files.json',
    empty: noFiles,
    log,
    pace: documentPace,
    written,
  });
  const files = await openFileStore(disk, records, path.join(directory, 'files'));
  const newest = new NewestIds(disk, logs, log);
  const traces = await JsonTraces.open(disk, path.join(directory, 'traces.json'), {
    log,
    now,
    pace: tracesPace,
    newestId: async () => (document.data.last_ids.message === 0 ? 0 : newest.greatest()),
    takesPart: (chatId, userId) =>
      participantIndex(document.data.participants).usersOf.get(chatId)?.has(userId) === true,
    isThere: (userId) => accountIndex(document.data.users).byId.has(userId),
  });
  const sessions = await JsonSessions.open(disk, path.join(directory, 'sessions.json'), {
    log,
    now,
    pace: documentPace,
    usePace: tracesPace,
    isThere: (userId) => accountIndex(document.data.users).byId.has(userId),
  });
  const deliveries = await JsonDeliveries.open(disk, path.join(directory, 'deliveries.json'), {
    log,
    now,
    pace: tracesPace,
  });
  const ids = new MessageIds(document, () => newest.greatest(), log);
  const open = new OpenFiles(disk, openFiles);
  const audit = await AuditFile.open({
    disk,
    files: open,
    path: path.join(directory, 'audit.jsonl'),
    log,
    now,
    written,
  });
  const rewriting = new Rewriting();
  const around = {
    disk,
    files: open,
    ids,
    rewriting,
    log,
    now,
    added: newest.note.bind(newest),
    written,
  };
  const messageLogs = new MessageLogs(messages, around);
  return new JsonStore({
    document,
    files,
    logs: messageLogs,
    search: new MessageSearch(messageLogs, log, searchMemory),
    ids,
    traces,
    audit,
    sessions,
    deliveries,
    newest,
    isSaving: () => isSaving,
    freeBytes: async () => (await disk.freeBytes?.(directory).catch(() => null)) ?? null,
    snapshot: () =>
      Snapshot.take({ directory, disk, log, document, files: records, traces, logs: messageLogs, rewriting }),
    unlock,
  });
}

async function openFileStore(...parts: Parameters<typeof JsonFileStore.open>): Promise<JsonFileStore> {
  try {
    return await JsonFileStore.open(...parts);
  } catch (error) {
    throw explain(error, `The folder ${parts[2]}`);
  }
}

async function openLogs(disk: Disk, directory: string): ReturnType<typeof findLogs> {
  try {
    await disk.makeDirectory(directory);
    await removeLeftovers(disk, directory);
    return await findLogs(disk, directory);
  } catch (error) {
    throw explain(error, `The folder ${directory}`);
  }
}
