import { foldUsername } from '../../protocol/users.ts';
import type { DocumentData } from './document-schema.ts';

/**
 * Says where a document contradicts itself, as one does that is damaged but still has its form: taken at its word, it
 * would give one person's place to another. Undefined where it does not.
 */
export function findContradiction(data: DocumentData): string | undefined {
  const { users, removed_users, chats, participants, settings } = data;
  const userIds = new Set(users.map(({ id }) => id));
  const chatIds = new Set(chats.map(({ id }) => id));
  const twice =
    findTwice(
      'account id',
      [...users, ...removed_users].map(({ id }) => id),
    ) ??
    findTwice(
      'chat id',
      chats.map(({ id }) => id),
    ) ??
    findTwice(
      'username',
      users.map(({ username }) => foldUsername(username)),
    );
  if (twice !== undefined) return twice;
  for (const { chat_id, user_id } of participants) {
    if (!chatIds.has(chat_id)) return `somebody takes part in chat ${chat_id}, which is not in it`;
    if (!userIds.has(user_id)) return `account ${user_id} takes part in chat ${chat_id}, but is not in it`;
  }
  const { lobby_chat_id: lobby } = settings;
  return lobby === null || chatIds.has(lobby) ? undefined : `everybody's chat is to be ${lobby}, which is not in it`;
}

function findTwice(what: string, values: readonly (number | string)[]): string | undefined {
  const seen = new Set<number | string>();
  for (const value of values) {
    if (seen.has(value)) return `the ${what} ${value} is there twice`;
    seen.add(value);
  }
  return undefined;
}
