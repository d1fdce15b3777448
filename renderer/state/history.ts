import type { StoreApi } from 'zustand';
import { ApiError } from '../api/errors.ts';
import type { Rest } from '../api/rest.ts';
import { beforeAround, type Message } from '../../server/protocol/messages.ts';
import { PAGE_DEFAULT, PAGE_MAX } from '../../server/protocol/limits.ts';
import { withChat } from './chats.ts';
import { withoutStretch, withStretch } from './loaded.ts';
import { findMessage, merge, newestId } from './messages.ts';
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
  /** Where old messages are loaded, the page behind them. */
  loadNewer: (chatId: number) => Promise<void>;
  /** Where old messages are loaded, the newest page in their place. */
  toLatest: (chatId: number) => Promise<void>;
  /**
   * Sees to it that a message of the open chat is loaded, with what is around it. False where it was given up, because
   * somebody has gone elsewhere meanwhile.
   */
  loadAround: (chatId: number, messageId: number) => Promise<boolean>;
  /** The chat is not open any more: when it is again, it begins with the newest page. */
  leave: (chatId: number) => void;
  /** All that is known once more, because some of it may have changed; of very much, the newest. */
  reload: (chatId: number) => Promise<void>;
  /** The id up to which everything is known without a gap. */
  cursor: (chatId: number) => number;
  /** The chat was followed live until now: what is known has no gap. */
  keepCursor: (chatId: number) => void;
};

/**
 * The fetched side of the messages in the store.
 * @param reenter what the room has said while a page was under way was left out of old messages, and may be missing now
 *   that they have become the newest.
 */
export function createHistory(
  store: StoreApi<AppState>,
  rest: Rest,
  isClosed: () => boolean,
  reenter: (chatId: number) => void,
): History {
  const cursors = new Map<number, number>();
  const loading = new Map<number, Promise<void>>();
  /** How often somebody has asked to go somewhere in a chat: the last one counts. */
  const journeys = new Map<number, number>();

  const chatOf = (chatId: number) => store.getState().chats[chatId];

  function change(chatId: number, fields: Partial<ChatState>) {
    store.setState((state) => withChat(state, chatId, (chat) => ({ ...chat, ...fields })));
  }

  /** Takes in a page, and takes out of the outbox what the server turns out to have. */
  function accept(chatId: number, page: readonly Message[], take: (chat: ChatState) => ChatState) {
    if (isClosed()) return;
    store.setState((state) => {
      const own = state.session.kind === 'signed_in' ? state.session.user.id : null;
      const sent = page.flatMap((entry) => (entry.user_id === own && entry.client_id ? [entry.client_id] : []));
      const outbox = acknowledge(state.outbox, chatId, new Set(sent));
      return { ...withChat(state, chatId, take), outbox };
    });
  }

  function setOut(chatId: number): () => boolean {
    const journey = (journeys.get(chatId) ?? 0) + 1;
    journeys.set(chatId, journey);
    return () => !isClosed() && journeys.get(chatId) === journey && store.getState().openChatId === chatId;
  }

  async function fetchNewest(chatId: number) {
    const before = chatOf(chatId);
    const wasOld = before?.hasNewer === true;
    const isReplaced = () => chatOf(chatId)?.replaced !== before?.replaced;
    change(chatId, { history: 'loading' });
    try {
      const page = await rest.messages(chatId, { limit: PAGE_DEFAULT });
      if (isReplaced()) return;
      const isFull = page.length >= PAGE_DEFAULT;
      const oldest = isFull ? page[0]!.id : 0;
      accept(chatId, page, (chat) => ({
        ...chat,
        messages: merge(wasOld ? [] : chat.messages.filter((entry) => entry.id >= oldest), page),
        history: 'ready',
        hasOlder: isFull,
        hasNewer: false,
        replaced: wasOld ? chat.replaced + 1 : chat.replaced,
      }));
      cursors.set(chatId, newestId(page));
      if (wasOld) reenter(chatId);
    } catch (error) {
      if (!isClosed() && !isReplaced()) change(chatId, { history: wasOld ? 'ready' : 'error' });
      throw error;
    }
  }

  function loadNewest(chatId: number) {
    const running = loading.get(chatId) ?? fetchNewest(chatId).finally(() => loading.delete(chatId));
    loading.set(chatId, running);
    return running;
  }

  async function catchUp(chatId: number): Promise<void> {
    const chat = chatOf(chatId);
    const isOld = chat?.hasNewer === true;
    // What was written here has gone out, or will, and its writer wants to see it.
    if (isOld && store.getState().outbox.some((entry) => entry.chat_id === chatId && entry.state.kind === 'sending')) {
      return loadNewest(chatId);
    }
    const streaming = chat?.messages.find((entry) => entry.status === 'streaming');
    const end = isOld ? newestId(chat.messages) : Infinity;
    let after = Math.min(cursors.get(chatId) ?? 0, (streaming?.id ?? Infinity) - 1);
    for (let pages = 0; pages < CATCH_UP_PAGES; pages++) {
      if (after >= end) return;
      const page = await rest.messages(chatId, { limit: PAGE_MAX, after, ...(isOld && { before: end + 1 }) });
      if (isClosed()) return;
      if (chatOf(chatId)?.replaced !== chat?.replaced) return catchUp(chatId);
      accept(chatId, page, (entry) => ({ ...entry, messages: merge(entry.messages, page) }));
      const last = newestId(page);
      cursors.set(chatId, Math.max(cursors.get(chatId) ?? 0, last));
      // A server that gives the same page for ever would keep this going for ever.
      if (page.length < PAGE_MAX || last <= after) return;
      after = last;
    }
    if (!isOld) await loadNewest(chatId);
  }

  async function loadOlder(chatId: number) {
    const before = chatOf(chatId);
    const oldest = before?.messages[0]?.id;
    if (before?.history !== 'ready' || !before.hasOlder || oldest === undefined) return;
    change(chatId, { history: 'loading_older' });
    // Where other messages were loaded meanwhile, these would leave a gap.
    const isStill = (chat: ChatState | undefined) =>
      chat?.history === 'loading_older' && chat.messages[0]?.id === oldest;
    try {
      const page = await rest.messages(chatId, { limit: PAGE_DEFAULT, before: oldest });
      if (!isStill(chatOf(chatId))) return;
      accept(chatId, page, (chat) => ({
        ...chat,
        messages: merge(chat.messages, page),
        history: 'ready',
        hasOlder: page.length >= PAGE_DEFAULT,
      }));
    } catch (error) {
      if (isStill(chatOf(chatId))) change(chatId, { history: 'ready' });
      throw error;
    }
  }

  async function loadNewer(chatId: number) {
    const before = chatOf(chatId);
    if (before?.history !== 'ready' || !before.hasNewer) return;
    const newest = newestId(before.messages);
    change(chatId, { history: 'loading_newer' });
    const isStill = (chat: ChatState | undefined) =>
      chat?.history === 'loading_newer' && newestId(chat.messages) === newest;
    try {
      const page = await rest.messages(chatId, { limit: PAGE_DEFAULT, after: newest });
      if (!isStill(chatOf(chatId))) return;
      const hasNewer = page.length >= PAGE_DEFAULT;
      accept(chatId, page, (chat) => ({ ...chat, messages: merge(chat.messages, page), history: 'ready', hasNewer }));
      cursors.set(chatId, Math.max(newest, newestId(page)));
      if (!hasNewer) reenter(chatId);
    } catch (error) {
      if (isStill(chatOf(chatId))) change(chatId, { history: 'ready' });
      throw error;
    }
  }

  async function toLatest(chatId: number) {
    setOut(chatId);
    if (chatOf(chatId)?.hasNewer) await loadNewest(chatId);
  }

  async function loadAround(chatId: number, messageId: number) {
    const isOnTheWay = setOut(chatId);
    const { history } = chatOf(chatId) ?? {};
    if (history === 'unloaded' || history === 'loading' || history === 'error') await loadNewest(chatId);
    const before = chatOf(chatId);
    if (!isOnTheWay() || before === undefined) return false;
    if (findMessage(before.messages, messageId)) return true;
    const messages = await rest.messages(chatId, { limit: PAGE_DEFAULT, around: messageId });
    if (!isOnTheWay()) return false;
    const older = messages.filter(({ id }) => id < messageId).length;
    const half = beforeAround(PAGE_DEFAULT);
    const stretch = { messages, hasOlder: older >= half, hasNewer: messages.length - older >= PAGE_DEFAULT - half };
    accept(chatId, messages, (chat) => withStretch(chat, stretch));
    const after = chatOf(chatId);
    if (after === undefined) return false;
    const isElsewhere = after.replaced !== before.replaced;
    if (isElsewhere || after.hasNewer) cursors.set(chatId, newestId(after.messages));
    const hasEnd = !after.hasNewer && (isElsewhere || before.hasNewer);
    // The rest of a reply that runs is with the room.
    if (hasEnd || (isElsewhere && messages.some(({ status }) => status === 'streaming'))) reenter(chatId);
    return findMessage(after.messages, messageId) !== undefined;
  }

  async function reload(chatId: number): Promise<void> {
    const chat = chatOf(chatId);
    if (chat === undefined || chat.messages.length === 0) return;
    const first = () => chatOf(chatId)?.messages[0]?.id ?? Infinity;
    // What others answer may have changed as well; it is asked for where it is shown.
    change(chatId, { quoted: {} });
    const limit = Math.min(chat.messages.length, PAGE_MAX);
    let before = chat.hasNewer ? newestId(chat.messages) + 1 : undefined;
    for (let pages = 0; pages < CATCH_UP_PAGES; pages++) {
      const page = await rest.messages(chatId, { limit, ...(before !== undefined && { before }) });
      if (isClosed()) return;
      if (chatOf(chatId)?.replaced !== chat.replaced) return reload(chatId);
      // What is older than all that is known comes when it is scrolled to.
      const known = page.filter(({ id }) => id >= first());
      accept(chatId, page, (entry) => ({ ...entry, messages: merge(entry.messages, known) }));
      before = page[0]?.id;
      if (before === undefined || page.length < limit || before <= first()) return;
    }
    // What is older still may have changed as well; scrolling up brings it back.
    const oldest = before ?? 0;
    accept(chatId, [], (entry) => ({
      ...entry,
      messages: entry.messages.filter(({ id }) => id >= oldest),
      hasOlder: true,
    }));
  }

  return {
    loadNewest,
    reload,
    catchUp,
    loadOlder,
    loadNewer,
    toLatest,
    loadAround,
    leave: (chatId) => {
      if (chatOf(chatId)?.hasNewer) cursors.delete(chatId);
      store.setState((state) => withChat(state, chatId, withoutStretch));
    },
    cursor: (chatId) => cursors.get(chatId) ?? 0,
    keepCursor: (chatId) => cursors.set(chatId, newestId(chatOf(chatId)?.messages ?? [])),
  };
}

/** True where trying again makes no sense: the server has understood the question and said no. */
export function isFinal(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 401 || error.status === 403 || error.status === 404);
}
