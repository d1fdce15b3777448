import { AppError } from '../../core/errors.ts';
import type { LeftChat, Roles } from '../../core/ports/store.ts';
import type { Role } from '../../protocol/chats.ts';
import type { Change } from './document.ts';
import { chatIndex, participantIndex } from './document-index.ts';
import type { DocumentData } from './document-schema.ts';

type Participant = DocumentData['participants'][number];

/** What somebody who takes part may do. */
export function roleOf({ owner_id }: { owner_id: number }, { user_id, is_admin }: Participant): Role {
  if (user_id === owner_id) return 'owner';
  return is_admin ? 'admin' : 'member';
}

/** See `Store.changeRoles`; results in who takes part no more. */
export function changeRoles(chatId: number, change: (roles: Roles) => Roles): Change<number[]> {
  return (data) => {
    const chat = chatIndex(data.chats).get(chatId);
    if (!chat) throw new AppError('not_found', 'That chat does not exist.');
    const users = participantIndex(data.participants).usersOf.get(chatId) ?? new Map<number, Participant>();
    const former: Roles = new Map([...users].map(([userId, one]) => [userId, roleOf(chat, one)]));
    const roles = change(former);
    if (roles === former) return { data, result: [] };
    const owner_id = [...roles.keys()].find((userId) => roles.get(userId) === 'owner') ?? chat.owner_id;
    const participants = data.participants.flatMap((one) => {
      if (one.chat_id !== chatId) return one;
      const role = roles.get(one.user_id);
      return role === undefined ? [] : { ...one, is_admin: role === 'admin' };
    });
    const isGone = (userId: number) => users.has(userId) && !roles.has(userId);
    const invites = data.invites.filter(({ chat_id, created_by }) => chat_id !== chatId || !isGone(created_by));
    const chats = data.chats.map((other) => (other === chat ? { ...chat, owner_id } : other));
    return { data: { ...data, chats, participants, invites }, result: [...users.keys()].filter(isGone) };
  };
}

/** A document whose participants have changed, and where who owned a chat takes no part any more, somebody else does. */
export function withHeirs(data: DocumentData): { data: DocumentData; heirs: Map<number, number> } {
  const { usersOf } = participantIndex(data.participants);
  const heirs = new Map<number, number>();
  for (const { id, owner_id } of data.chats) {
    const users = usersOf.get(id);
    if (!users || users.has(owner_id)) continue;
    const candidates = [...users.values()];
    const heir = candidates.find(({ is_admin }) => is_admin) ?? candidates[0];
    if (heir) heirs.set(id, heir.user_id);
  }
  if (heirs.size === 0) return { data, heirs };
  const chats = data.chats.map((chat) => ({ ...chat, owner_id: heirs.get(chat.id) ?? chat.owner_id }));
  const participants = data.participants.map((one) =>
    heirs.get(one.chat_id) === one.user_id ? { ...one, is_admin: false } : one,
  );
  return { data: { ...data, chats, participants }, heirs };
}

/** The chats that somebody was in, with who owns them now where that is somebody else. */
export function leftChats(chatIds: Iterable<number>, heirs: ReadonlyMap<number, number>): LeftChat[] {
  return [...chatIds].map((chat_id) => ({ chat_id, new_owner_id: heirs.get(chat_id) ?? null }));
}
