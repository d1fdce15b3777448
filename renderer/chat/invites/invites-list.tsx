import { ChevronDown, Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { formatJoinCode, type Invite } from '../../../server/protocol/invites.ts';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import { rich, text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Name } from '../../ui/name.tsx';
import { useNow } from '../../ui/use-now.ts';
import { LoadedList } from '../loaded-list.tsx';
import { useMe } from '../me.ts';
import { EVERY_MS, expiryText, usesText } from './expiry.ts';
import { InviteCard } from './invite-card.tsx';
import { NewInvite } from './new-invite.tsx';
import { useChatTitle } from '../person/use-chat-title.ts';
import { PersonName } from '../person/person-name.tsx';

const reload = () => void actions.loadInvites().catch(() => undefined);

/** Where an invite leads. */
function useDestination(invite: Invite): string {
  const chat = useApp((state) => (invite.chat_id === null ? undefined : state.chats[invite.chat_id]?.chat));
  const title = useChatTitle(chat);
  if (invite.chat_id === null) return text('invites.chat.none');
  return chat === undefined ? text('invites.chat.other') : title;
}

interface EntryProps {
  invite: Invite;
  /** Says where it leads: not needed where all lead to one chat. */
  isNamed: boolean;
  open: boolean;
  onToggle: () => void;
}

function Entry({ invite, isNamed, open, onToggle }: EntryProps) {
  const me = useMe();
  const now = useNow(EVERY_MS);
  const destination = useDestination(invite);
  const by = invite.created_by === me.username ? null : invite.created_by;
  return (
    <li className="rounded-lg border border-line">
      <button
        type="button"
        aria-expanded={open}
        onClick={onToggle}
        className="flex w-full items-center gap-2 rounded-lg px-3 py-2 text-start hover:bg-hover"
      >
        <span className="min-w-0 flex-1">
          <span className="block truncate text-sm font-medium">
            {isNamed ? <Name>{destination}</Name> : <span className="font-mono">{formatJoinCode(invite.code)}</span>}
          </span>
          <span className="block truncate text-xs text-soft">
            {expiryText(invite, now)} · {usesText(invite)}
            {by !== null && <> · {rich('invites.by', { name: <PersonName username={by} /> })}</>}
          </span>
        </span>
        <ChevronDown
          aria-hidden
          className={cx('size-4 shrink-0 text-faint transition-transform', open && 'rotate-180')}
        />
      </button>
      {open && (
        <div className="px-3 pt-1 pb-3">
          <InviteCard invite={invite} />
        </div>
      )}
    </li>
  );
}

interface InvitesListProps {
  /** Only those that lead into this chat; undefined: all. */
  chatId?: number;
}

function Ready({ list, chatId }: InvitesListProps & { list: readonly Invite[] }) {
  const [openId, setOpenId] = useState<number | null | undefined>(undefined);
  const [adding, setAdding] = useState(false);
  const [first] = list;
  // The newest one is what most people come for; nothing is open once somebody has closed it.
  const shownId = openId === undefined ? first?.id : openId;
  if (first === undefined || adding) {
    return (
      <>
        {first === undefined && <p className="mb-3 text-sm text-soft">{text('invites.empty')}</p>}
        <NewInvite
          chatId={chatId}
          onDone={() => {
            setOpenId(undefined);
            setAdding(false);
          }}
          onCancel={first === undefined ? undefined : () => setAdding(false)}
        />
      </>
    );
  }
  return (
    <>
      {chatId !== undefined && list.length === 1 ? (
        <InviteCard key={first.token} invite={first} />
      ) : (
        <ul className="space-y-2">
          {list.map((invite) => (
            <Entry
              key={invite.id}
              invite={invite}
              isNamed={chatId === undefined}
              open={invite.id === shownId}
              onToggle={() => setOpenId(invite.id === shownId ? null : invite.id)}
            />
          ))}
        </ul>
      )}
      <Button kind="quiet" size="small" className="mt-1 -ms-2" onClick={() => setAdding(true)}>
        <Plus aria-hidden className="size-3.5" />
        {text('invites.another')}
      </Button>
    </>
  );
}

/** The invites that somebody may hand out, or what stands in their place. */
export function InvitesList({ chatId }: InvitesListProps) {
  const invites = useApp((state) => state.invites);
  useEffect(reload, []);
  return (
    <LoadedList loaded={invites} reload={reload}>
      {(all) => {
        const list = chatId === undefined ? all : all.filter((invite) => invite.chat_id === chatId);
        return <Ready list={list} {...(chatId !== undefined && { chatId })} />;
      }}
    </LoadedList>
  );
}
