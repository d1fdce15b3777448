import type { Chat, Role } from '../../server/protocol/chats.ts';
import type { Participant } from '../../server/protocol/membership.ts';
import type { User } from '../../server/protocol/users.ts';

/** What the reader may do in a chat; servers of former versions say only who owns it. */
export function ownRole(chat: Chat, me: Pick<User, 'id'>): Role {
  return chat.role ?? (chat.owner_id === me.id ? 'owner' : 'member');
}

/** What somebody may do in a chat. */
export function roleOf(person: Participant, ownerId: number | undefined): Role {
  return person.role ?? (person.id === ownerId ? 'owner' : 'member');
}

/** True for who may change the chat and make invites. */
export const runsChat = (role: Role): boolean => role !== 'member';

/** True where one may take the other out of the chat. */
export function mayRemove(mine: Role, theirs: Role): boolean {
  if (theirs === 'owner') return false;
  return mine === 'owner' || (mine === 'admin' && theirs === 'member');
}
