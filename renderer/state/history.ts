import type { StoreApi } from 'zustand';
import { ApiError } from '../api/errors.ts';
import type { Rest } from '../api/rest.ts';
import type { Message } from '../../server/protocol/messages.ts';
import { PAGE_DEFAULT, PAGE_MAX } from '../../server/protocol/limits.ts';
import { withChat } from './chats.ts';
import { merge, newestId } from './messages.ts';
import { acknowledge } from './outbox.ts';
import type { AppState, ChatState } from './types.ts';

/** After a longer absence than this many pages, the newest page alone is loaded and the rest left to scrolling. */
const CATCH_UP_PAGES = 10;

/** What has been fetched of each chat's messages. Its promises reject with an `ApiError`. */
export type History = {
  /** The newest page; nothing that is known before it is kept, as there may be a gap between. */
  loadNewest: (chatId: number) => Promise<void>;
  /** Everything behind what is known without a gap, and whatever was still streaming. */
  catchUp: (chatId: number) => Promise<void>;
  loadOlder: (chatId: number) => Promise<void>;
  /** The id up to which everything is known without a gap. */
  cursor: (chatId: number) => number;
  /** The chat was followed live until now: what is known has no gap. */
  keepCursor: (chatId: number) => void;
};

/** The fetched side of the messages in the store. */
export function createHistory(store: StoreApi<AppState>, rest: Rest, isClosed: () => boolean): History {
  const cursors = new Map<number, number>();
  const loading = new Map<number, Promise<void>>();

  const chatOf = (chatId: number) => store.getState().chats[chatId];

  function change(chatId: number, fields: Partial<ChatState>) {
    store.setState((state) => withChat(state, chatId, (chat) => ({ ...chat, ...fields })));
  }

  /** Merges a page, and takes out of the outbox what the server turns out to have. */
  function accept(chatId: number, page: readonly Message[], fields: (chat: ChatState) => Partial<ChatState>) {
    if (isClosed()) return;
    store.setState((state) => {
      const own = state.session.kind === 'signed_in' ? state.session.user.id : null;
      const sent = page.flatMap((entry) => (entry.user_id === own && entry.client_id ? [entry.client_id] : []));
      const outbox = acknowledge(state.outbox, chatId, new Set(sent));
      return { ...withChat(state, chatId, (chat) => ({ ...chat, ...fields(chat) })), outbox };
    });
  }

  async function fetchNewest(chatId: number) {
    change(chatId, { history: 'loading' });
    try {
      const page = await rest.messages(chatId, { limit: PAGE_DEFAULT });
      const isFull = page.length >= PAGE_DEFAULT;
      const oldest = isFull ? page[0]!.id : 0;
      accept(chatId, page, (chat) => ({
        messages: merge(
          chat.messages.filter((entry) => entry.id >= oldest),
          page,
        ),
        history: 'ready',
        hasOlder: isFull,
      }));
      cursors.set(chatId, newestId(page));
    } catch (error) {
      if (!isClosed()) change(chatId, { history: 'error' });
      throw error;
    }
  }

  function loadNewest(chatId: number) {
    const running = loading.get(chatId) ?? fetchNewest(chatId).finally(() => loading.delete(chatId));
    loading.set(chatId, running);
    return running;
  }

  async function catchUp(chatId: number) {
    const streaming = chatOf(chatId)?.messages.find((entry) => entry.status === 'streaming');
    const start = Math.min(cursors.get(chatId) ?? 0, (streaming?.id ?? Infinity) - 1);
    let after = start;
    for (let pages = 0; pages < CATCH_UP_PAGES; pages++) {
      const page = await rest.messages(chatId, { limit: PAGE_MAX, after });
      if (isClosed()) return;
      accept(chatId, page, (chat) => ({ messages: merge(chat.messages, page) }));
      const last = newestId(page);
      cursors.set(chatId, Math.max(cursors.get(chatId) ?? 0, last));
      // A server that gives the same page for ever would keep this going for ever.
      if (page.length < PAGE_MAX || last <= after) return;
      after = last;
    }
    await loadNewest(chatId);
  }

  async function loadOlder(chatId: number) {
    const before = chatOf(chatId);
    const oldest = before?.messages[0]?.id;
    if (before?.history !== 'ready' || !before.hasOlder || oldest === undefined) return;
    change(chatId, { history: 'loading_older' });
    // Where the newest page was loaded again meanwhile, these would leave a gap.
    const isStill = (chat: ChatState | undefined) =>
      chat?.history === 'loading_older' && chat.messages[0]?.id === oldest;
    try {
      const page = await rest.messages(chatId, { limit: PAGE_DEFAULT, before: oldest });
      if (!isStill(chatOf(chatId))) return;
      accept(chatId, page, (chat) => ({
        messages: merge(chat.messages, page),
        history: 'ready',
        hasOlder: page.length >= PAGE_DEFAULT,
      }));
    } catch (error) {
      if (isStill(chatOf(chatId))) change(chatId, { history: 'ready' });
      throw error;
    }
  }

  return {
    loadNewest,
    catchUp,
    loadOlder,
    cursor: (chatId) => cursors.get(chatId) ?? 0,
    keepCursor: (chatId) => cursors.set(chatId, newestId(chatOf(chatId)?.messages ?? [])),
  };
}

/** True where trying again makes no sense: the server has understood the question and said no. */
export function isFinal(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 401 || error.status === 403 || error.status === 404);
}
