import { useState } from 'react';
import { toast } from 'sonner';
import { useShallow } from 'zustand/react/shallow';
import { actions } from '../../state/actions.ts';
import { useMessage } from '../../state/selectors.ts';
import { useApp } from '../../state/store.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { inputClass } from '../../ui/field.tsx';
import { Name } from '../../ui/name.tsx';
import { excerptOf } from '../composer/excerpt.ts';
import { errorText } from '../error-text.ts';
import { foldWord } from '../fold.ts';
import { KindIcon } from '../kind-icon.tsx';
import { useMe } from '../me.ts';
import { chatTitle } from '../title.ts';
import { ForwardProgress } from './forward-progress.tsx';
import type { AboutMessage } from './message-window.ts';

/** More than this many are not looked through: a few letters more find the chat. */
const SHOWN = 50;

/** Sends a message on to other chats, with a comment if there is something to say. */
export function ForwardDialog({ chatId, messageId, onClose }: AboutMessage) {
  const me = useMe();
  const message = useMessage(chatId, messageId);
  const chats = useApp(
    useShallow((state) => state.chatOrder.flatMap((id) => (state.chats[id] ? [state.chats[id].chat] : []))),
  );
  const profiles = useApp((state) => state.profiles);
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [comment, setComment] = useState('');
  const [sent, setSent] = useState<readonly string[] | null>(null);
  const wanted = foldWord(query.trim());
  const found = chats
    .map((chat) => ({ chat, title: chatTitle(chat, me.username, profiles) }))
    .filter(({ chat, title }) => foldWord(title).includes(wanted) || chosen.includes(chat.id))
    .slice(0, SHOWN);
  const toggle = (id: number) =>
    setChosen((ids) => (ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]));
  const send = () => {
    if (chosen.length === 0) return;
    try {
      setSent(actions.forward({ chat_id: chatId, message_id: messageId }, chosen, comment));
    } catch (error) {
      toast.error(errorText(error));
    }
  };
  if (sent !== null) {
    return (
      <Dialog open onOpenChange={onClose} title={text('forward.title')}>
        <ForwardProgress
          chatIds={chosen}
          clientIds={sent}
          onDone={() => {
            toast.success(text('forward.done', { count: chosen.length }));
            onClose();
          }}
          onClose={onClose}
        />
      </Dialog>
    );
  }
  return (
    <Dialog open onOpenChange={onClose} title={text('forward.title')}>
      {message !== undefined && message.content !== '' && (
        <blockquote className="mb-3 truncate border-s-2 border-line-strong ps-3 text-sm text-soft">
          <bdi>{excerptOf(message)}</bdi>
        </blockquote>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <input
          aria-label={text('forward.search')}
          placeholder={text('forward.search')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          autoComplete="off"
          className={inputClass}
        />
        {found.length === 0 && (
          <p role="status" className="px-2 pt-3 text-sm text-soft">
            {text('forward.none', { query: query.trim() })}
          </p>
        )}
        <div role="group" aria-label={text('forward.list')} className="mt-2 max-h-64 overflow-y-auto">
          {found.map(({ chat, title }) => (
            <label
              key={chat.id}
              className="flex h-10 items-center gap-2.5 rounded-md px-2 text-sm hover:bg-hover coarse:h-11"
            >
              <input
                type="checkbox"
                data-not-first
                checked={chosen.includes(chat.id)}
                onChange={() => toggle(chat.id)}
                className="size-4 accent-accent"
              />
              <KindIcon chat={chat} className="size-4 text-faint" />
              <Name className="min-w-0 flex-1 truncate">{title}</Name>
            </label>
          ))}
        </div>
        <input
          aria-label={text('forward.comment')}
          placeholder={text('forward.comment')}
          data-not-first
          value={comment}
          onChange={(event) => setComment(event.target.value)}
          autoComplete="off"
          className={`${inputClass} mt-3`}
        />
        <div className="mt-3 flex justify-end gap-2">
          <Button onClick={onClose}>{text('common.cancel')}</Button>
          <Button kind="primary" type="submit" aria-disabled={chosen.length === 0}>
            {chosen.length === 0 ? text('forward.choose') : text('forward.send', { count: chosen.length })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
