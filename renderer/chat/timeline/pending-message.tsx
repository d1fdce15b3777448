import { CircleAlert } from 'lucide-react';
import { memo } from 'react';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import type { OutboxEntry } from '../../state/types.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { useMe } from '../me.ts';
import { MessageFrame } from './message-frame.tsx';
import { PersonText } from './person-text.tsx';

/** Takes a message that was not sent back into the text field, above what stands there already. */
function takeBack({ client_id, chat_id }: OutboxEntry): void {
  const content = actions.discard(client_id);
  if (content === null) return;
  const draft = useApp.getState().drafts[chat_id] ?? '';
  actions.setDraft(chat_id, draft.trim() === '' ? content : `${content}\n${draft}`);
  document.getElementById('composer')?.focus();
}

/** The reader's own message that the server has not acknowledged yet, or has refused. */
export const PendingMessage = memo(function PendingMessage({ entry, head }: { entry: OutboxEntry; head: boolean }) {
  const me = useMe();
  const { state } = entry;
  return (
    <MessageFrame username={me.username} at={entry.created_at} head={head} pending>
      <div className={state.kind === 'sending' ? 'opacity-65' : undefined}>
        <PersonText content={entry.content} />
      </div>
      {state.kind === 'sending' ? (
        // Most sends are through before anybody could read this.
        <p className="animate-[appear_200ms_ease-out_600ms_backwards] text-xs text-faint">{text('message.sending')}</p>
      ) : (
        <div role="alert" className="mt-0.5 flex flex-wrap items-center gap-x-1 text-xs text-danger">
          <CircleAlert aria-hidden className="size-3.5" />
          <span className="mr-1">{text('message.refused.why', { reason: state.error })}</span>
          <Button kind="link" size="small" onClick={() => actions.retry(entry.client_id)}>
            {text('message.retry')}
          </Button>
          <Button kind="link" size="small" title={text('message.discard.hint')} onClick={() => takeBack(entry)}>
            {text('message.discard')}
          </Button>
        </div>
      )}
    </MessageFrame>
  );
});
