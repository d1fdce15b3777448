import { Reply, SmilePlus } from 'lucide-react';
import { useState } from 'react';
import { actions } from '../../state/actions.ts';
import { useMessage } from '../../state/selectors.ts';
import { text } from '../../texts/text.ts';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { EmojiPicker } from '../emoji/emoji-picker.tsx';
import { attempt } from './attempt.ts';
import { MessageMenu } from './message-menu.tsx';
import { useQuickEmoji } from './quick-emoji.ts';
import { useName } from '../person/use-person.ts';

const QUICK = 3;

interface MessageToolbarProps {
  chatId: number;
  id: number;
  menuOpen: boolean;
  onMenu: (open: boolean) => void;
  /** Something of it is open: it has to stay, wherever the pointer is. */
  onHold: (held: boolean) => void;
  /** Gives the focus back to the message. */
  onClosed: () => void;
}

/** What is done most with a message, one press away; everything else is in its menu. */
export function MessageToolbar({ chatId, id, menuOpen, onMenu, onHold, onClosed }: MessageToolbarProps) {
  const message = useMessage(chatId, id);
  const quick = useQuickEmoji(QUICK);
  const [picking, setPicking] = useState(false);
  const name = useName(message?.username ?? '', chatId);
  if (message === undefined || message.deleted_at !== undefined) return null;
  const react = (emoji: string) => void attempt(() => actions.react(chatId, id, emoji));
  return (
    // As high as the message, so that the toolbar stays in sight while a part of the message is.
    <div
      className={cx(
        'pointer-events-none absolute bottom-0 z-10 flex items-start',
        // Above what a reply holds in its corner.
        message.is_bot ? '-top-6 end-2 coarse:-top-10' : '-top-3 end-0',
      )}
    >
      <div
        role="toolbar"
        aria-label={text('act.toolbar', { name })}
        className={cx(
          'pointer-events-auto flex rounded-lg bg-raised p-0.5 shadow-pill',
          // The button that stops a reply is in the same place.
          message.status !== 'streaming' && 'sticky top-1',
        )}
      >
        {quick.map((emoji) => (
          <IconButton
            key={emoji}
            size="small"
            label={text('act.react.with', { emoji })}
            className="font-emoji text-base leading-none max-sm:hidden"
            onClick={() => react(emoji)}
          >
            {emoji}
          </IconButton>
        ))}
        <EmojiPicker
          align="end"
          onPick={react}
          onOpenChange={(open) => {
            setPicking(open);
            onHold(open || menuOpen);
          }}
          trigger={
            <button
              type="button"
              data-act="react"
              aria-label={text('act.react')}
              title={text('act.react')}
              className="inline-flex size-7 items-center justify-center rounded-md text-soft hover:bg-hover hover:text-ink coarse:size-10"
            >
              <SmilePlus className="size-4" />
            </button>
          }
        />
        <IconButton size="small" label={text('act.reply')} onClick={() => actions.replyTo(chatId, id)}>
          <Reply className="size-4" />
        </IconButton>
        <MessageMenu
          message={message}
          open={menuOpen}
          onOpenChange={(open) => {
            onMenu(open);
            onHold(open || picking);
          }}
          onClosed={onClosed}
        />
      </div>
    </div>
  );
}
