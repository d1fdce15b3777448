import { ArrowLeft, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Chat } from '../../../server/protocol/chats.ts';
import { text } from '../../texts/text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Name } from '../../ui/name.tsx';
import { ChatPicture } from '../chat-picture.tsx';
import { MuteButton } from '../mute.tsx';
import { SearchButton } from '../search/search-button.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { People } from './people.tsx';

/** Which chat this is, who is here, and how to bring others in. */
export function ChatHeader({ chat, title }: { chat: Chat; title: string }) {
  const [inviting, setInviting] = useState(false);
  const [, navigate] = useLocation();
  return (
    <header className="flex h-13 shrink-0 items-center gap-2 border-b border-line px-3 md:px-5">
      <IconButton label={text('common.back')} className="-ml-1 md:hidden" onClick={() => navigate('/')}>
        <ArrowLeft className="size-5" />
      </IconButton>
      <ChatPicture chat={chat} className="text-faint" />
      <h2 className="min-w-0 flex-1 text-base font-semibold">
        <Name className="block truncate text-left">{title}</Name>
      </h2>
      <SearchButton />
      <People chatId={chat.id} />
      <MuteButton chatId={chat.id} />
      <IconButton label={text('invite.action')} onClick={() => setInviting(true)}>
        <UserPlus className="size-4" />
      </IconButton>
      <InviteDialog chat={chat} title={title} open={inviting} onOpenChange={setInviting} />
    </header>
  );
}
