import { AppError } from '../../core/errors.ts';
import type { Changing } from '../../core/ports/changing.ts';
import type { ChatChange, NewStoredChat, StoredChat } from '../../core/ports/store.ts';
import { applyChange } from '../apply-change.ts';
import type { Change } from './document.ts';
import { accountIndex, chatIndex, participantIndex } from './document-index.ts';
import type { DocumentData } from './document-schema.ts';
import { useInvite } from './invite-changes.ts';

/**
 * See `Store.addChat`.
 * @param createdAfter the newest message id that may have been given.
 */
export function addChat(chat: NewStoredChat, participantIds: number[], createdAfter: number): Change<StoredChat> {
  const { name, owner_id, is_group, created_at, is_ai_chat } = chat;
  const userIds = [...new Set(participantIds)];
  return (data) => {
    const { byId } = accountIndex(data.users);
    if (!userIds.every((userId) => byId.has(userId))) throw new AppError('user_not_found');
    const id = data.last_ids.chat + 1;
    const added = {
      id,
      name,
      topic: null,
      picture: null,
      pinned_message_ids: [],
      owner_id,
      is_group,
      created_at,
      is_ai_chat,
    };
    return {
      data: {
        ...data,
        last_ids: { ...data.last_ids, chat: id },
        chats: [...data.chats, { ...added, created_after: createdAfter }],
        participants: [...data.participants, ...userIds.map((userId) => newcomer(id, userId))],
      },
      result: added,
    };
  };
}

/** See `Store.changeChat`. */
export function changeChat(chatId: number, changing: Changing<StoredChat, ChatChange>): Change<StoredChat> {
  return (data) => {
    const found = chatIndex(data.chats).get(chatId);
    if (!found) throw new AppError('not_found', 'That chat does not exist.');
    const { created_after, ...chat } = found;
    const changed = applyChange(chat, changing);
    if (!changed) return { data, result: structuredClone(chat) };
    const chats = data.chats.map((other) => (other === found ? { ...changed, created_after } : other));
    return { data: { ...data, chats }, result: structuredClone(changed) };
  };
}

/** Somebody who takes part from now on. */
export function newcomer(chatId: number, userId: number): DocumentData['participants'][number] {
  return { chat_id: chatId, user_id: userId, is_admin: false, notify: null };
}

/** See `Store.addParticipant`. */
export function addParticipant(chatId: number, userId: number, inviteId?: number): Change<boolean> {
  return (data) => {
    if (!chatIndex(data.chats).has(chatId)) throw new AppError('not_found', 'That chat does not exist.');
    if (!accountIndex(data.users).byId.has(userId)) throw new AppError('user_not_found');
    if (participantIndex(data.participants).usersOf.get(chatId)?.has(userId)) return { data, result: false };
    const participants = [...data.participants, newcomer(chatId, userId)];
    return { data: { ...data, participants, invites: useInvite(data.invites, inviteId) }, result: true };
  };
}
