import type { ErrorCode } from '../../server/protocol/codes.ts';
import type {
  ChunkFrame,
  CompletionFrame,
  ErrorFrame,
  MessageFrame,
  ServerFrame,
} from '../../server/protocol/frames.ts';
import type { User } from '../../server/protocol/users.ts';
import { addChat, moveUp, withChat, withoutTyping, withTyping } from './chats.ts';
import { withoutChat } from './farewell.ts';
import { withoutAuthor } from './erased.ts';
import { withMessageChange } from './message-changes.ts';
import { findMessage, isInReach, withChunk, withCompletion, withMessageFrame } from './messages.ts';
import { withJoined, withLeft, withMembers } from './notices.ts';
import { withChanged, withoutParticipant, withParticipant, withRole } from './participants.ts';
import { withProfileFrame } from './profiles.ts';
import { withPresence } from './presence.ts';
import { withReading } from './heard-reading.ts';
import { withReads } from './receipts.ts';
import { acknowledge, find, refuse } from './outbox.ts';
import { startOfMessage, withSaid } from './preview.ts';
import type { AppState, ChatState, QueuedTurn } from './types.ts';
import { withWebhookNews } from './webhook-news.ts';

type ActivityFrame = Extract<ServerFrame, { type: 'activity' }>;

/** What a frame itself does not say. */
export type FrameContext = {
  /** Milliseconds since the epoch. */
  now: number;
  /** See `Environment`. */
  elapsed: number;
  /** Who is signed in here. */
  self: User | null;
  /** Somebody is looking at the page now. */
  isFocused: boolean;
};

/** Codes of refusals that pass by themselves: the same frame may succeed in a moment. */
export function isPassing(code: ErrorCode): boolean {
  return code === 'rate_limited' || code === 'storage_unavailable' || code === 'not_ready';
}

/** What a frame from the server makes of the state. Whatever it does not concern keeps its identity. */
export function applyFrame(state: AppState, frame: ServerFrame, context: FrameContext): AppState {
  // Before the message itself is among those that are known.
  return withReads(applyAlone(withReading(state, frame, context.self), frame, context), frame);
}

function applyAlone(state: AppState, frame: ServerFrame, context: FrameContext): AppState {
  switch (frame.type) {
    case 'message':
      return applyMessage(state, frame, context);
    case 'bot_stream':
      return applyStream(state, frame, context);
    case 'joined':
      return withChat(state, frame.chat_id, (chat) => ({
        ...withMembers(chat, frame.members, context.self?.username ?? null, context.elapsed),
        queued: [],
      }));
    case 'user_joined':
      return withChat(state, frame.chat_id, (chat) => enter(chat, frame.username, context));
    case 'user_left':
      return withChat(state, frame.chat_id, (chat) => exit(chat, frame.username, context));
    case 'typing':
      if (frame.username === context.self?.username) return state;
      return withChat(state, frame.chat_id, (chat) => withTyping(chat, frame.username, context.elapsed));
    case 'turn_queued': {
      const { message_id, username, position } = frame;
      return withChat(state, frame.chat_id, (chat) => withQueued(chat, { message_id, username, position }));
    }
    case 'message_edited':
    case 'message_deleted':
    case 'message_reactions':
      return withChat(state, frame.chat_id, (chat) => withMessageChange(chat, frame));
    case 'author_erased':
      return withChat(state, frame.chat_id, (chat) => withoutAuthor(chat, frame, context.now));
    case 'pins_changed':
      return withChat(state, frame.chat_id, (chat) => ({
        ...chat,
        chat: { ...chat.chat, pinned_message_ids: frame.message_ids },
      }));
    case 'webhooks_changed':
      return withChat(state, frame.chat_id, (chat) => withWebhookNews(chat, frame, context.elapsed));
    case 'chat_added':
      return addChat(state, frame.chat);
    case 'chat_removed':
      return withoutChat(state, frame.chat_id, frame.reason);
    case 'chat_changed':
      return withChat(state, frame.chat.id, (chat) => withChanged(chat, frame, context.elapsed));
    case 'participant_added':
      return withChat(state, frame.chat_id, (chat) => withParticipant(chat, frame, context.elapsed));
    case 'participant_changed':
      return withChat(state, frame.chat_id, (chat) => withRole(chat, frame, context.self, context.elapsed));
    case 'notify_changed':
      return withChat(state, frame.chat_id, (chat) => ({ ...chat, chat: { ...chat.chat, notify: frame.level } }));
    case 'error':
      return applyError(state, frame);
    case 'participant_removed':
      return withChat(state, frame.chat_id, (chat) => withoutParticipant(chat, frame, context.elapsed));
    case 'activity':
      return applyActivity(state, frame);
    case 'profile_changed':
      return withProfileFrame(state, frame);
    case 'presence':
      return withPresence(state, [frame]);
    case 'read_position':
    case 'reads':
    case 'preferences_changed':
    case 'people_changed':
    case 'server_changed':
    case 'removed':
    case 'signed_out':
    case 'pong':
      return state;
  }
}

/** Something was said in a chat whose room this connection is not in. */
function applyActivity(state: AppState, frame: ActivityFrame): AppState {
  const next = withChat(state, frame.chat_id, (chat) => withSaid(chat, frame, frame.preview));
  return moveUp(next, frame.chat_id);
}

function applyMessage(state: AppState, frame: MessageFrame, { self }: FrameContext): AppState {
  const isOwn = self !== null && frame.user_id === self.id;
  const outbox =
    isOwn && frame.client_id !== undefined
      ? acknowledge(state.outbox, frame.chat_id, new Set([frame.client_id]))
      : state.outbox;
  const isNew = findMessage(state.chats[frame.chat_id]?.messages ?? [], frame.message_id) === undefined;
  const next = withChat(state, frame.chat_id, (chat) => {
    if (!isInReach(chat, frame.message_id))
      return withoutTyping(withSaid(chat, frame, startOfMessage(frame)), [frame.username]);
    const messages = withMessageFrame(chat.messages, frame);
    return withoutTyping(messages === chat.messages ? chat : { ...chat, messages }, [frame.username]);
  });
  const settled = outbox === state.outbox ? next : { ...next, outbox };
  return isNew ? moveUp(settled, frame.chat_id) : settled;
}

function applyStream(state: AppState, frame: ChunkFrame | CompletionFrame, { now }: FrameContext): AppState {
  const isNew = findMessage(state.chats[frame.chat_id]?.messages ?? [], frame.message_id) === undefined;
  const next = withChat(state, frame.chat_id, (chat) => {
    const answered = chat.queued.some((turn) => turn.message_id === frame.reply_to);
    const queued = answered ? chat.queued.filter((turn) => turn.message_id !== frame.reply_to) : chat.queued;
    const created_at = frame.created_at ?? new Date(now).toISOString();
    const known = queued === chat.queued ? chat : { ...chat, queued };
    if (!isInReach(chat, frame.message_id)) {
      return frame.is_complete
        ? withSaid(known, { ...frame, user_id: null, is_bot: true, created_at }, frame.full_response)
        : known;
    }
    const messages = frame.is_complete
      ? withCompletion(chat.messages, frame, now)
      : withChunk(chat.messages, frame, now);
    return messages === chat.messages ? known : { ...known, messages };
  });
  return isNew && next !== state ? moveUp(next, frame.chat_id) : next;
}

function applyError(state: AppState, frame: ErrorFrame): AppState {
  const entry = frame.client_id === undefined ? undefined : find(state.outbox, frame.client_id);
  if (isPassing(frame.code)) return state;
  if (entry !== undefined) {
    return { ...state, outbox: refuse(state.outbox, entry.client_id, frame.error, frame.code) };
  }
  const { error, code, chat_id = null } = frame;
  return { ...state, alert: { id: (state.alert?.id ?? 0) + 1, chat_id, error, code } };
}

/** One's own comings and goings (from another window) change who is there, but are nothing to tell. */
function enter(chat: ChatState, username: string, { self, elapsed }: FrameContext): ChatState {
  if (chat.members.includes(username)) return chat;
  const entered = { ...chat, members: [...chat.members, username] };
  return username === self?.username ? entered : withJoined(entered, username, elapsed);
}

function exit(chat: ChatState, username: string, { self, elapsed }: FrameContext): ChatState {
  if (!chat.members.includes(username)) return chat;
  const members = chat.members.filter((name) => name !== username);
  const left = { ...withoutTyping(chat, [username]), members };
  return username === self?.username ? left : withLeft(left, username, elapsed);
}

function withQueued(chat: ChatState, turn: QueuedTurn): ChatState {
  const others = chat.queued.filter((other) => other.message_id !== turn.message_id);
  return { ...chat, queued: [...others, turn].toSorted((a, b) => a.position - b.position) };
}
