import { parse, parseJson } from '../api/parse.ts';
import * as z from 'zod/mini';
import type { StoreApi } from 'zustand';
import { errorCode } from '../../server/protocol/codes.ts';
import { fileEntry, fileIds } from '../../server/protocol/files.ts';
import { find, remove } from './outbox.ts';
import type { TextStorage } from './storage.ts';
import type { AppState, OutboxEntry } from './types.ts';

const storedEntry = z.object({
  client_id: z.string(),
  chat_id: z.number(),
  content: z.string(),
  reply_to: z.optional(z.number()),
  file_ids: z.optional(fileIds),
  files: z.optional(z.array(fileEntry)),
  forward: z.optional(z.object({ chat_id: z.number(), message_id: z.number() })),
  uploads: z.optional(z.array(z.string())),
  created_at: z.iso.datetime(),
  state: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('sending') }),
    z.object({ kind: z.literal('uploading') }),
    z.object({ kind: z.literal('refused'), error: z.string(), code: errorCode }),
  ]),
});

/**
 * Keeps one user's outbox between visits: reads it into the state, then writes what changes. Each entry has a key of its
 * own, so that tabs do not overwrite each other's. Returns what ends that.
 */
export function keepOutbox(store: StoreApi<AppState>, storage: TextStorage, prefix: string): () => void {
  const keyPrefix = `${prefix}outbox:`;
  const entries = storage.keys(keyPrefix).flatMap((key): OutboxEntry[] => {
    const entry = parse(storedEntry, parseJson(storage.get(key) ?? ''));
    return entry === null ? [] : [entry];
  });
  store.setState({ outbox: entries.toSorted((a, b) => (a.created_at < b.created_at ? -1 : 1)) });

  const unsubscribe = store.subscribe(({ outbox }, { outbox: before }) => {
    if (outbox === before) return;
    for (const entry of outbox) {
      if (find(before, entry.client_id) !== entry) storage.set(keyPrefix + entry.client_id, JSON.stringify(entry));
    }
    for (const { client_id } of before) {
      if (find(outbox, client_id) === undefined) storage.remove(keyPrefix + client_id);
    }
  });
  // Another tab has got the echo of an entry that both of them hold, or its user has discarded it there.
  const unlisten = storage.onChange((key, text) => {
    if (text !== null || !key.startsWith(keyPrefix)) return;
    store.setState(({ outbox }) => ({ outbox: remove(outbox, key.slice(keyPrefix.length)) }));
  });
  return () => {
    unsubscribe();
    unlisten();
  };
}
