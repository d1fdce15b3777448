import { Bell, BellOff } from 'lucide-react';
import { ContextMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { actions } from '../../state/actions.ts';
import { text } from '../../texts/text.ts';
import { menuItem } from '../../ui/menu-item.ts';
import { useMuted } from '../mute.tsx';

/** What can be done with a chat in the list: with the other mouse button, the menu key, or a long press. */
export function ChatMenu({ chatId, children }: { chatId: number; children: ReactNode }) {
  const muted = useMuted(chatId);
  const Icon = muted ? Bell : BellOff;
  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild>{children}</ContextMenu.Trigger>
      <ContextMenu.Portal container={document.querySelector('main')}>
        <ContextMenu.Content
          collisionPadding={8}
          className="z-30 w-52 animate-appear rounded-lg bg-raised p-1 shadow-float"
        >
          <ContextMenu.Item className={menuItem} onSelect={() => actions.setMuted(chatId, !muted)}>
            <Icon aria-hidden className="size-4 text-faint" />
            {text(muted ? 'mute.off' : 'mute.on')}
          </ContextMenu.Item>
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}
