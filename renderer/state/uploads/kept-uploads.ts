import { parse, parseJson } from '../../api/parse.ts';
import * as z from 'zod/mini';
import type { StoreApi } from 'zustand';
import { fileEntry } from '../../../server/protocol/files.ts';
import { text } from '../../texts/text.ts';
import type { TextStorage } from '../storage.ts';
import type { AppState, Upload } from '../types.ts';
import { referenced, uploaded } from './tray.ts';

const storedUpload = z.object({
  chat_id: z.number(),
  name: z.string(),
  type: z.string(),
  size: z.number(),
  /** Absent where it was not on the server yet. */
  file: z.optional(fileEntry),
});

const storedTray = z.array(z.string());

/**
 * Keeps what is attached between visits: reads it into the state, behind the outbox, then writes what changes. The files
 * themselves are not kept: one that was not on the server when the page was closed is there again by its name only, and
 * says so. Returns what ends that.
 */
export function keepUploads(store: StoreApi<AppState>, storage: TextStorage, prefix: string): () => void {
  const uploadPrefix = `${prefix}upload:`;
  const trayPrefix = `${prefix}tray:`;

  function read() {
    const uploads: Record<string, Upload> = {};
    for (const stored of storage.keys(uploadPrefix)) {
      const key = stored.slice(uploadPrefix.length);
      const found = parse(storedUpload, parseJson(storage.get(stored) ?? ''));
      if (found !== null) uploads[key] = restored(key, found);
    }
    const tray: Record<number, readonly string[]> = {};
    for (const stored of storage.keys(trayPrefix)) {
      const keys = parse(storedTray, parseJson(storage.get(stored) ?? '')) ?? [];
      const known = keys.filter((key) => uploads[key] !== undefined);
      if (known.length > 0) tray[Number(stored.slice(trayPrefix.length))] = known;
    }
    const needed = referenced({ tray, outbox: store.getState().outbox });
    for (const key of Object.keys(uploads)) {
      if (needed.has(key)) continue;
      delete uploads[key];
      storage.remove(uploadPrefix + key);
    }
    store.setState({ uploads, tray });
  }

  function write(state: AppState, before: AppState) {
    if (state.uploads !== before.uploads) {
      for (const upload of Object.values(state.uploads)) {
        const former = before.uploads[upload.key];
        if (former === undefined || isNews(upload, former)) storage.set(uploadPrefix + upload.key, asStored(upload));
      }
      for (const key of Object.keys(before.uploads)) {
        if (state.uploads[key] === undefined) storage.remove(uploadPrefix + key);
      }
    }
    if (state.tray === before.tray) return;
    for (const chatId of Object.keys({ ...before.tray, ...state.tray }).map(Number)) {
      const keys = state.tray[chatId];
      if (keys === before.tray[chatId]) continue;
      if (keys === undefined) storage.remove(`${trayPrefix}${chatId}`);
      else storage.set(`${trayPrefix}${chatId}`, JSON.stringify(keys));
    }
  }

  read();
  return store.subscribe(write);
}

/** How far it is, is of no use to the next visit. */
function isNews(upload: Upload, former: Upload): boolean {
  if (upload.name !== former.name || upload.size !== former.size) return true;
  return (upload.state.kind === 'done') !== (former.state.kind === 'done');
}

function asStored({ chat_id, name, type, size, state }: Upload): string {
  return JSON.stringify({ chat_id, name, type, size, ...(state.kind === 'done' && { file: state.file }) });
}

function restored(key: string, { file, ...rest }: z.infer<typeof storedUpload>): Upload {
  if (file !== undefined) return uploaded(rest.chat_id, key, file);
  const state = { kind: 'failed', error: text('upload.lost'), isPassing: false } as const;
  return { key, ...rest, url: null, original: null, state };
}
