import type { Chat } from '../../server/protocol/chats.ts';
import { presenceOf } from '../state/presence.ts';
import { useApp } from '../state/store.ts';
import { text } from '../texts/text.ts';
import { contactOf } from './contact.ts';
import { ChatPicture } from './chat-picture.tsx';
import { useMe } from './me.ts';
import { PresenceDot } from './presence-dot.tsx';
import { PersonAvatar } from './person/person-avatar.tsx';

function Contact({ username }: { username: string }) {
  const status = useApp((state) => presenceOf(state, username).status);
  return (
    <span className="relative shrink-0">
      <span className="sr-only">{text('sidebar.kind.private')}</span>
      <PersonAvatar username={username} size="small" />
      <PresenceDot status={status} isNamed />
    </span>
  );
}

/** What a chat is marked with: who it is with and how they are here, or its kind. */
export function KindMark({ chat, className }: { chat: Chat; className: string }) {
  const me = useMe();
  const contact = contactOf(chat, me.username);
  return contact === null || chat.picture !== null ? (
    <ChatPicture chat={chat} className={className} />
  ) : (
    <Contact username={contact} />
  );
}
