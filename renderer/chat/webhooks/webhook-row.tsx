import { ArrowDownToLine, ArrowUpFromLine } from 'lucide-react';
import { useState } from 'react';
import type { Delivery, Webhook, WebhookWithSecret } from '../../../server/protocol/webhooks.ts';
import { actions } from '../../state/actions.ts';
import { fullDate } from '../../texts/dates.ts';
import { rich, text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Name } from '../../ui/name.tsx';
import { errorText } from '../error-text.ts';
import { DeliveryLog } from './delivery-log.tsx';
import { problemText } from './problem-text.ts';
import { WebhookForm } from './webhook-form.tsx';

interface WebhookRowProps {
  webhook: Webhook;
  onChanged: () => void;
  onSecret: (webhook: WebhookWithSecret) => void;
}

function stateText({ is_active, disabled_reason, failing_since }: Webhook): string {
  if (disabled_reason !== null)
    return text(disabled_reason === 'gone' ? 'webhooks.state.gone' : 'webhooks.state.disabled');
  if (!is_active) return text('webhooks.state.off');
  return failing_since === null
    ? text('webhooks.state.ok')
    : text('webhooks.state.failing', { date: fullDate(failing_since) });
}

/** One webhook, and what can be done with it. */
export function WebhookRow({ webhook, onChanged, onSecret }: WebhookRowProps) {
  const { id, chat_id, kind, name, url, is_active, failing_since, disabled_reason, waiting } = webhook;
  const [mode, setMode] = useState<'edit' | 'delete' | 'secret' | null>(null);
  const [isOpen, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  const [tested, setTested] = useState(0);
  const close = () => setMode(null);
  const shownName = <Name>{name}</Name>;

  const run = async (act: () => Promise<string>) => {
    setBusy(true);
    setSaid('');
    try {
      setSaid(await act());
    } catch (error) {
      setSaid(text('webhooks.failed', { reason: errorText(error) }));
    } finally {
      setBusy(false);
      onChanged();
    }
  };
  const test = () =>
    run(async () => {
      const delivery: Delivery = await actions.webhooks().test(chat_id, id);
      setTested((count) => count + 1);
      const { answer_status, duration, problem } = delivery;
      return problem === null
        ? text('webhooks.test.done', { status: String(answer_status ?? ''), duration: duration ?? 0 })
        : text('webhooks.test.failed', { reason: problemText(problem) });
    });

  if (mode === 'edit') {
    return (
      <li>
        <WebhookForm
          chatId={chat_id}
          webhook={webhook}
          onCancel={close}
          onSaved={() => {
            close();
            onChanged();
          }}
        />
      </li>
    );
  }
  if (mode === 'delete' || mode === 'secret') {
    const isIncoming = kind === 'incoming';
    return (
      <li>
        <Confirm
          title={
            mode === 'delete'
              ? rich('webhooks.delete.title', { name: shownName })
              : rich(isIncoming ? 'webhooks.secret.replace.title.incoming' : 'webhooks.secret.replace.title', {
                  name: shownName,
                })
          }
          action={
            mode === 'delete'
              ? text('webhooks.delete')
              : text(isIncoming ? 'webhooks.secret.replace.incoming' : 'webhooks.secret.replace')
          }
          onConfirm={async () => {
            if (mode === 'delete') await actions.webhooks().remove(chat_id, id);
            else onSecret(await actions.webhooks().replaceSecret(chat_id, id));
            close();
            onChanged();
          }}
          onCancel={close}
        >
          {mode === 'delete' ? text(`webhooks.delete.text.${kind}`) : text('webhooks.secret.replace.text')}
        </Confirm>
      </li>
    );
  }
  const Icon = kind === 'outgoing' ? ArrowUpFromLine : ArrowDownToLine;
  const isBad = disabled_reason !== null || failing_since !== null;
  return (
    <li className="rounded-lg border border-line p-3">
      <div className="flex items-start gap-2.5">
        <Icon aria-label={text(`webhooks.kind.${kind}`)} className="mt-0.5 size-4 shrink-0 text-faint" />
        <div className="min-w-0 flex-1">
          <p className="text-sm font-medium break-words">{shownName}</p>
          {url !== null && (
            <p dir="ltr" className="truncate text-xs text-soft rtl:text-end" title={url}>
              {url}
            </p>
          )}
          <p className={isBad ? 'text-xs text-danger' : 'text-xs text-faint'}>
            {stateText(webhook)}
            {waiting > 0 && ` · ${text('webhooks.waiting', { count: waiting })}`}
            {webhook.created_by !== null && ` · ${text('webhooks.by', { name: webhook.created_by })}`}
          </p>
        </div>
        <input
          type="checkbox"
          aria-label={text('webhooks.switch', { name })}
          className="mt-1 size-4 accent-accent coarse:size-6"
          checked={is_active}
          disabled={busy}
          onChange={({ target: { checked } }) =>
            void run(async () => {
              await actions.webhooks().change(chat_id, id, { is_active: checked });
              return '';
            })
          }
        />
      </div>
      <div className="mt-2 flex flex-wrap gap-1.5">
        {kind === 'outgoing' && (
          <>
            <Button size="small" busy={busy} onClick={() => void test()}>
              {text('webhooks.test')}
            </Button>
            <Button size="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              {text(isOpen ? 'webhooks.log.hide' : 'webhooks.log')}
            </Button>
          </>
        )}
        <Button size="small" onClick={() => setMode('edit')}>
          {text('webhooks.edit')}
        </Button>
        <Button size="small" onClick={() => setMode('secret')}>
          {text(kind === 'incoming' ? 'webhooks.secret.replace.incoming' : 'webhooks.secret.replace')}
        </Button>
        <Button size="small" className="text-danger" onClick={() => setMode('delete')}>
          {text('webhooks.delete')}
        </Button>
      </div>
      <p role="status" className="mt-1.5 text-sm break-words empty:mt-0">
        {said}
      </p>
      {isOpen && <DeliveryLog key={tested} webhook={webhook} />}
    </li>
  );
}
