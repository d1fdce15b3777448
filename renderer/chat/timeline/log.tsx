import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { toast } from 'sonner';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import { unreadIn } from '../../state/unread.ts';
import { text } from '../../texts/text.ts';
import { errorText } from '../error-text.ts';
import { JumpButton } from './jump-button.tsx';
import { PagingStatus, usePaging } from './paging.tsx';
import type { Row } from './rows.ts';
import { FirstUnread } from './first-unread.tsx';
import type { UnreadStart } from './seen.ts';
import { useFirstUnread } from './use-first-unread.ts';
import { TimelineRow } from './timeline-row.tsx';
import { belowSight, useFollow } from './use-follow.ts';
import { useMessageFocus } from './use-message-focus.ts';
import { useRows } from './use-rows.ts';
import { useTarget } from './use-target.ts';

/** This close to the oldest or newest loaded message (px) the next page is fetched. */
const PREFETCH = 800;

/** How many rows stand behind the one that was last; none where the list was replaced. */
function countAdded(rows: readonly Row[], lastKey: string | undefined): number {
  if (lastKey === undefined) return 0;
  const index = rows.findLastIndex((row) => row.key === lastKey);
  return index === -1 ? 0 : rows.length - 1 - index;
}

const lastPending = (rows: readonly Row[]) => {
  const last = rows.at(-1);
  return last?.kind === 'pending' ? last.key : null;
};

/** Where the messages with these ids are, as far as they are there. */
const indexesOf = (rows: readonly Row[], ids: readonly (number | null)[]) =>
  ids.flatMap((id) => {
    const index = id === null ? -1 : rows.findIndex((row) => 'id' in row && row.id === id);
    return index === -1 ? [] : [index];
  });

/** The loaded part of a chat's messages. */
export function Log({ chatId, title, unreadStart }: { chatId: number; title: string; unreadStart: UnreadStart }) {
  const rows = useRows(chatId, unreadStart.from?.readId ?? null);
  const streaming = useApp((state) => state.chats[chatId]?.messages.at(-1)?.status === 'streaming');
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const hasNewer = useApp((state) => state.chats[chatId]?.hasNewer === true);
  const unread = useApp((state) => unreadIn(state, chatId));
  const older = usePaging(chatId, 'older');
  const newer = usePaging(chatId, 'newer');
  const { following, unseen, away, arrived, takeUp, takeUpAtEnd, letGo } = useFollow(scroller, content, !hasNewer);
  const firstUnread = useFirstUnread({ chatId, start: unreadStart, rows, list });
  const isEndInView = following && !hasNewer;
  useEffect(() => {
    actions.setEndInView(chatId, isEndInView);
    return () => actions.setEndInView(chatId, false);
  }, [chatId, isEndInView]);
  const { current, focused } = useMessageFocus({ rows, scroller, list });
  const { lit, spoken } = useTarget(chatId, { scroller, list, rows, letGo, arrived: takeUpAtEnd });
  // Whatever the list scrolls past: a row that went would take the focus with it, and somebody's place.
  const kept = useMemo(() => indexesOf(rows, [focused, lit]), [rows, focused, lit]);

  const shown = useRef<readonly Row[]>([]);
  const before = shown.current[0]?.key;
  const hadNewer = useRef(hasNewer);
  const prepended = before !== undefined && rows[0]?.key !== before && rows.some((row) => row.key === before);

  useLayoutEffect(() => {
    const last = shown.current;
    shown.current = rows;
    const sent = lastPending(rows);
    if (sent !== null && sent !== lastPending(last)) takeUp();
    else if (following) takeUp();
    else if (!hadNewer.current) arrived(countAdded(rows, last.at(-1)?.key));
    hadNewer.current = hasNewer;
    // The other values belong to this render; only new rows matter here.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [rows]);

  // Whoever has come to the end by themselves follows it from now on: there is nothing left to scroll.
  useEffect(() => {
    takeUpAtEnd();
    // Only becoming the newest messages matters here.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [hasNewer]);

  const toLatest = () => {
    if (!hasNewer) return takeUp();
    actions.toLatest(chatId).catch((error: unknown) => toast.error(errorText(error)));
  };

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('[role="dialog"]')) return;
      toLatest();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });

  const onScroll = (offset: number) => {
    firstUnread.look();
    const { scrollSize = 0, viewportSize = 0 } = list.current ?? {};
    if (offset < PREFETCH) older.want();
    else if (scrollSize - viewportSize - offset < PREFETCH) newer.want();
  };
  // A first page that does not fill the view leaves nothing to scroll.
  useEffect(() => {
    const view = scroller.current;
    if (view === null) return;
    if (view.scrollHeight <= view.clientHeight + PREFETCH) older.want();
    if (belowSight(view) < PREFETCH) newer.want();
    // Measuring has the browser lay the page out: not with every scroll.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [rows, older.loading, newer.loading]);

  return (
    <div className="relative min-h-0 flex-1">
      <PagingStatus {...older} />
      {firstUnread.count > 0 && (
        <FirstUnread
          count={firstUnread.count}
          onJump={() => void firstUnread.jump().catch((error: unknown) => toast.error(errorText(error)))}
          onDismiss={firstUnread.dismiss}
        />
      )}
      {/* The keys only move the focus between the messages. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={scroller}
        role="log"
        aria-label={text('timeline.label', { chat: title })}
        aria-live="off"
        aria-busy={streaming}
        // A scrolling area must be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className="flex h-full flex-col overflow-y-auto overscroll-contain outline-offset-[-2px] [overflow-anchor:none]"
      >
        {/* The virtualizer takes no clicks while it scrolls, and following a reply is scrolling: Stop must work then. */}
        <div ref={content} className="mt-auto w-full pb-6 [&>div]:pointer-events-auto!">
          <Virtualizer
            ref={list}
            scrollRef={scroller}
            data={rows}
            shift={prepended}
            onScroll={onScroll}
            bufferSize={600}
            keepMounted={kept}
          >
            {(row) => (
              <TimelineRow
                key={row.key}
                chatId={chatId}
                row={row}
                lit={'id' in row && row.id === lit}
                isCurrent={'id' in row && row.id === current}
              />
            )}
          </Virtualizer>
        </div>
      </div>
      <PagingStatus {...newer} />
      {!following && (away || unseen > 0 || hasNewer) && (
        <JumpButton unseen={hasNewer ? unread : unseen} onClick={toLatest} />
      )}
      <div role="status" className="sr-only">
        {spoken}
      </div>
    </div>
  );
}
