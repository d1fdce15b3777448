import { useEffect, useState } from 'react';
import type { Delivery, Webhook } from '../../../server/protocol/webhooks.ts';
import { actions } from '../../state/actions.ts';
import type { Loaded } from '../../state/types.ts';
import { fullDate } from '../../texts/dates.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { errorText } from '../error-text.ts';
import { LoadedList } from '../loaded-list.tsx';
import { loading } from './loading.ts';
import { problemText } from './problem-text.ts';

/** What was sent by a webhook, and what is to be. */
export function DeliveryLog({ webhook: { id, chat_id } }: { webhook: Webhook }) {
  const [loaded, setLoaded] = useState<Loaded<Delivery>>({ kind: 'loading' });
  const load = () => {
    loading(() => actions.webhooks().deliveries(chat_id, id), setLoaded);
  };
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  useEffect(load, [chat_id, id]);
  return (
    <div className="mt-2 border-t border-line pt-2">
      <LoadedList loaded={loaded} reload={load}>
        {(list) => (
          <>
            {list.length === 0 && <p className="text-sm text-soft">{text('webhooks.log.none')}</p>}
            <ul aria-label={text('webhooks.log')} className="max-h-72 space-y-1 overflow-y-auto">
              {list.map((delivery) => (
                <Entry
                  key={delivery.id}
                  delivery={delivery}
                  onRetry={async () => {
                    await actions.webhooks().retry(chat_id, id, delivery.id);
                    load();
                  }}
                />
              ))}
            </ul>
            <Button size="small" className="mt-2" onClick={load}>
              {text('webhooks.log.refresh')}
            </Button>
          </>
        )}
      </LoadedList>
    </div>
  );
}

function Entry({ delivery, onRetry }: { delivery: Delivery; onRetry: () => Promise<void> }) {
  const { id, event, created_at, status, attempts, duration, next_at, answer_status, answer, problem } = delivery;
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState('');
  const retry = async () => {
    setBusy(true);
    setError('');
    try {
      await onRetry();
    } catch (failure) {
      setError(errorText(failure));
    } finally {
      setBusy(false);
    }
  };
  const notes = [
    text('delivery.attempts', { count: attempts }),
    duration !== null && text('delivery.duration', { duration }),
    next_at !== null && text('delivery.next', { date: fullDate(next_at) }),
  ].filter((note) => note !== false);
  return (
    <li>
      <details className="rounded-md px-2 py-1 text-sm open:bg-hover">
        <summary className="flex cursor-pointer flex-wrap gap-x-2 coarse:py-2">
          <span className="font-medium">{text(`webhooks.event.${event}`)}</span>
          <span className={status === 'failed' ? 'text-danger' : 'text-soft'}>
            {text(`delivery.status.${status}`)}
            {answer_status !== null && ` (${answer_status})`}
          </span>
          <time dateTime={created_at} className="text-xs leading-5 text-faint">
            {fullDate(created_at)}
          </time>
        </summary>
        <div className="space-y-1 pt-1 text-xs text-soft">
          <p>{notes.join(' · ')}</p>
          {problem !== null && <p className="text-danger">{problemText(problem)}</p>}
          {answer_status !== null && (
            <>
              <p>
                {answer === ''
                  ? text('delivery.answer.empty')
                  : text('delivery.answer', { status: String(answer_status) })}
              </p>
              {answer !== '' && (
                <pre dir="auto" className="rounded bg-raised p-2 break-words whitespace-pre-wrap">
                  {answer}
                </pre>
              )}
            </>
          )}
          <p className="break-all">{text('delivery.id', { id })}</p>
          <Button size="small" busy={busy} onClick={() => void retry()}>
            {text('delivery.retry')}
          </Button>
          <p role="alert" className="text-danger">
            {error}
          </p>
        </div>
      </details>
    </li>
  );
}
