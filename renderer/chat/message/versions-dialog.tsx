import { useEffect, useState } from 'react';
import type { MessageEdit } from '../../../server/protocol/messages.ts';
import { actions } from '../../state/actions.ts';
import { useMessage } from '../../state/selectors.ts';
import { fullDate } from '../../texts/dates.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { errorText } from '../error-text.ts';
import { PersonText } from '../timeline/person-text.tsx';
import type { AboutMessage } from './message-window.ts';

function Version({ when, content }: { when: string; content: string }) {
  return (
    <li className="py-2">
      <p className="text-xs font-medium text-faint">{when}</p>
      <PersonText content={content} />
    </li>
  );
}

/** What a message said before it was edited, the newest first. */
export function VersionsDialog({ chatId, messageId, onClose }: AboutMessage) {
  const message = useMessage(chatId, messageId);
  const [versions, setVersions] = useState<MessageEdit[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [tries, setTries] = useState(0);
  const editedAt = message?.edited_at;
  useEffect(() => {
    let gone = false;
    actions.editsOf(chatId, messageId).then(
      (list) => {
        if (gone) return;
        setError(null);
        setVersions(list);
      },
      (failure: unknown) => {
        if (!gone) setError(errorText(failure));
      },
    );
    return () => {
      gone = true;
    };
    // Edited once more meanwhile, there is one more.
  }, [chatId, messageId, editedAt, tries]);
  return (
    <Dialog open onOpenChange={onClose} title={text('versions.title')}>
      {error !== null && (
        <p role="alert" className="text-sm text-danger">
          {text('versions.error')} {error}{' '}
          <Button kind="link" size="small" onClick={() => setTries(tries + 1)}>
            {text('common.retry')}
          </Button>
        </p>
      )}
      {error === null && versions === null && (
        <p role="status" className="flex items-center gap-2 text-sm text-soft">
          <Spinner /> {text('common.loading')}
        </p>
      )}
      {versions !== null && message !== undefined && (
        <ol className="divide-y divide-line">
          <Version when={text('versions.now')} content={message.content} />
          {versions.toReversed().map(({ content, at }) => (
            <Version key={at} when={text('versions.until', { time: fullDate(at) })} content={content} />
          ))}
        </ol>
      )}
    </Dialog>
  );
}
