import type { Chat } from '../../server/protocol/chats.ts';
import { withoutChat } from './farewell.ts';
import { withSettledNotices } from './notices.ts';
import { lastSaid } from './preview.ts';
import { readingOf, renewed } from './reading.ts';
import type { AppState, ChatState } from './types.ts';

/** How long one `typing` frame counts. */
const TYPING_MS = 5_000;

const nothingPending: ChatState['pending'] = { typingUntil: new Map(), leftAt: new Map() };

/** A chat of which nothing but its own fields is known. */
export function newChatState(chat: Chat): ChatState {
  return {
    chat,
    messages: [],
    history: 'unloaded',
    hasOlder: false,
    hasNewer: false,
    replaced: 0,
    target: null,
    participants: null,
    members: [],
    typing: [],
    notices: [],
    queued: [],
    webhookNews: 0,
    preview: lastSaid(chat),
    receipts: null,
    reading: readingOf(chat),
    quoted: {},
    pending: nothingPending,
  };
}

/** The state with one chat changed; the same state where the chat is unknown or did not change. */
export function withChat(state: AppState, chatId: number, change: (chat: ChatState) => ChatState): AppState {
  const chat = state.chats[chatId];
  if (chat === undefined) return state;
  const changed = change(chat);
  return changed === chat ? state : { ...state, chats: { ...state.chats, [chatId]: changed } };
}

/** The chat is the one with the most recent activity now. */
export function moveUp(state: AppState, chatId: number): AppState {
  if (state.chatOrder[0] === chatId || state.chats[chatId] === undefined) return state;
  return { ...state, chatOrder: [chatId, ...state.chatOrder.filter((id) => id !== chatId)] };
}

/** A chat that this user has just made or been invited to; what is known of it already stays. */
export function addChat(state: AppState, chat: Chat): AppState {
  const known = state.chats[chat.id];
  if (known !== undefined) return withChat(state, chat.id, (entry) => withGiven(entry, chat));
  const farewell = state.farewell?.chat.id === chat.id ? null : state.farewell;
  return moveUp({ ...state, farewell, chats: { ...state.chats, [chat.id]: newChatState(chat) } }, chat.id);
}

/**
 * The chat list as the server gave it. `before` is the order when it was asked: a chat that came while the answer was
 * under way is not in it and stays on top; of the others that are not in it this user takes part no more.
 */
export function withChatList(former: AppState, list: readonly Chat[], before: readonly number[]): AppState {
  const listed = list.map((chat) => chat.id);
  const lost = before.filter((id) => !listed.includes(id));
  const state = lost.reduce((rest, id) => withoutChat(rest, id), former);
  const kept = state.chatOrder.filter((id) => !listed.includes(id));
  const chats = Object.fromEntries([
    ...kept.map((id) => [id, state.chats[id]!] as const),
    ...list.map((chat) => {
      const known = state.chats[chat.id];
      return [chat.id, known === undefined ? newChatState(chat) : sameOr(known, chat)] as const;
    }),
  ]);
  return { ...state, chats, chatOrder: [...kept, ...new Set(listed)], chatsStatus: 'ready' };
}

function sameOr(known: ChatState, chat: Chat): ChatState {
  const isSame = JSON.stringify(known.chat) === JSON.stringify(chat);
  const isHeard = known.reading.later.length > 0 || known.reading.upTo !== (chat.last_message?.id ?? 0);
  return isSame && !isHeard && known.reading.unread === chat.unread_count ? known : withGiven(known, chat);
}

/** A known chat as the server has given it again. */
function withGiven(known: ChatState, chat: Chat): ChatState {
  const said = lastSaid(chat);
  const isOlder = (said?.message_id ?? 0) < (known.preview?.message_id ?? 0);
  return { ...known, chat, preview: isOlder ? known.preview : said, reading: renewed(known.reading, chat) };
}

/** Somebody is typing; it lasts for a few seconds unless they go on. */
export function withTyping(chat: ChatState, username: string, now: number): ChatState {
  const pending = { ...chat.pending, typingUntil: new Map([...chat.pending.typingUntil, [username, now + TYPING_MS]]) };
  return { ...chat, pending, typing: chat.typing.includes(username) ? chat.typing : [...chat.typing, username] };
}

/** These people have stopped typing. */
export function withoutTyping(chat: ChatState, usernames: readonly string[]): ChatState {
  if (!usernames.some((name) => chat.typing.includes(name))) return chat;
  const still = [...chat.pending.typingUntil].filter(([name]) => !usernames.includes(name));
  return {
    ...chat,
    typing: chat.typing.filter((name) => !usernames.includes(name)),
    pending: { ...chat.pending, typingUntil: new Map(still) },
  };
}

/** What is live goes stale when this connection leaves the room: nobody is there as far as this window knows. */
export function leaveRoom(chat: ChatState): ChatState {
  return { ...chat, members: [], typing: [], queued: [], target: null, pending: nothingPending };
}

/** The connection broke. Who was in the room stays shown, to be compared with who is there on return. */
export function loseRoom(chat: ChatState): ChatState {
  return { ...chat, typing: [], pending: nothingPending };
}

/** Lets time pass: typing ends, departures become notices. */
export function settle(chat: ChatState, now: number): ChatState {
  const silent = [...chat.pending.typingUntil].filter(([, until]) => until <= now).map(([name]) => name);
  return withSettledNotices(withoutTyping(chat, silent), now);
}

/** True while `settle` may have something to do later. */
export function hasPending(chat: ChatState): boolean {
  return chat.pending.typingUntil.size + chat.pending.leftAt.size > 0;
}
