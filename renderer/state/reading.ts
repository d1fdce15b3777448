import type { Chat } from '../../server/protocol/chats.ts';
import { UNREAD_COUNTED } from '../../server/protocol/limits.ts';
import type { ReadPosition } from '../../server/protocol/reading.ts';
import type { ChatState, HeardMessage, ReadingState } from './types.ts';

/** How far a chat is read, as the server gave it. */
export function readingOf(chat: Chat): ReadingState {
  return {
    readId: chat.read_id,
    upTo: chat.last_message?.id ?? 0,
    unread: chat.unread_count,
    mentions: chat.mention_count,
    later: [],
  };
}

/** The same from a newer answer: what was heard since stays, and so does what was read here and is not told yet. */
export function renewed(known: ReadingState, chat: Chat): ReadingState {
  const given = readingOf(chat);
  const readId = Math.max(known.readId, given.readId);
  const isAhead = readId > given.readId && readId >= given.upTo;
  return {
    ...given,
    ...(isAhead && { unread: 0, mentions: 0 }),
    readId,
    later: known.later.filter(({ id }) => id > given.upTo && id > readId),
  };
}

/** What the server says of how far this user has read. */
export function withPosition(reading: ReadingState, position: ReadPosition): ReadingState {
  // It is behind what was read here: the answer to that comes next.
  if (position.message_id < reading.readId) return reading;
  return {
    readId: position.message_id,
    upTo: position.last_message_id,
    unread: position.unread_count,
    mentions: position.mention_count,
    later: reading.later.filter(({ id }) => id > position.last_message_id && id > position.message_id),
  };
}

/** Everything up to a message is read. */
export function withRead(reading: ReadingState, messageId: number): ReadingState {
  if (messageId <= reading.readId) return reading;
  const later = reading.later.filter(({ id }) => id > messageId);
  // Behind a message among those that the server counted, only it knows how many are left.
  const counted = messageId >= reading.upTo ? { unread: 0, mentions: 0 } : {};
  return { ...reading, ...counted, readId: messageId, later };
}

/** Something was said by others. */
export function withHeard(
  reading: ReadingState,
  heard: readonly (HeardMessage & { isReply: boolean })[],
): ReadingState {
  const isNew = ({ id, isReply }: (typeof heard)[number]) =>
    id > reading.readId && (isReply || id > reading.upTo) && !reading.later.some((other) => other.id === id);
  const news = heard.filter(isNew).map(({ id, isMention }) => ({ id, isMention }));
  return news.length === 0 ? reading : { ...reading, later: [...reading.later, ...news].slice(-UNREAD_COUNTED) };
}

/** The newest message of a chat whose end is in view; null where it is not, or nothing is there. */
export function endOf(chat: ChatState | undefined): number | null {
  if (chat === undefined || chat.hasNewer || (chat.history !== 'ready' && chat.history !== 'loading_older'))
    return null;
  return chat.messages.at(-1)?.id ?? null;
}
