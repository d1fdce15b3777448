import { BellOff, CircleAlert, PencilLine } from 'lucide-react';
import { memo } from 'react';
import { Link } from 'wouter';
import { previewOf } from '../../state/preview.ts';
import { useApp } from '../../state/store.ts';
import { countText, mentionsIn, unreadIn } from '../../state/unread.ts';
import { fullDate, shortDate } from '../../texts/dates.ts';
import { text } from '../../texts/text.ts';
import { cx } from '../../ui/cx.ts';
import { Name } from '../../ui/name.tsx';
import { useNow } from '../../ui/use-now.ts';
import { KindMark } from '../kind-mark.tsx';
import { useMe } from '../me.ts';
import { useLevel } from '../notify/levels.ts';
import { ChatMenu } from './chat-menu.tsx';
import { useChatTitle } from '../person/use-chat-title.ts';
import { AuthorName } from '../person/author.tsx';

function Marks({ chatId, open }: { chatId: number; open: boolean }) {
  const unsent = useApp(
    (state) => state.outbox.filter((entry) => entry.chat_id === chatId && entry.state.kind === 'refused').length,
  );
  const draft = useApp((state) => (state.drafts[chatId] ?? '').trim() !== '');
  if (unsent > 0) {
    return (
      <CircleAlert
        role="img"
        aria-label={text('sidebar.unsent', { count: unsent })}
        className="size-4 shrink-0 text-danger"
      />
    );
  }
  if (!draft || open) return null;
  return <PencilLine role="img" aria-label={text('sidebar.draft')} className="size-3.5 shrink-0 text-faint" />;
}

const badge =
  'flex h-5 min-w-5 shrink-0 items-center justify-center rounded-full px-1.5 text-2xs font-semibold tabular-nums';

function Unread({ chatId }: { chatId: number }) {
  const unread = useApp((state) => unreadIn(state, chatId));
  const mentions = useApp((state) => mentionsIn(state, chatId));
  const level = useLevel(chatId);
  return (
    <>
      {mentions > 0 && (
        <span className={cx(badge, level === 'none' ? 'bg-selected text-soft' : 'bg-danger text-canvas')}>
          <span aria-hidden>{mentions > 1 ? `@${countText(mentions)}` : '@'}</span>
          <span className="sr-only">{text('unread.mentions', { count: mentions })}</span>
        </span>
      )}
      {unread > 0 && (
        <span className={cx(badge, level === 'all' ? 'bg-accent text-on-accent' : 'bg-selected text-soft')}>
          <span aria-hidden>{countText(unread)}</span>
          <span className="sr-only">{text('sidebar.unread', { count: unread })}</span>
        </span>
      )}
    </>
  );
}

/** What was last said, and by whom. */
function Said({ chatId }: { chatId: number }) {
  const me = useMe();
  const said = useApp((state) => previewOf(state.chats[chatId]));
  if (said === null || (said.text.trim() === '' && said.deleted !== true)) return null;
  const isOwn = said.user_id === me.id;
  return (
    <span className="block truncate text-xs font-normal text-faint">
      {isOwn ? text('common.you') : <AuthorName author={said} chatId={chatId} />}
      {': '}
      {said.deleted === true ? <i>{text('unread.deleted')}</i> : <bdi>{said.text}</bdi>}
    </span>
  );
}

/** When that was: the time today, else the day. */
function SaidAt({ chatId }: { chatId: number }) {
  const at = useApp((state) => previewOf(state.chats[chatId])?.created_at);
  useNow(60_000);
  if (at === undefined) return null;
  return (
    <time dateTime={at} title={fullDate(at)} className="shrink-0 text-2xs font-normal text-faint tabular-nums">
      {shortDate(at)}
    </time>
  );
}

/** One chat of the list. */
export const ChatItem = memo(function ChatItem({ chatId, open }: { chatId: number; open: boolean }) {
  const chat = useApp((state) => state.chats[chatId]?.chat);
  const title = useChatTitle(chat);
  const level = useLevel(chatId);
  const isUnread = useApp((state) => (level === 'all' ? unreadIn : mentionsIn)(state, chatId) > 0 && level !== 'none');
  const muted = level === 'none';
  if (chat === undefined) return null;
  return (
    <div className="pb-px">
      <ChatMenu chatId={chatId}>
        <Link
          href={`/chats/${chatId}`}
          aria-current={open ? 'page' : undefined}
          className={cx(
            'flex min-h-9 items-center gap-2.5 rounded-md px-2.5 py-1 transition-colors max-md:min-h-11 coarse:min-h-11',
            open ? 'bg-selected font-medium text-ink' : 'hover:bg-hover hover:text-ink',
            !open && (muted ? 'text-faint' : 'text-soft'),
          )}
        >
          <span className={cx('flex shrink-0', muted && !open && 'opacity-60')}>
            <KindMark chat={chat} className={open ? 'text-accent' : 'text-faint'} />
          </span>
          <span className="min-w-0 flex-1">
            <span className="flex items-baseline gap-2">
              <Name className={cx('min-w-0 flex-1 truncate text-outer', isUnread && 'font-semibold text-ink')}>
                {title}
              </Name>
              <SaidAt chatId={chatId} />
            </span>
            <Said chatId={chatId} />
          </span>
          <Marks chatId={chatId} open={open} />
          {muted && <BellOff role="img" aria-label={text('sidebar.muted')} className="size-3.5 shrink-0 text-faint" />}
          <Unread chatId={chatId} />
        </Link>
      </ChatMenu>
    </div>
  );
});
