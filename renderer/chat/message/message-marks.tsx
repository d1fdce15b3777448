import { Forward, Pin } from 'lucide-react';
import type { Message } from '../../../server/protocol/messages.ts';
import { useApp } from '../../state/store.ts';
import { fullDate } from '../../texts/dates.ts';
import { rich, text } from '../../texts/text.ts';
import { showMessageWindow } from './message-window.ts';
import { Quote } from './quote.tsx';
import { PersonName } from '../person/person-name.tsx';

/** What stands above the text of a person's message: what it answers, and who first wrote what it forwards. */
export function MarksAbove({ message }: { message: Message }) {
  const { chat_id, reply_to, forwarded_from } = message;
  if (message.deleted_at !== undefined) return null;
  return (
    <>
      {reply_to !== undefined && <Quote chatId={chat_id} id={reply_to} />}
      {forwarded_from !== undefined && (
        <p className="flex items-center gap-1 text-xs text-faint">
          <Forward aria-hidden className="size-3.5" />
          {rich('message.forwarded', {
            name: <PersonName username={forwarded_from} chatId={chat_id} className="font-medium text-soft" />,
          })}
        </p>
      )}
    </>
  );
}

/** Says that a message was edited; shows its versions. */
export function EditedMark({ message }: { message: Message }) {
  const { id, chat_id, edited_at } = message;
  if (edited_at === undefined) return null;
  const title = text('message.edited.title', { time: fullDate(edited_at) });
  return (
    <button
      type="button"
      title={title}
      aria-label={title}
      onClick={() => showMessageWindow({ kind: 'versions', chatId: chat_id, messageId: id })}
      className="rounded text-xs text-faint hover:text-ink hover:underline coarse:min-h-8"
    >
      ({text('message.edited')})
    </button>
  );
}

/** Says that a message is pinned. */
export function PinnedMark({ message: { id, chat_id } }: { message: Message }) {
  const isPinned = useApp((state) => state.chats[chat_id]?.chat.pinned_message_ids.includes(id) === true);
  if (!isPinned) return null;
  return (
    <p className="flex items-center gap-1 text-xs text-faint">
      <Pin aria-hidden className="size-3" />
      {text('message.pinned')}
    </p>
  );
}

/** In the place of a message that was deleted. */
export function Tombstone() {
  return <p className="py-0.5 text-sm text-faint italic">{text('message.deleted')}</p>;
}
