import path from 'node:path';
import type { ArchiveContents } from '../../../protocol/archive.ts';
import { hasCode, type Disk } from '../disk.ts';
import { documentForm } from '../document-form.ts';
import type { DocumentForm } from '../document-file.ts';
import type { DocumentData } from '../document-schema.ts';
import { contentsOf } from '../files/files-index.ts';
import { filesForm, type FilesData } from '../files/files-schema.ts';
import { scanLog } from '../scan-log.ts';
import { tracesForm } from '../traces-schema.ts';
import { FILES, kindOf, PEOPLE, TRACES, type Manifest } from './manifest.ts';
import { refused, shownPath } from './refused.ts';

/** Unpacked data in which nothing is wrong. */
export interface CheckedData {
  document: DocumentData;
  contents: ArchiveContents;
}

/**
 * Looks at unpacked data as the server will.
 * @param serverId which server they are to be restored on; null where there is none yet.
 * @throws AppError `archive_invalid`, with a sentence that names the entry
 */
export async function checkData(
  disk: Disk,
  directory: string,
  manifest: Manifest,
  serverId: string | null,
): Promise<CheckedData> {
  const names = new Set(manifest.entries.map((entry) => entry.path));
  const document = await readForm(disk, directory, PEOPLE, documentForm);
  const host = document.users.find(({ is_host }) => is_host);
  if (!host) throw refused('Nobody has an account in the archive.');
  const files: FilesData = await readForm(disk, directory, FILES, filesForm);
  if (names.has(TRACES)) await readForm(disk, directory, TRACES, tracesForm);
  requireContents(files, manifest);
  const { server_id } = document.settings;
  const contents: ArchiveContents = {
    server_id,
    name: manifest.server_name,
    version: manifest.app_version,
    created_at: manifest.created_at,
    host: host.username,
    people: document.users.length,
    chats: document.chats.length,
    messages: await countMessages(disk, directory, document, names),
    files: files.files.length,
    bytes: manifest.entries.reduce((sum, { size }) => sum + size, 0),
    is_same_server: serverId !== null && serverId === server_id,
  };
  return { document, contents };
}

async function readForm<Data>(disk: Disk, directory: string, name: string, form: DocumentForm<Data>): Promise<Data> {
  const what = `The entry "${name}" of the archive`;
  let json: unknown;
  try {
    json = JSON.parse(await readText(disk, path.join(directory, name)));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) throw refused(`${what} is missing.`, error);
    if (error instanceof SyntaxError) throw refused(`${what} cannot be read: ${error.message}.`, error);
    throw error;
  }
  const read = form.read(json);
  if ('data' in read) return read.data;
  if ('newer' in read) throw refused(`${what} was written by a newer version of Gemini Coop. Update this one first.`);
  throw refused(`${what} cannot be used: ${read.problem}.`);
}

async function readText(disk: Disk, name: string): Promise<string> {
  const file = await disk.open(name, 'read');
  try {
    const bytes = Buffer.alloc(await file.size());
    await file.read(bytes, 0);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw error instanceof TypeError ? new SyntaxError('it is not UTF-8 text', { cause: error }) : error;
  } finally {
    await file.close();
  }
}

/** Each file has its content, and each content its file. */
function requireContents(files: FilesData, manifest: Manifest): void {
  const wanted = contentsOf(files);
  for (const { path: name, size, sha256 } of manifest.entries) {
    const kind = kindOf(name);
    if (kind?.kind !== 'content') continue;
    const what = `The entry ${shownPath(name)} of the archive`;
    if (kind.sha256 !== sha256) throw refused(`${what} has another content than its name says.`);
    if (!wanted.has(sha256)) throw refused(`${what} belongs to no file.`);
    if (wanted.get(sha256) !== size) throw refused(`${what} has another size than its file.`);
    wanted.delete(sha256);
  }
  const [missing] = wanted.keys();
  if (missing !== undefined) throw refused(`The entry ${shownPath(`files/${missing}`)} of the archive is missing.`);
}

async function countMessages(
  disk: Disk,
  directory: string,
  { chats }: DocumentData,
  names: ReadonlySet<string>,
): Promise<number> {
  const chatIds = new Set(chats.map(({ id }) => id));
  let messages = 0;
  for (const name of names) {
    const kind = kindOf(name);
    if (kind?.kind !== 'log') continue;
    const what = `The entry ${shownPath(name)} of the archive`;
    if (!chatIds.has(kind.chatId)) throw refused(`${what} belongs to no chat.`);
    const file = await disk.open(path.join(directory, name), 'read');
    try {
      const { index, torn, end, damaged } = await scanLog(file);
      if (torn) throw refused(`${what} ends in the middle of a line.`);
      // A few, the server mends; where nothing else is there, these are no messages.
      if (index.count === 0 && damaged.length > 0 && end > 0) throw refused(`${what} holds no messages.`);
      messages += index.count;
    } finally {
      await file.close();
    }
  }
  return messages;
}
