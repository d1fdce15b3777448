import { ChevronsUpDown, CircleUser, Keyboard, KeyRound, LogOut, QrCode, Settings, Shield } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { User } from '../../../server/protocol/users.ts';
import { showChatWindow } from '../../screens/chat-window.ts';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import type { ConnectionState } from '../../state/types.ts';
import { text } from '../../texts/text.ts';
import { cx } from '../../ui/cx.ts';
import { MenuEntry } from '../../ui/menu-entry.tsx';
import { useMenuPlace } from '../../ui/menu-place.ts';
import { GuestBadge } from '../account/guest-badge.tsx';
import { useMe } from '../me.ts';
import { PersonAvatar } from '../person/person-avatar.tsx';
import { PersonName } from '../person/person-name.tsx';
import { PauseItem } from '../notify/pause-item.tsx';
import { QuietMark } from '../notify/quiet-mark.tsx';

function connectionText(connection: ConnectionState): string {
  switch (connection.kind) {
    case 'connecting':
      return text('connection.connecting');
    case 'connected':
      return text('connection.connected');
    case 'reconnecting':
      return text('connection.reconnecting.short');
    case 'offline':
      return text('connection.offline.short');
  }
}

function ConnectionMark() {
  const connection = useApp((state) => state.connection);
  return (
    <span className="flex items-center gap-1.5 text-xs text-faint">
      <span
        aria-hidden
        className={cx('size-1.5 rounded-full', connection.kind === 'connected' ? 'bg-good' : 'bg-warn')}
      />
      {connectionText(connection)}
    </span>
  );
}

/** A guest's account goes with the session, so that is asked first. */
const signOut = (me: User) => (me.is_guest === true ? showChatWindow('leave') : actions.signOut());

/** Who is signed in, how the connection is, and what to do about either. */
export function UserMenu({ onShortcuts }: { onShortcuts: () => void }) {
  const me = useMe();
  const place = useMenuPlace();
  const { is_guest: isGuest = false, is_host: isHost = false } = me;
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="flex h-11 w-full min-w-0 items-center gap-2.5 rounded-md px-2 text-start hover:bg-hover data-[state=open]:bg-hover">
        <span className="sr-only">{text('user.menu', { username: '' })}</span>
        <PersonAvatar username={me.username} size="small" />
        <span className="min-w-0 flex-1">
          <span className="flex items-center gap-1.5">
            <PersonName username={me.username} className="min-w-0 truncate text-sm leading-4 font-medium" />
            {isGuest && <GuestBadge />}
            <QuietMark />
          </span>
          <ConnectionMark />
        </span>
        <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-faint" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={place}>
        <DropdownMenu.Content
          side="top"
          align="start"
          sideOffset={6}
          collisionPadding={8}
          className="z-30 w-72 animate-appear rounded-lg bg-raised p-1 shadow-float"
        >
          <DropdownMenu.Label className="px-2 pt-1.5 pb-2">
            <PersonName username={me.username} className="block truncate text-sm font-semibold" />
            <bdi className="block truncate text-xs text-faint">@{me.username}</bdi>
            {isGuest && <span className="block text-xs text-faint">{text('user.guest')}</span>}
            {typeof me.email === 'string' && <span className="block truncate text-xs text-faint">{me.email}</span>}
          </DropdownMenu.Label>
          <DropdownMenu.Separator className="-mx-1 mb-1 h-px bg-line" />
          {isGuest && (
            <MenuEntry icon={KeyRound} label={text('user.upgrade')} onSelect={() => showChatWindow('upgrade')} />
          )}
          {isHost && (
            <MenuEntry icon={QrCode} label={text('user.invites')} onSelect={() => showChatWindow('invites')} />
          )}
          {isHost && (
            <MenuEntry
              icon={Shield}
              label={text('user.admin')}
              onSelect={() => showChatWindow({ kind: 'admin', section: 'people' })}
            />
          )}
          <MenuEntry
            icon={CircleUser}
            label={text('profile.edit')}
            onSelect={() => showChatWindow({ kind: 'settings', section: 'profile' })}
          />
          <MenuEntry
            icon={Settings}
            label={text('user.settings')}
            onSelect={() => showChatWindow({ kind: 'settings', section: 'privacy' })}
          />
          <PauseItem />
          <MenuEntry icon={Keyboard} label={text('user.shortcuts')} onSelect={onShortcuts} />
          <MenuEntry icon={LogOut} label={text('user.signOut')} onSelect={() => signOut(me)} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
