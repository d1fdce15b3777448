import type { ServerFrame } from '../../server/protocol/frames.ts';
import type { Message } from '../../server/protocol/messages.ts';
import { DELETED_USER } from '../../server/protocol/users.ts';
import type { ChatState, Notice } from './types.ts';

/** A frame that says that somebody has deleted their account. */
export type ErasedFrame = Extract<ServerFrame, { type: 'author_erased' }>;

/** What is known of a chat without the name of who has deleted their account, or without what they wrote. */
export function withoutAuthor(chat: ChatState, frame: ErasedFrame, now: number): ChatState {
  const quoted = Object.entries(chat.quoted).map(([id, message]) => [id, message && nameless(message, frame, now)]);
  const { preview } = chat;
  const isTheirs = preview !== null && !preview.is_bot && preview.username === frame.username;
  return {
    ...chat,
    messages: chat.messages.map((message) => nameless(message, frame, now)),
    quoted: Object.fromEntries(quoted),
    notices: chat.notices.map((notice) => namelessNotice(notice, frame.username)),
    preview: isTheirs
      ? { ...preview, username: DELETED_USER, ...(frame.messages === 'deleted' && { text: '', deleted: true }) }
      : preview,
  };
}

/** A message as it is then; the same where it names somebody else. */
export function nameless(message: Message, { user_id, username, messages }: ErasedFrame, now: number): Message {
  const rename = (name: string) => (name === username ? DELETED_USER : name);
  const isOwn = message.user_id === user_id && !message.is_bot;
  const { id, chat_id, is_bot, created_at, client_id, asked_by, forwarded_from, reactions, mentions } = message;
  const names = {
    ...(asked_by !== undefined && { asked_by: rename(asked_by) }),
    ...(forwarded_from !== undefined && { forwarded_from: rename(forwarded_from) }),
  };
  if (isOwn && messages === 'deleted') {
    const deleted_at = message.deleted_at ?? new Date(now).toISOString();
    const rest = { id, chat_id, user_id, is_bot, created_at, ...(client_id !== undefined && { client_id }), ...names };
    return { ...rest, username: DELETED_USER, content: '', status: message.status, deleted_at };
  }
  const hasReacted = reactions?.some(({ users }) => users.some((user) => user.id === user_id)) ?? false;
  const isNamed =
    isOwn ||
    hasReacted ||
    asked_by === username ||
    forwarded_from === username ||
    mentions?.includes(username) === true;
  if (!isNamed) return message;
  const named = (user: { id: number; username: string }) =>
    user.id === user_id ? { id: user.id, username: DELETED_USER } : user;
  return {
    ...message,
    ...names,
    ...(isOwn && { username: DELETED_USER }),
    ...(mentions && { mentions: mentions.filter((name) => name !== username) }),
    ...(reactions && { reactions: reactions.map((one) => ({ ...one, users: one.users.map(named) })) }),
  };
}

function namelessNotice(notice: Notice, username: string): Notice {
  const rename = (name: string) => (name === username ? DELETED_USER : name);
  const { event } = notice;
  return {
    ...notice,
    joined: notice.joined.map(rename),
    left: notice.left.map(rename),
    ...(event && { event: { ...event, ...namelessEvent(event, username) } }),
  };
}

/** The fields of an event that hold the name. */
function namelessEvent(event: NonNullable<Notice['event']>, username: string): Record<string, string> {
  const fields = Object.entries(event).filter(([, value]) => value === username);
  return Object.fromEntries(fields.map(([field]) => [field, DELETED_USER]));
}
