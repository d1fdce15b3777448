import {
  CircleUser,
  Copy,
  Ellipsis,
  Forward,
  History,
  Link,
  Pencil,
  Pin,
  PinOff,
  Reply,
  Trash2,
  type LucideIcon,
} from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { toast } from 'sonner';
import type { Message } from '../../../server/protocol/messages.ts';
import { actions } from '../../state/actions.ts';
import { messageLink } from '../../state/message-link.ts';
import { useApp } from '../../state/store.ts';
import { text } from '../../texts/text.ts';
import { copyText } from '../../ui/copy-text.ts';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { menuItem } from '../../ui/menu-item.ts';
import { useMenuPlace } from '../../ui/menu-place.ts';
import { attempt } from './attempt.ts';
import { useQuickEmoji } from './quick-emoji.ts';
import { showMessageWindow, type MessageWindow } from './message-window.ts';
import { useRights } from './rights.ts';
import { showCard } from '../person/card-state.ts';
import { useName } from '../person/use-person.ts';
import { rowOf } from './row-of.ts';

interface ItemProps {
  icon: LucideIcon;
  label: string;
  danger?: boolean;
  onSelect: () => void;
}

function Item({ icon: Icon, label, danger = false, onSelect }: ItemProps) {
  return (
    <DropdownMenu.Item className={cx(menuItem, danger && 'text-danger')} onSelect={onSelect}>
      <Icon aria-hidden className={cx('size-4', !danger && 'text-faint')} />
      {label}
    </DropdownMenu.Item>
  );
}

async function copy(content: string): Promise<void> {
  if (await copyText(content)) toast.success(text('act.copied'));
  else toast.error(text('message.copyFailed'));
}

const QUICK = 5;

/** The emoji that are picked most, side by side: on a phone the toolbar has no room for them. */
function QuickReactions({ message: { id, chat_id } }: { message: Message }) {
  return (
    <div role="group" aria-label={text('act.react')} className="mb-1 flex justify-between border-b border-line pb-1">
      {useQuickEmoji(QUICK).map((emoji) => (
        <DropdownMenu.Item
          key={emoji}
          aria-label={text('act.react.with', { emoji })}
          className="flex size-9 cursor-default items-center justify-center rounded-md font-emoji text-lg leading-none outline-none data-highlighted:bg-hover"
          onSelect={() => void attempt(() => actions.react(chat_id, id, emoji))}
        >
          {emoji}
        </DropdownMenu.Item>
      ))}
    </div>
  );
}

interface MessageMenuProps {
  message: Message;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Where the focus goes when it closes. */
  onClosed: () => void;
}

/** Everything that can be done with a message. */
export function MessageMenu({ message, open, onOpenChange, onClosed }: MessageMenuProps) {
  const { id, chat_id } = message;
  const rights = useRights(message);
  const isPinned = useApp((state) => state.chats[chat_id]?.chat.pinned_message_ids.includes(id) === true);
  const name = useName(message.username, chat_id);
  const place = useMenuPlace();
  const show = (kind: MessageWindow['kind']) => showMessageWindow({ kind, chatId: chat_id, messageId: id });
  return (
    <DropdownMenu.Root open={open} onOpenChange={onOpenChange} modal={false}>
      <DropdownMenu.Trigger asChild>
        <IconButton size="small" label={text('act.more')}>
          <Ellipsis className="size-4" />
        </IconButton>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={place}>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            onClosed();
          }}
          className="z-30 w-52 animate-appear rounded-lg bg-raised p-1 shadow-float"
        >
          <QuickReactions message={message} />
          <Item icon={Reply} label={text('act.reply')} onSelect={() => actions.replyTo(chat_id, id)} />
          {rights.edit && (
            <Item icon={Pencil} label={text('act.edit')} onSelect={() => actions.startEdit(chat_id, id)} />
          )}
          {message.content !== '' && (
            <Item icon={Copy} label={text('act.copy')} onSelect={() => void copy(message.content)} />
          )}
          <Item icon={Link} label={text('act.link')} onSelect={() => void copy(messageLink(chat_id, id))} />
          {rights.forward && <Item icon={Forward} label={text('act.forward')} onSelect={() => show('forward')} />}
          <Item
            icon={isPinned ? PinOff : Pin}
            label={text(isPinned ? 'act.unpin' : 'act.pin')}
            onSelect={() => void attempt(() => actions.setPinned(chat_id, id, !isPinned))}
          />
          {!message.is_bot && (
            <Item
              icon={CircleUser}
              label={text('card.of', { name })}
              onSelect={() => {
                const anchor = rowOf(id);
                if (anchor) showCard({ username: message.username, chatId: chat_id, anchor });
              }}
            />
          )}
          {message.edited_at !== undefined && (
            <Item icon={History} label={text('act.versions')} onSelect={() => show('versions')} />
          )}
          {rights.delete && (
            <>
              <DropdownMenu.Separator className="my-1 h-px bg-line" />
              <Item icon={Trash2} label={text('act.delete')} danger onSelect={() => show('delete')} />
            </>
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
