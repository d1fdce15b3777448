import { Paperclip } from 'lucide-react';
import { useMemo } from 'react';
import type { SearchHit } from '../../../server/protocol/search.ts';
import { useApp } from '../../state/store.ts';
import { fullDate, recently } from '../../texts/dates.ts';
import { rich, text } from '../../texts/text.ts';
import { cx } from '../../ui/cx.ts';
import { Name } from '../../ui/name.tsx';
import { excerptOf } from './excerpt.ts';
import { useChatTitle } from '../person/use-chat-title.ts';
import { AuthorAvatar, AuthorName } from '../person/author.tsx';

function ChatName({ chatId }: { chatId: number }) {
  const title = useChatTitle(useApp((state) => state.chats[chatId]?.chat));
  if (title === '') return null;
  return (
    <p className="min-w-0 truncate text-xs text-faint">
      {rich('search.hit.in', { chat: <Name className="font-medium text-soft">{title}</Name> })}
    </p>
  );
}

function Excerpt({ content, terms }: { content: string; terms: readonly string[] }) {
  const parts = useMemo(() => excerptOf(content, terms), [content, terms]);
  return (
    <p dir="auto" className="mt-0.5 line-clamp-4 text-sm wrap-anywhere text-ink">
      {parts.map((part, index) =>
        part.isMatch ? (
          // A part's place is its identity.
          // oxlint-disable-next-line react/no-array-index-key
          <mark key={index} className="rounded-xs bg-accent/25 px-px font-semibold text-ink">
            {part.text}
          </mark>
        ) : (
          part.text
        ),
      )}
    </p>
  );
}

interface HitCardProps {
  id: string;
  hit: SearchHit;
  terms: readonly string[];
  /** Named where more than one chat is searched. */
  withChat: boolean;
  isActive: boolean;
  onPoint: () => void;
  onChoose: () => void;
}

/** A message that was found. */
export function HitCard({ id, hit, terms, withChat, isActive, onPoint, onChoose }: HitCardProps) {
  const { created_at, content, files = [] } = hit.message;
  return (
    // The keys are handled by the text field, which keeps the focus.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      ref={isActive ? (element) => element?.scrollIntoView?.({ block: 'nearest' }) : undefined}
      onMouseMove={onPoint}
      onClick={onChoose}
      className={cx(
        'grid cursor-pointer grid-cols-[auto_minmax(0,1fr)] gap-x-2.5 rounded-lg border px-2.5 py-2',
        isActive ? 'border-accent bg-hover' : 'border-line bg-raised',
      )}
    >
      <AuthorAvatar author={hit.message} />
      <div className="min-w-0">
        <p className="flex items-baseline gap-2">
          <AuthorName author={hit.message} chatId={hit.chat_id} className="min-w-0 truncate text-sm font-semibold" />
          <time dateTime={created_at} title={fullDate(created_at)} className="ms-auto shrink-0 text-xs text-faint">
            {recently(created_at)}
          </time>
        </p>
        {withChat && <ChatName chatId={hit.chat_id} />}
        {content === '' && files.length === 0 && <p className="text-sm text-faint">{text('search.hit.noText')}</p>}
        {content !== '' && <Excerpt content={content} terms={terms} />}
        {files.length > 0 && (
          <p className="mt-1 flex min-w-0 items-center gap-1.5 text-xs text-soft">
            <Paperclip aria-hidden className="size-3 shrink-0 text-faint" />
            <span className="truncate">{files.map(({ name }) => name).join(', ')}</span>
          </p>
        )}
      </div>
    </div>
  );
}
