import { Check, Copy, Square } from 'lucide-react';
import { memo } from 'react';
import type { Message } from '../../../server/protocol/messages.ts';
import { actions } from '../../state/actions.ts';
import { useMessage } from '../../state/selectors.ts';
import { rich, text } from '../../texts/text.ts';
import { BotAvatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { useCopy } from '../../ui/use-copy.ts';
import { Markdown } from '../markdown/markdown.tsx';
import { PinnedMark, Tombstone } from '../message/message-marks.tsx';
import { ReactionsBar } from '../message/reactions-bar.tsx';
import { Time } from './message-frame.tsx';
import { ReplyEnd } from './reply-end.tsx';
import { PersonName } from '../person/person-name.tsx';

const ReplyHeader = memo(function ReplyHeader(
  props: Pick<Message, 'username' | 'asked_by' | 'created_at' | 'chat_id'>,
) {
  return (
    <>
      <BotAvatar size="small" />
      <h3 className="text-sm font-semibold">{props.username}</h3>
      <p className="min-w-0 truncate text-xs text-faint">
        {props.asked_by !== undefined && (
          <>
            {rich('reply.askedBy', {
              name: <PersonName username={props.asked_by} chatId={props.chat_id} className="font-medium text-soft" />,
            })}{' '}
            ·{' '}
          </>
        )}
        <Time at={props.created_at} className="tabular-nums" />
      </p>
    </>
  );
});

function CopyReply({ content }: { content: string }) {
  const { copied, copy } = useCopy();
  return (
    <IconButton
      size="small"
      label={text(copied ? 'message.copied' : 'message.copy')}
      onClick={() => void copy(content)}
      className="fine:opacity-0 fine:group-focus-within:opacity-100 fine:group-hover:opacity-100"
    >
      {copied ? <Check className="size-3.5 text-good" /> : <Copy className="size-3.5" />}
    </IconButton>
  );
}

function Thinking() {
  return (
    <p className="flex items-center gap-1.5 text-soft">
      <span aria-hidden className="flex gap-1">
        {[0, 1, 2].map((dot) => (
          <span
            key={dot}
            className="size-1.5 animate-pulse-soft rounded-full bg-accent"
            style={{ animationDelay: `${dot * 200}ms` }}
          />
        ))}
      </span>
      {text('reply.thinking')}
    </p>
  );
}

/** A reply of the bot, as wide as the timeline. The only thing that renders with every chunk. */
export const Reply = memo(function Reply({ chatId, id }: { chatId: number; id: number }) {
  const message = useMessage(chatId, id);
  if (message === undefined) return null;
  const streaming = message.status === 'streaming';
  return (
    <article className="reply group mt-3 rounded-xl border border-line bg-raised px-4 pt-1.5 pb-3 max-sm:px-3">
      {/* While it grows, who answers and how to stop it stay in sight however long it gets. */}
      <header
        className={cx(
          '-mx-1 mb-1 flex min-h-9 items-center gap-2 px-1',
          streaming && 'sticky top-0 z-1 rounded-b-lg bg-raised',
        )}
      >
        <ReplyHeader
          chat_id={chatId}
          username={message.username}
          created_at={message.created_at}
          {...(message.asked_by !== undefined && { asked_by: message.asked_by })}
        />
        <div className="ms-auto flex shrink-0">
          {streaming && (
            <Button size="small" aria-label={text('reply.stop.label')} onClick={() => actions.stop(chatId, id)}>
              <Square aria-hidden className="size-3" fill="currentColor" />
              {text('reply.stop')}
            </Button>
          )}
          {!streaming && message.content !== '' && <CopyReply content={message.content} />}
        </div>
      </header>
      {message.content === '' && streaming && <Thinking />}
      {message.content !== '' && <Markdown text={message.content} growing={streaming} />}
      {message.deleted_at === undefined ? <ReplyEnd message={message} /> : <Tombstone />}
      <PinnedMark message={message} />
      <ReactionsBar message={message} />
    </article>
  );
});
