import type { DocumentData } from './document-schema.ts';

/**
 * Ids are never given twice, also where the file is an old copy or was edited.
 * @param leastChatId new chats get ids above this one.
 */
export function raiseIds(data: DocumentData, leastChatId: number): DocumentData {
  const user = Math.max(data.last_ids.user, greatestId(data.users), greatestId(data.removed_users));
  const chat = Math.max(data.last_ids.chat, leastChatId, greatestId(data.chats));
  const invite = Math.max(data.last_ids.invite, greatestId(data.invites));
  return { ...data, last_ids: { ...data.last_ids, user, chat, invite } };
}

function greatestId(items: readonly { id: number }[]): number {
  return items.reduce((greatest, { id }) => Math.max(greatest, id), 0);
}
