import { memo } from 'react';
import { useApp } from '../../state/store.ts';
import { rich, text } from '../../texts/text.ts';
import { cx } from '../../ui/cx.ts';
import { Name } from '../../ui/name.tsx';
import { MessageRow } from '../message/message-row.tsx';
import { Dividers } from './divider.tsx';
import { NoticeLine } from './notice-line.tsx';
import { PendingMessage } from './pending-message.tsx';
import { PersonMessage } from './person-message.tsx';
import { Receipts } from './receipts.tsx';
import { Reply } from './reply.tsx';
import type { Row } from './rows.ts';
import { useChatTitle } from '../person/use-chat-title.ts';

function Start({ chatId }: { chatId: number }) {
  const chat = useApp((state) => state.chats[chatId]?.chat);
  const title = useChatTitle(chat);
  if (chat === undefined) return null;
  return (
    <p className="pt-6 pb-1 text-sm text-faint">
      {rich('timeline.start', { chat: <Name className="font-medium text-soft">{title}</Name> })}
    </p>
  );
}

function Entry({ chatId, row }: { chatId: number; row: Row }) {
  switch (row.kind) {
    case 'start':
      return <Start chatId={chatId} />;
    case 'message':
      return <PersonMessage chatId={chatId} id={row.id} head={row.head} />;
    case 'reply':
      return <Reply chatId={chatId} id={row.id} />;
    case 'notice':
      return <NoticeLine chatId={chatId} notice={row.notice} />;
    case 'gap':
      return <p className="py-3 text-center text-xs text-faint">{text('newer.gap')}</p>;
    case 'pending':
      return <PendingMessage entry={row.entry} head={row.head} />;
  }
}

interface TimelineRowProps {
  chatId: number;
  row: Row;
  /** Somebody was led here and looks for it. */
  lit: boolean;
  /** The Tab key leads here. */
  isCurrent: boolean;
}

/** One row of the timeline, in the column that every row shares. */
export const TimelineRow = memo(function TimelineRow({ chatId, row, lit, isCurrent }: TimelineRowProps) {
  const entry = <Entry chatId={chatId} row={row} />;
  const above = 'day' in row && <Dividers day={row.day} unread={row.unread} />;
  if (row.kind !== 'message' && row.kind !== 'reply') {
    return (
      <div className="column relative">
        {above}
        {entry}
      </div>
    );
  }
  return (
    <MessageRow
      chatId={chatId}
      id={row.id}
      isCurrent={isCurrent}
      className={cx('column message-row relative', lit && 'target-row')}
      above={above}
      below={<Receipts chatId={chatId} messageId={row.id} />}
    >
      {entry}
    </MessageRow>
  );
});
