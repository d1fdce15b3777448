import type { FileEntry } from '../../../server/protocol/files.ts';
import type { AppState, OutboxEntry, Upload } from '../types.ts';

const none: readonly never[] = [];

/** The keys of what is attached to the chat's next message, in order. */
export const trayOf = ({ tray }: Pick<AppState, 'tray'>, chatId: number): readonly string[] => tray[chatId] ?? none;

/** The state with these files attached to the chat's next message. */
export function withAttached(state: AppState, chatId: number, uploads: readonly Upload[]): AppState {
  return {
    ...state,
    uploads: { ...state.uploads, ...Object.fromEntries(uploads.map((upload) => [upload.key, upload])) },
    tray: { ...state.tray, [chatId]: [...trayOf(state, chatId), ...uploads.map(({ key }) => key)] },
  };
}

/** The trays with nothing in that of one chat. */
export function withoutTray(tray: AppState['tray'], chatId: number): AppState['tray'] {
  if (tray[chatId] === undefined) return tray;
  const { [chatId]: _, ...others } = tray;
  return others;
}

/** The trays without this one file. */
export function withoutAttached(tray: AppState['tray'], chatId: number, key: string): AppState['tray'] {
  const kept = (tray[chatId] ?? none).filter((other) => other !== key);
  return kept.length === 0 ? withoutTray(tray, chatId) : { ...tray, [chatId]: kept };
}

/** One upload changed; the same where it is not known any more. */
export function withUpload(uploads: AppState['uploads'], key: string, change: Partial<Upload>): AppState['uploads'] {
  const upload = uploads[key];
  return upload === undefined ? uploads : { ...uploads, [key]: { ...upload, ...change } };
}

/** The uploads that something still waits for: a tray, or a message. */
export function referenced({ tray, outbox }: Pick<AppState, 'tray' | 'outbox'>): Set<string> {
  return new Set([...Object.values(tray).flat(), ...outbox.flatMap(({ uploads }) => uploads ?? none)]);
}

/** A file that is on the server already, as an upload that is done. */
export function uploaded(chatId: number, key: string, file: FileEntry): Upload {
  const { name, type, size, width, height } = file;
  const pixels = width !== undefined && height !== undefined ? { width, height } : {};
  return {
    key,
    chat_id: chatId,
    name,
    type,
    size,
    ...pixels,
    url: null,
    original: null,
    state: { kind: 'done', file },
  };
}

/**
 * What the uploads make of a message that waits for them: it can go once all are done, and is refused once one has
 * failed for good. `sentence` says why. The same entry where it goes on waiting.
 */
export function settled(
  entry: OutboxEntry,
  uploads: AppState['uploads'],
  sentence: (failed: readonly Upload[]) => string,
): OutboxEntry {
  if (entry.state.kind !== 'uploading') return entry;
  const all = (entry.uploads ?? none).flatMap((key) => uploads[key] ?? []);
  const failed = all.filter(({ state }) => state.kind === 'failed');
  if (failed.length > 0) {
    return { ...entry, state: { kind: 'refused', error: sentence(failed), code: 'not_ready' } };
  }
  const files = all.flatMap(({ state }) => (state.kind === 'done' ? [state.file] : []));
  if (files.length < all.length) return entry;
  const { uploads: _, ...rest } = entry;
  return { ...rest, file_ids: files.map(({ id }) => id), files, state: { kind: 'sending' } };
}

/** A message that was refused for its files, to be tried again: without those for which there is no hope. */
export function withoutHopeless(entry: OutboxEntry, uploads: AppState['uploads']): OutboxEntry {
  if (entry.uploads === undefined) return entry;
  const { uploads: keys, ...rest } = entry;
  const hopeful = keys.filter((key) => !isHopeless(uploads[key]));
  return hopeful.length === 0 ? rest : { ...rest, uploads: hopeful };
}

/** True where there is nothing left to send of a message. */
export function isNothing({ content, uploads = none, file_ids, forward }: OutboxEntry): boolean {
  return content.trim() === '' && uploads.length + (file_ids?.length ?? 0) === 0 && forward === undefined;
}

/** True where another try would end the same. */
export function isHopeless(upload: Upload | undefined): boolean {
  return upload === undefined || (upload.state.kind === 'failed' && !upload.state.isPassing);
}
