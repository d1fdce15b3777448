import { Pin, PinOff } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useEffect, useRef, useState } from 'react';
import type { Message } from '../../../server/protocol/messages.ts';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import { fullDate, recently } from '../../texts/dates.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { excerptOf } from '../composer/excerpt.ts';
import { attempt } from './attempt.ts';
import { AuthorName } from '../person/author.tsx';

const none: readonly number[] = [];

function PinnedMessage({ message, onDone }: { message: Message; onDone: () => void }) {
  const { id, chat_id, created_at } = message;
  return (
    <li className="flex items-start gap-1 rounded-md hover:bg-hover">
      <button
        type="button"
        title={text('pins.jump')}
        onClick={() => {
          onDone();
          void actions.jumpTo(chat_id, id);
        }}
        className="min-w-0 flex-1 rounded-md px-2 py-1.5 text-start text-sm"
      >
        <span className="flex items-baseline gap-2">
          <AuthorName author={message} chatId={chat_id} className="min-w-0 truncate font-semibold" />
          <time dateTime={created_at} title={fullDate(created_at)} className="text-xs text-faint tabular-nums">
            {recently(created_at)}
          </time>
        </span>
        <bdi className="line-clamp-2 break-words text-soft">
          {excerptOf(message) || text('quote.files', { count: message.files?.length ?? 0 })}
        </bdi>
      </button>
      <IconButton
        size="small"
        className="mt-1 me-1"
        label={text('act.unpin')}
        onClick={() => void attempt(() => actions.setPinned(chat_id, id, false))}
      >
        <PinOff className="size-3.5" />
      </IconButton>
    </li>
  );
}

function PinnedMessages({ chatId, onDone }: { chatId: number; onDone: () => void }) {
  const ids = useApp((state) => state.chats[chatId]?.chat.pinned_message_ids ?? none);
  const [messages, setMessages] = useState<readonly Message[] | null>(null);
  const [tries, setTries] = useState(0);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let gone = false;
    actions.pinnedMessages(chatId).then(
      (list) => {
        if (gone) return;
        setFailed(false);
        setMessages(list);
      },
      () => {
        if (!gone) setFailed(true);
      },
    );
    return () => {
      gone = true;
    };
  }, [chatId, ids, tries]);
  if (ids.length === 0) {
    return <Empty icon={Pin} title={text('pins.empty.title')} text={text('pins.empty.text')} />;
  }
  if (failed) {
    return (
      <div role="alert" className="p-3 text-sm text-soft">
        {text('pins.error')}{' '}
        <Button kind="link" size="small" onClick={() => setTries(tries + 1)}>
          {text('common.retry')}
        </Button>
      </div>
    );
  }
  if (messages === null) {
    return (
      <p role="status" className="flex items-center gap-2 p-3 text-sm text-soft">
        <Spinner /> {text('common.loading')}
      </p>
    );
  }
  return (
    <ul>
      {messages
        .filter(({ id }) => ids.includes(id))
        .map((message) => (
          <PinnedMessage key={message.id} message={message} onDone={onDone} />
        ))}
    </ul>
  );
}

/** How many messages are pinned here, and which; only where there are some, and while their list is open. */
export function PinsButton({ chatId }: { chatId: number }) {
  const count = useApp((state) => state.chats[chatId]?.chat.pinned_message_ids.length ?? 0);
  const [open, setOpen] = useState(false);
  const jumped = useRef(false);
  if (count === 0 && !open) return null;
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        aria-label={text('pins.label', { count })}
        title={text('pins.title')}
        className="flex h-8 shrink-0 items-center gap-1 rounded-md px-1.5 text-sm text-soft hover:bg-hover hover:text-ink data-[state=open]:bg-hover coarse:h-10 coarse:min-w-10 coarse:justify-center"
      >
        <Pin aria-hidden className="size-4" />
        <span className="tabular-nums">{count}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label={text('pins.title')}
          onCloseAutoFocus={(event) => {
            // The message that was gone to has the focus.
            if (jumped.current) event.preventDefault();
            jumped.current = false;
          }}
          className="z-30 flex max-h-[min(28rem,70dvh)] w-80 max-w-[calc(100vw-1rem)] animate-appear flex-col rounded-lg bg-raised p-1.5 shadow-float outline-none"
        >
          <h3 className="px-2 pt-1 pb-1.5 text-sm font-semibold">{text('pins.title')}</h3>
          <div className="min-h-0 overflow-y-auto">
            {open && (
              <PinnedMessages
                chatId={chatId}
                onDone={() => {
                  jumped.current = true;
                  setOpen(false);
                }}
              />
            )}
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
