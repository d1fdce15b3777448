import { EDITS_MAX, REACTIONS_MAX } from '../protocol/limits.ts';
import type { Message, Reaction } from '../protocol/messages.ts';
import { AppError } from './errors.ts';
import type { MessageChange, StoredMessage } from './ports/store.ts';

/** Somebody who changes a message. */
export type Changer = Pick<Message, 'username'> & { id: number };

/** @throws AppError `message_deleted` */
export function requireThere(message: Message): void {
  if (message.deleted_at !== undefined) throw new AppError('message_deleted');
}

/** A text that a message may have. @throws AppError `invalid`, with a sentence that says why not */
export function requireContent(content: string, max: number, mayBeEmpty = false): void {
  if (!mayBeEmpty && content.trim() === '') {
    throw new AppError('invalid', 'The message is empty. Write something first.');
  }
  if (content.length > max) {
    throw new AppError('invalid', `The message is longer than ${max} characters. Shorten or split it.`);
  }
}

/**
 * Another text for a message; null where it is the same.
 * @throws AppError `not_authorized` where it is not the editor's own, `message_deleted`, `invalid`
 */
export function edited(
  current: StoredMessage,
  editor: Changer,
  { content, mentions, at, max }: { content: string; mentions: string[]; at: string; max: number },
): MessageChange | null {
  if (current.user_id !== editor.id || current.is_bot) throw new AppError('not_authorized');
  requireThere(current);
  if (current.forwarded_from !== undefined) {
    throw new AppError('invalid', 'A forwarded message cannot be changed. Delete it instead.');
  }
  requireContent(content, max, (current.files?.length ?? 0) > 0);
  if (content === current.content) return null;
  return {
    content,
    edited_at: at,
    mentions: mentions.length > 0 ? mentions : undefined,
    edits: [...(current.edits ?? []), { content: current.content, at }].slice(-EDITS_MAX),
  };
}

/** What is left of a deleted message: its place, who wrote it and when. Null where it is deleted already. */
export function deleted(current: StoredMessage, at: string): MessageChange | null {
  if (current.deleted_at !== undefined) return null;
  return {
    content: '',
    deleted_at: at,
    // Whoever writes it finds that out, and writes no more.
    status: current.status === 'streaming' ? 'stopped' : current.status,
    detail: undefined,
    edited_at: undefined,
    edits: undefined,
    reactions: undefined,
    mentions: undefined,
    files: undefined,
    reply_to: undefined,
  };
}

/**
 * The reactions to a message with one more, or with one less; null where that changes nothing.
 * @throws AppError `message_deleted`, `too_many_reactions`
 */
export function reacted(current: Message, { id, username }: Changer, emoji: string, isOn: boolean): Reaction[] | null {
  requireThere(current);
  const reactions = current.reactions ?? [];
  const known = reactions.find((reaction) => reaction.emoji === emoji);
  const hasReacted = known?.users.some((user) => user.id === id) ?? false;
  if (hasReacted === isOn) return null;
  if (!known) {
    if (reactions.length >= REACTIONS_MAX) throw new AppError('too_many_reactions');
    return [...reactions, { emoji, users: [{ id, username }] }];
  }
  const users = isOn ? [...known.users, { id, username }] : known.users.filter((user) => user.id !== id);
  return reactions.flatMap((reaction) => {
    if (reaction !== known) return [reaction];
    return users.length > 0 ? [{ emoji, users }] : [];
  });
}
