import { CircleAlert, PencilLine } from 'lucide-react';
import { memo } from 'react';
import { Link } from 'wouter';
import { useApp } from '../../state/store.ts';
import { text } from '../../texts/text.ts';
import { cx } from '../../ui/cx.ts';
import { Name } from '../../ui/name.tsx';
import { KindIcon } from '../kind-icon.tsx';
import { useMe } from '../me.ts';
import { chatTitle } from '../title.ts';

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

/** One chat of the list. */
export const ChatItem = memo(function ChatItem({ chatId, open }: { chatId: number; open: boolean }) {
  const chat = useApp((state) => state.chats[chatId]?.chat);
  const me = useMe();
  if (chat === undefined) return null;
  return (
    <li>
      <Link
        href={`/chats/${chatId}`}
        aria-current={open ? 'page' : undefined}
        className={cx(
          'flex h-9 items-center gap-2.5 rounded-md px-2.5 transition-colors max-md:h-11 coarse:h-11',
          open ? 'bg-selected font-medium text-ink' : 'text-soft hover:bg-hover hover:text-ink',
        )}
      >
        <KindIcon chat={chat} className={cx('size-4', open ? 'text-accent' : 'text-faint')} />
        <Name className="min-w-0 flex-1 truncate">{chatTitle(chat, me.username)}</Name>
        <Marks chatId={chatId} open={open} />
      </Link>
    </li>
  );
});
