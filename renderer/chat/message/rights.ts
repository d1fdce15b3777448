import type { Message } from '../../../server/protocol/messages.ts';
import type { User } from '../../../server/protocol/users.ts';
import { useApp } from '../../state/store.ts';
import { useMe } from '../me.ts';
import { ownRole, runsChat } from '../roles.ts';

/** What this reader may do with a message. */
export interface Rights {
  edit: boolean;
  delete: boolean;
  forward: boolean;
}

/** The author edits; the author, who asked, admins and the owner delete. */
export function rightsTo(message: Message, me: Pick<User, 'id' | 'username'>, isAdmin: boolean): Rights {
  const isOwn = message.is_bot ? message.asked_by === me.username : message.user_id === me.id;
  return {
    edit: isOwn && !message.is_bot && message.forwarded_from === undefined,
    delete: isOwn || isAdmin,
    forward: message.status !== 'streaming' && (message.content !== '' || (message.files?.length ?? 0) > 0),
  };
}

export function useRights(message: Message): Rights {
  const me = useMe();
  const isAdmin = useApp((state) => {
    const chat = state.chats[message.chat_id]?.chat;
    return chat !== undefined && runsChat(ownRole(chat, me));
  });
  return rightsTo(message, me, isAdmin);
}
