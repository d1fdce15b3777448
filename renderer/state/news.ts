import type { CompletionFrame, MessageFrame, ServerFrame } from '../../server/protocol/frames.ts';
import type { User } from '../../server/protocol/users.ts';
import { findMessage } from './messages.ts';
import type { AppState } from './types.ts';

/** Something that somebody else, or the bot, has just said. */
export type News = {
  chat_id: number;
  message_id: number;
  user_id: number | null;
  username: string;
  is_bot: boolean;
  /** The text, or its start; '' for a reply that ended without one. */
  text: string;
  /** Ids of what others said just before, which is told together with it. */
  earlier: number[];
  /** It, or what is told together with it, names the reader. */
  mentionsMe: boolean;
  /** That, or it is (or is told together with) the bot's reply to a question of the reader's. */
  isForMe: boolean;
};

/**
 * What a frame brings that is new to its reader: a message of somebody else, or a reply of the bot once it has ended.
 * Null for one's own, for repeats, and for whatever else frames say. History does not come in frames, so it is no news.
 */
export function newsOf(state: AppState, frame: ServerFrame, self: User | null): News | null {
  switch (frame.type) {
    case 'activity': {
      const { chat_id, message_id, user_id, username, is_bot, preview } = frame;
      // Who has written last has seen what stands before.
      if (isOwn(frame, self)) return null;
      const others = (frame.earlier ?? []).filter((one) => !isOwn(one, self));
      const earlier = others.map((one) => one.message_id);
      const mentionsMe = [frame, ...others].some((one) => names(one, self));
      const isForMe = mentionsMe || [frame, ...others].some((one) => answers(one, self));
      return { chat_id, message_id, user_id, username, is_bot, text: preview, earlier, mentionsMe, isForMe };
    }
    case 'message':
      return isOwn(frame, self) || statusOf(state, frame) !== 'unknown' ? null : inRoom(frame, frame.content, self);
    case 'bot_stream': {
      if (!frame.is_complete) return null;
      const status = statusOf(state, frame);
      return status === 'unknown' || status === 'streaming' ? inRoom(frame, frame.full_response, self) : null;
    }
    default:
      return null;
  }
}

/** True where the reader sees it as it comes: the chat is open, somebody is looking, and not at old messages. */
export function isRead(
  state: Pick<AppState, 'openChatId' | 'chats'>,
  news: News,
  { isFocused }: { isFocused: boolean },
): boolean {
  return isFocused && state.openChatId === news.chat_id && state.chats[news.chat_id]?.hasNewer !== true;
}

function inRoom(frame: MessageFrame | CompletionFrame, text: string, self: User | null): News {
  const { chat_id, message_id, username } = frame;
  const mentionsMe = frame.type === 'message' && names(frame, self);
  const isForMe = mentionsMe || (frame.type === 'bot_stream' && answers(frame, self));
  const author =
    frame.type === 'bot_stream'
      ? { user_id: null, username, is_bot: true }
      : { user_id: frame.user_id, username, is_bot: false };
  return { chat_id, message_id, ...author, text, earlier: [], mentionsMe, isForMe };
}

function names({ mentions }: { mentions?: readonly string[] | undefined }, self: User | null): boolean {
  return self !== null && mentions?.includes(self.username) === true;
}

function answers({ asked_by }: { asked_by?: string | undefined }, self: User | null): boolean {
  return self !== null && asked_by === self.username;
}

function isOwn({ user_id }: { user_id: number | null }, self: User | null): boolean {
  return self !== null && user_id === self.id;
}

/** What is known of a message of a known chat; null where the chat is none of this reader's. */
function statusOf(state: AppState, { chat_id, message_id }: { chat_id: number; message_id: number }) {
  const chat = state.chats[chat_id];
  return chat === undefined ? null : (findMessage(chat.messages, message_id)?.status ?? 'unknown');
}
