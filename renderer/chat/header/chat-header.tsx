import { ArrowLeft, UserPlus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useLocation } from 'wouter';
import type { Chat } from '../../../server/protocol/chats.ts';
import { text } from '../../texts/text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Name } from '../../ui/name.tsx';
import { contactOf } from '../contact.ts';
import { KindMark } from '../kind-mark.tsx';
import { useMe } from '../me.ts';
import { PinsButton } from '../message/pins-button.tsx';
import { BellMenu } from '../notify/bell-menu.tsx';
import { SearchButton } from '../search/search-button.tsx';
import { ContactLine } from './contact-line.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { People } from './people.tsx';

// Few open it, so it is loaded when somebody does.
const DetailsDialog = lazy(async () => {
  const { DetailsDialog: Loaded } = await import('../details/details-dialog.tsx');
  return { default: Loaded };
});

/** Which chat this is, who is here, and how to bring others in. */
export function ChatHeader({ chat, title }: { chat: Chat; title: string }) {
  const contact = contactOf(chat, useMe().username);
  const [inviting, setInviting] = useState(false);
  const [showing, setShowing] = useState(false);
  const [wasShown, setWasShown] = useState(false);
  if (showing && !wasShown) setWasShown(true);
  const [, navigate] = useLocation();
  return (
    <header className="flex h-13 shrink-0 items-center gap-2 border-b border-line px-3 max-sm:gap-0.5 md:px-5">
      <IconButton label={text('common.back')} className="-ms-1 md:hidden" onClick={() => navigate('/')}>
        <ArrowLeft className="size-5" />
      </IconButton>
      <KindMark chat={chat} className="text-faint max-sm:me-1" />
      <div className="min-w-0 flex-1">
        <h2 className="text-base leading-5 font-semibold">
          <button
            type="button"
            aria-haspopup="dialog"
            title={text('details.open', { chat: title })}
            onClick={() => setShowing(true)}
            className="block max-w-full rounded-md text-start hover:underline coarse:min-h-8"
          >
            <Name className="block truncate text-outer">{title}</Name>
          </button>
        </h2>
        {chat.topic !== null && (
          <p className="truncate text-xs leading-4 text-faint coarse:-mt-1" title={chat.topic}>
            <Name>{chat.topic}</Name>
          </p>
        )}
        {chat.topic === null && contact !== null && <ContactLine username={contact} />}
      </div>
      <SearchButton />
      <PinsButton chatId={chat.id} />
      <People chatId={chat.id} />
      {/* A phone has no room for all of them beside the name: there it is in the chat's menu. */}
      <span className="max-sm:hidden">
        <BellMenu chatId={chat.id} />
      </span>
      <IconButton
        label={text('invite.action')}
        // On a phone how the other one is here needs the room; what is about the chat has a way to add people as well.
        className={contact === null ? undefined : 'max-sm:hidden'}
        onClick={() => setInviting(true)}
      >
        <UserPlus className="size-4" />
      </IconButton>
      {wasShown && (
        <Suspense fallback={null}>
          <DetailsDialog chat={chat} title={title} open={showing} onOpenChange={setShowing} />
        </Suspense>
      )}
      <InviteDialog chat={chat} title={title} open={inviting} onOpenChange={setInviting} />
    </header>
  );
}
