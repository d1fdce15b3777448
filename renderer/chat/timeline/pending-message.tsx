import { CircleAlert } from 'lucide-react';
import { memo } from 'react';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import type { AppState, OutboxEntry } from '../../state/types.ts';
import { isNothing, withoutHopeless } from '../../state/uploads/tray.ts';
import { serverSentence } from '../../texts/server-sentence.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { PendingAttachments } from '../files/attachments.tsx';
import { useMe } from '../me.ts';
import { MessageFrame } from './message-frame.tsx';
import { PersonText } from './person-text.tsx';

/** Takes a message that was not sent back into the text field, above what stands there already. */
function takeBack({ client_id, chat_id, reply_to, forward }: OutboxEntry): void {
  const content = actions.discard(client_id);
  // A copy has no text to take back.
  if (content === null || forward !== undefined) return;
  // It is no part of a message that is being changed.
  if (useApp.getState().composing[chat_id]?.kind === 'edit') actions.cancelComposing(chat_id);
  if (reply_to !== undefined) actions.replyTo(chat_id, reply_to);
  const draft = useApp.getState().drafts[chat_id] ?? '';
  actions.setDraft(chat_id, draft.trim() === '' ? content : `${content}\n${draft}`);
  document.getElementById('composer')?.focus();
}

/** Whether a refused message can be sent again: with all of its files, with some of them, or not at all. */
function hopeOf(entry: OutboxEntry, uploads: AppState['uploads']): 'all' | 'some' | 'none' {
  const left = withoutHopeless(entry, uploads);
  if (isNothing(left)) return 'none';
  return left.uploads?.length === entry.uploads?.length ? 'all' : 'some';
}

/** The reader's own message that the server has not acknowledged yet, or has refused. */
export const PendingMessage = memo(function PendingMessage({ entry, head }: { entry: OutboxEntry; head: boolean }) {
  const me = useMe();
  const connected = useApp((app) => app.connection.kind === 'connected');
  const { state } = entry;
  const hope = useApp((app) => hopeOf(entry, app.uploads));
  return (
    <MessageFrame chatId={entry.chat_id} username={me.username} at={entry.created_at} head={head} pending>
      {entry.content !== '' && (
        <div className={state.kind === 'refused' ? undefined : 'opacity-65'}>
          <PersonText content={entry.content} />
        </div>
      )}
      {entry.forward !== undefined && <p className="text-sm text-soft italic">{text('message.forwarding')}</p>}
      <PendingAttachments entry={entry} person={me.username} />
      {state.kind === 'uploading' ? (
        <p className="text-xs text-faint">
          {text(connected ? 'upload.sending' : 'upload.waiting')}{' '}
          <Button kind="link" size="small" title={text('message.discard.hint')} onClick={() => takeBack(entry)}>
            {text('common.cancel')}
          </Button>
        </p>
      ) : state.kind === 'sending' ? (
        // Most sends are through before anybody could read this.
        <p className="animate-[appear_200ms_ease-out_600ms_backwards] text-xs text-faint">{text('message.sending')}</p>
      ) : (
        <div role="alert" className="mt-0.5 flex flex-wrap items-center gap-x-1 text-xs text-danger">
          <CircleAlert aria-hidden className="size-3.5" />
          <span className="me-1">
            {text('message.refused.why', { reason: serverSentence(state.error, state.code ?? null) })}
          </span>
          {hope !== 'none' && (
            <Button kind="link" size="small" onClick={() => actions.retry(entry.client_id)}>
              {text(hope === 'some' ? 'upload.without' : 'message.retry')}
            </Button>
          )}
          <Button kind="link" size="small" title={text('message.discard.hint')} onClick={() => takeBack(entry)}>
            {text('message.discard')}
          </Button>
        </div>
      )}
    </MessageFrame>
  );
});
