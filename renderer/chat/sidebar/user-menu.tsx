import { ChevronsUpDown, Keyboard, LogOut } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import type { ConnectionState } from '../../state/types.ts';
import { text } from '../../texts/text.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { cx } from '../../ui/cx.ts';
import { Name } from '../../ui/name.tsx';
import { useMe } from '../me.ts';

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

const item =
  'flex h-9 cursor-default items-center gap-2.5 rounded-md px-2 text-sm outline-none data-highlighted:bg-hover coarse:h-11';

/** Who is signed in, how the connection is, and what to do about either. */
export function UserMenu({ onShortcuts }: { onShortcuts: () => void }) {
  const me = useMe();
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="flex h-11 w-full min-w-0 items-center gap-2.5 rounded-md px-2 text-left hover:bg-hover data-[state=open]:bg-hover">
        <span className="sr-only">{text('user.menu', { username: '' })}</span>
        <Avatar name={me.username} size="small" />
        <span className="min-w-0 flex-1">
          <Name className="block truncate text-sm leading-4 font-medium">{me.username}</Name>
          <ConnectionMark />
        </span>
        <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-faint" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={document.querySelector('main')}>
        <DropdownMenu.Content
          side="top"
          align="start"
          sideOffset={6}
          collisionPadding={8}
          className="z-30 w-60 animate-appear rounded-lg bg-raised p-1 shadow-float"
        >
          <DropdownMenu.Label className="px-2 pt-1.5 pb-2">
            <Name className="block truncate text-sm font-semibold">{me.username}</Name>
            {me.email !== undefined && <span className="block truncate text-xs text-faint">{me.email}</span>}
          </DropdownMenu.Label>
          <DropdownMenu.Separator className="-mx-1 mb-1 h-px bg-line" />
          <DropdownMenu.Item className={item} onSelect={onShortcuts}>
            <Keyboard aria-hidden className="size-4 text-faint" />
            {text('user.shortcuts')}
          </DropdownMenu.Item>
          <DropdownMenu.Item className={item} onSelect={() => actions.signOut()}>
            <LogOut aria-hidden className="size-4 text-faint" />
            {text('user.signOut')}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
