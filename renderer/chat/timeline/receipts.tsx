import { Popover } from 'radix-ui';
import { useShallow } from 'zustand/react/shallow';
import type { ReadReceipt } from '../../../server/protocol/reading.ts';
import { receiptsAt } from '../../state/receipts.ts';
import { useApp } from '../../state/store.ts';
import { fullDate, recently } from '../../texts/dates.ts';
import { text } from '../../texts/text.ts';
import { useMe } from '../me.ts';
import { listNames } from '../title.ts';
import { PersonAvatar } from '../person/person-avatar.tsx';
import { PersonName } from '../person/person-name.tsx';
import { useNames } from '../person/use-person.ts';

/** So many are shown; how many more there are is said. */
const FACES = 5;

function Seen({ chatId, list }: { chatId: number; list: readonly ReadReceipt[] }) {
  return (
    <ul className="max-h-60 overflow-y-auto">
      {list.map(({ user_id, username, read_at }) => (
        <li key={user_id} className="flex min-h-9 items-center gap-2.5 px-2 text-sm">
          <PersonAvatar username={username} size="small" />
          <PersonName username={username} chatId={chatId} className="min-w-0 flex-1 truncate" />
          <time dateTime={read_at} title={fullDate(read_at)} className="shrink-0 text-xs text-faint tabular-nums">
            {recently(read_at)}
          </time>
        </li>
      ))}
    </ul>
  );
}

/** Those who have read up to this message, in a corner that takes no room: they move without moving anything else. */
export function Receipts({ chatId, messageId }: { chatId: number; messageId: number }) {
  const me = useMe();
  const list = useApp(useShallow((state) => receiptsAt(state.chats[chatId], messageId, me.id)));
  const names = useNames(
    list.map(({ username }) => username),
    chatId,
  );
  if (list.length === 0) return null;
  return (
    <Popover.Root>
      <Popover.Trigger
        aria-label={text('receipts.label', { names: listNames(names) })}
        title={list.map(({ read_at }, place) => `${names[place]}, ${recently(read_at)}`).join('\n')}
        // Below the last message there is room for it, so that it covers no text; it can be touched beyond what is seen.
        className="absolute end-1 bottom-0 z-1 flex translate-y-1/2 items-center rounded-full p-1 hover:bg-hover max-md:end-3 coarse:before:absolute coarse:before:-inset-2 [div:last-child>.column>&]:translate-y-full"
      >
        <span className="flex -space-x-1">
          {list.slice(0, FACES).map(({ user_id, username }) => (
            <PersonAvatar key={user_id} username={username} size="tiny" className="ring-1 ring-canvas" />
          ))}
        </span>
        {list.length > FACES && (
          <span aria-hidden className="ps-1 text-2xs text-faint tabular-nums">
            {text('receipts.more', { count: list.length - FACES })}
          </span>
        )}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={4}
          collisionPadding={8}
          aria-label={text('receipts.title')}
          className="z-30 w-60 animate-appear rounded-lg bg-raised p-1.5 shadow-float outline-none"
        >
          <h3 className="px-2 pt-1 pb-1.5 text-sm font-semibold">{text('receipts.title')}</h3>
          <Seen chatId={chatId} list={list} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
