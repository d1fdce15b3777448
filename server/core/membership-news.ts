import type { CommonChat, Role } from '../protocol/chats.ts';
import type { ServerFrame } from '../protocol/frames.ts';
import { tellEverybody } from './activity.ts';
import type { Backplane } from './ports/backplane.ts';
import type { Account } from './ports/store.ts';

type Reason = Extract<ServerFrame, { type: 'chat_removed' }>['reason'];

/** Tells a chat's participants of one more. @param by who brought them; undefined where they came with an invite */
export function tellAdded(backplane: Backplane, chatId: number, account: Account, by?: string): void {
  const { id, username, created_at, is_guest, is_host } = account;
  const person = { user_id: id, username, role: 'member' as const, created_at, is_guest, is_host };
  tellEverybody(backplane, chatId, {
    type: 'participant_added',
    chat_id: chatId,
    ...person,
    ...(by !== undefined && { by }),
  });
}

/** Tells a chat's participants, but not the one it is about, that somebody takes part no more. */
export function tellRemoved(
  backplane: Backplane,
  chatId: number,
  { id, username }: Pick<Account, 'id' | 'username'>,
  why: { reason: 'removed' | 'left'; by?: string },
): void {
  tellEverybody(backplane, chatId, { type: 'participant_removed', chat_id: chatId, user_id: id, username, ...why });
}

/** Tells a chat's participants what somebody may do from now on. @param by who says so; undefined where nobody did */
export function tellRole(
  backplane: Backplane,
  chatId: number,
  { id, username }: Pick<Account, 'id' | 'username'>,
  role: Role,
  by?: string,
): void {
  const changed = { chat_id: chatId, user_id: id, username, role };
  tellEverybody(backplane, chatId, { type: 'participant_changed', ...changed, ...(by !== undefined && { by }) });
}

/** Tells a chat's participants what is new about it. */
export function tellChanged(backplane: Backplane, chat: CommonChat, by?: string): void {
  tellEverybody(backplane, chat.id, { type: 'chat_changed', chat, ...(by !== undefined && { by }) });
}

/** Tells every connection of a user that they take part in a chat no more; nothing of it comes to them after this. */
export function tellGone(backplane: Backplane, chatId: number, userId: number, reason: Reason): void {
  backplane.publish(`user:${userId}`, { frame: { type: 'chat_removed', chat_id: chatId, reason } });
}
