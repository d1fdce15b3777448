import { CornerUpRight } from 'lucide-react';
import { useEffect } from 'react';
import type { Message } from '../../../server/protocol/messages.ts';
import { actions } from '../../state/actions.ts';
import { findMessage } from '../../state/messages.ts';
import { useApp } from '../../state/store.ts';
import { text } from '../../texts/text.ts';
import { excerptOf } from '../composer/excerpt.ts';
import { AuthorName } from '../person/author.tsx';
import { useAuthorName } from '../person/use-person.ts';

const none: readonly never[] = [];

function saidIn(message: Message): string {
  if (message.deleted_at !== undefined) return text('message.deleted');
  const excerpt = excerptOf(message);
  return excerpt === '' ? text('quote.files', { count: message.files?.length ?? 0 }) : excerpt;
}

/** What a message answers, in one line; leads there. */
export function Quote({ chatId, id }: { chatId: number; id: number }) {
  const message = useApp((state) => {
    const chat = state.chats[chatId];
    return findMessage(chat?.messages ?? none, id) ?? chat?.quoted[id];
  });
  const name = useAuthorName(message ?? undefined, chatId);
  const isConnected = useApp((state) => state.connection.kind === 'connected');
  useEffect(() => {
    // Where it cannot be had now, the line stays without its text, until the connection is back.
    if (message === undefined) actions.loadQuoted(chatId, id).catch(() => undefined);
  }, [chatId, id, message, isConnected]);
  if (message === null) return <p className="text-xs text-faint italic">{text('quote.missing')}</p>;
  return (
    <button
      type="button"
      onClick={() => void actions.jumpTo(chatId, id)}
      aria-label={message === undefined ? text('quote.unknown') : text('quote.of', { name, text: saidIn(message) })}
      className="mt-0.5 flex max-w-full items-center gap-1.5 rounded-e-md border-s-2 border-line-strong py-0.5 pe-2 ps-2 text-start text-xs text-soft hover:border-accent hover:bg-hover coarse:min-h-10"
    >
      <CornerUpRight aria-hidden className="size-3.5 shrink-0 text-faint" />
      {message === undefined ? (
        <span>{text('quote.unknown')}</span>
      ) : (
        <>
          <AuthorName author={message} chatId={chatId} className="max-w-40 shrink-0 truncate font-semibold" />
          <bdi className={message.deleted_at === undefined ? 'truncate' : 'truncate italic'}>{saidIn(message)}</bdi>
        </>
      )}
    </button>
  );
}
