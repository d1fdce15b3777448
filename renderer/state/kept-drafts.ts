import type { StoreApi } from 'zustand';
import type { Page } from '../api/page.ts';
import type { TextStorage } from './storage.ts';
import type { AppState } from './types.ts';
import { writeBehind } from './write-behind.ts';

const WRITE_AFTER_MS = 300;

/** Keeps one user's drafts between visits: reads them into the state, then writes what changes. Returns what ends that. */
export function keepDrafts(store: StoreApi<AppState>, storage: TextStorage, page: Page, prefix: string): () => void {
  const keyPrefix = `${prefix}draft:`;
  const drafts = storage.keys(keyPrefix).map((key) => [Number(key.slice(keyPrefix.length)), storage.get(key) ?? '']);
  store.setState({ drafts: Object.fromEntries(drafts) as Record<number, string> });

  /** The text of an edit is no draft: whoever comes back finds what they had written before it. */
  function current(): AppState['drafts'] {
    const { drafts: now, composing } = store.getState();
    return Object.entries(composing).reduce(
      (all, [chatId, what]) => (what.kind === 'edit' ? withDraft(all, Number(chatId), what.draftBefore) : all),
      now,
    );
  }

  let written: AppState['drafts'] = store.getState().drafts;

  function write() {
    const kept = current();
    for (const chatId of Object.keys({ ...written, ...kept }).map(Number)) {
      const text = kept[chatId];
      if (text === written[chatId]) continue;
      if (text === undefined) storage.remove(`${keyPrefix}${chatId}`);
      else storage.set(`${keyPrefix}${chatId}`, text);
    }
    written = kept;
  }

  return writeBehind(store, page, { part: (state) => state.drafts, afterMs: WRITE_AFTER_MS, write });
}

/** The drafts with one of them changed; blank text is no draft. */
export function withDraft(drafts: AppState['drafts'], chatId: number, text: string): AppState['drafts'] {
  const { [chatId]: _, ...others } = drafts;
  return text.trim() === '' ? others : { ...others, [chatId]: text };
}
