import type { StoreApi } from 'zustand';
import * as z from 'zod/mini';
import type { Rest } from '../api/rest.ts';
import { parse, parseJson } from '../api/parse.ts';
import { withChat } from './chats.ts';
import type { TextStorage } from './storage.ts';
import type { AppState } from './types.ts';

const ids = z.array(z.number());

/**
 * Chats were muted on each device once. Tells the server of those that this device has muted, where nothing else was said
 * of them, and forgets them here. To be called once the chats are known; what could not be told is kept for the next time.
 */
export async function carryMutesOver(
  { store, storage, prefix }: { store: StoreApi<AppState>; storage: TextStorage; prefix: string },
  rest: Pick<Rest, 'setNotifyLevel'>,
): Promise<void> {
  const key = `${prefix}muted`;
  const kept = storage.get(key);
  if (kept === null) return;
  for (const chatId of parse(ids, parseJson(kept)) ?? []) {
    const chat = store.getState().chats[chatId]?.chat;
    if (chat === undefined || (chat.notify ?? null) !== null) continue;
    // Who was named in a muted chat was told of it.
    const { level } = await rest.setNotifyLevel(chatId, 'mentions');
    store.setState((state) =>
      withChat(state, chatId, (known) => ({ ...known, chat: { ...known.chat, notify: level } })),
    );
  }
  storage.remove(key);
}
