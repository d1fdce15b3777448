import { Ban, EllipsisVertical, KeyRound, LogIn, UserX } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { PersonEntry } from '../../../server/protocol/people.ts';
import { shortDate } from '../../texts/dates.ts';
import { text } from '../../texts/text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { MenuEntry } from '../../ui/menu-entry.tsx';
import { useNow } from '../../ui/use-now.ts';
import { fileSize } from '../files/file-size.ts';
import { useMe } from '../me.ts';
import { PersonLine } from '../person-line.tsx';
import { presenceText } from '../presence-text.ts';

/** What the host does to somebody, once that is confirmed. */
export type PersonAct = 'ban' | 'unban' | 'reset' | 'remove';

interface PersonRowProps {
  person: PersonEntry;
  onAct: (act: PersonAct) => void;
}

function Menu({ person, onAct }: PersonRowProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <IconButton label={text('adminPeople.menu', { name: person.username })}>
          <EllipsisVertical className="size-4" />
        </IconButton>
      </DropdownMenu.Trigger>
      <DropdownMenu.Content
        align="end"
        collisionPadding={8}
        // The question that comes in the row's place takes the focus.
        onCloseAutoFocus={(event) => event.preventDefault()}
        className="z-50 w-56 animate-appear rounded-lg bg-raised p-1 shadow-float"
      >
        <MenuEntry icon={KeyRound} label={text('resetLink.action')} onSelect={() => onAct('reset')} />
        {person.banned_at == null ? (
          <MenuEntry icon={Ban} label={text('ban.action')} onSelect={() => onAct('ban')} />
        ) : (
          <MenuEntry icon={LogIn} label={text('ban.lift')} onSelect={() => onAct('unban')} />
        )}
        <MenuEntry icon={UserX} label={text('adminPeople.remove')} onSelect={() => onAct('remove')} />
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

/** How somebody is here: banned, online, or when they were last. */
function here({ banned_at, online, last_seen }: PersonEntry, now: number): string {
  if (banned_at != null) return text('adminPeople.banned');
  if (online) return text('host.people.online');
  return last_seen == null
    ? text('host.people.offline')
    : presenceText({ status: 'offline', lastSeen: last_seen }, now);
}

/** Somebody with an account, and what is to be known of them. */
export function PersonRow({ person, onAct }: PersonRowProps) {
  const me = useMe();
  const now = useNow(30_000);
  const { username, is_guest, is_host, online, chats, file_bytes = 0, created_at, banned_at } = person;
  const notes = [person.id === me.id && text('common.you'), is_host && text('host.badge')];
  const facts = [
    chats !== undefined && text('adminPeople.chats', { count: chats }),
    file_bytes > 0 && text('adminPeople.files', { size: fileSize(file_bytes) }),
    text('adminPeople.joined', { when: shortDate(created_at) }),
  ];
  return (
    <div className="flex min-h-11 items-center gap-2.5 py-1">
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-2.5">
          <PersonLine name={username} isHere={online && banned_at == null} isGuest={is_guest} notes={notes} />
        </div>
        <p className="ms-8.5 text-xs text-faint">{facts.filter(Boolean).join(' · ')}</p>
      </div>
      <span className={banned_at == null ? 'shrink-0 text-xs text-faint' : 'shrink-0 text-xs font-medium text-danger'}>
        {here(person, now)}
      </span>
      {is_host ? (
        <span aria-hidden className="size-8 shrink-0 coarse:size-10" />
      ) : (
        <Menu person={person} onAct={onAct} />
      )}
    </div>
  );
}
