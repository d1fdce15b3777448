import type { Reaction } from '../protocol/messages.ts';
import { replySentence } from '../protocol/reply-sentences.ts';
import type { ErasedMessages } from '../protocol/sessions.ts';
import { DELETED_USER } from '../protocol/users.ts';
import { deleted } from './message-changes.ts';
import type { MessageChange, StoredMessage } from './ports/store.ts';

/** Whose account it was, and what becomes of their messages. */
export interface ErasedAuthor {
  user_id: number;
  username: string;
  messages: ErasedMessages;
}

/**
 * What a message is without somebody who has deleted their account; null where it does not name them. Others' texts stay
 * as they are written.
 * @param at when, for those that are deleted
 */
export function erased(current: StoredMessage, author: ErasedAuthor, at: string): MessageChange | null {
  const { user_id, username, messages } = author;
  const isOwn = current.user_id === user_id && !current.is_bot;
  const change: MessageChange = {};
  if (isOwn && current.username !== DELETED_USER) change.username = DELETED_USER;
  if (isOwn && messages === 'deleted') Object.assign(change, deleted(current, at));
  if (current.asked_by === username) change.asked_by = DELETED_USER;
  if (current.forwarded_from === username) change.forwarded_from = DELETED_USER;
  if (current.detail === replySentence('stopped', { name: username }))
    change.detail = replySentence('stopped', { name: DELETED_USER });
  const { mentions, reactions } = current;
  if (mentions?.includes(username) && !('mentions' in change)) {
    const others = mentions.filter((name) => name !== username);
    change.mentions = others.length > 0 ? others : undefined;
  }
  if (reactions && !('reactions' in change)) {
    const renamed = withoutName(reactions, user_id);
    if (renamed) change.reactions = renamed;
  }
  return Object.keys(change).length > 0 ? change : null;
}

/** The same reactions, one of them without its name; null where it is none of theirs, or nameless already. */
function withoutName(reactions: Reaction[], userId: number): Reaction[] | null {
  const isNamed = (user: Reaction['users'][number]) => user.id === userId && user.username !== DELETED_USER;
  if (!reactions.some(({ users }) => users.some(isNamed))) return null;
  return reactions.map(({ emoji, users }) => ({
    emoji,
    users: users.map((user) => (isNamed(user) ? { ...user, username: DELETED_USER } : user)),
  }));
}
