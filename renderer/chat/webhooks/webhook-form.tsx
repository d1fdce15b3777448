import { useId, useState, type FormEvent } from 'react';
import { WEBHOOK_NAME_MAX, WEBHOOK_URL_MAX } from '../../../server/protocol/limits.ts';
import type { Webhook, WebhookEvent, WebhookWithSecret } from '../../../server/protocol/webhooks.ts';
import { actions } from '../../state/actions.ts';
import { text } from '../../texts/text.ts';
import { Alert } from '../../ui/alert.tsx';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { errorText } from '../error-text.ts';

const allEvents: readonly WebhookEvent[] = ['message', 'bot_reply', 'joined', 'left'];
const kinds = ['outgoing', 'incoming'] as const;

interface WebhookFormProps {
  chatId: number;
  /** The one that is changed; without it another one is made. */
  webhook?: Webhook;
  onCancel: () => void;
  onSaved: (made?: WebhookWithSecret) => void;
}

/** Makes a webhook, or changes one. */
export function WebhookForm({ chatId, webhook, onCancel, onSaved }: WebhookFormProps) {
  const group = useId();
  const [kind, setKind] = useState<(typeof kinds)[number]>(webhook?.kind ?? 'outgoing');
  const [name, setName] = useState(webhook?.name ?? '');
  const [url, setUrl] = useState(webhook?.url ?? '');
  const [events, setEvents] = useState<readonly WebhookEvent[]>(webhook?.events ?? ['message']);
  const [hears, setHears] = useState(webhook?.hears_integrations ?? false);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const isOutgoing = kind === 'outgoing';
  const wrong = {
    name: name.trim() === '' ? text('webhooks.name.missing') : undefined,
    url: isOutgoing && !/^https?:\/\/\S+$/i.test(url.trim()) ? text('webhooks.url.wrong') : undefined,
    events: isOutgoing && events.length === 0 ? text('webhooks.events.missing') : undefined,
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.values(wrong).some((sentence) => sentence !== undefined)) return;
    setBusy(true);
    setError(undefined);
    const outgoing = { url: url.trim(), events: [...events], hears_integrations: hears };
    try {
      const calls = actions.webhooks();
      if (webhook) {
        await calls.change(chatId, webhook.id, { name: name.trim(), ...(isOutgoing && outgoing) });
        onSaved();
      } else {
        const wish = isOutgoing ? ({ kind, name, ...outgoing } as const) : ({ kind, name } as const);
        onSaved(await calls.create(chatId, wish));
      }
    } catch (failure) {
      setError(errorText(failure));
      setBusy(false);
    }
  };

  return (
    <form
      onSubmit={(event) => void submit(event)}
      noValidate
      className="mt-2 space-y-3 rounded-lg border border-line p-3"
    >
      {!webhook && (
        <fieldset>
          <legend className="mb-1 text-sm font-medium">{text('webhooks.kind')}</legend>
          {kinds.map((one) => (
            <label key={one} className="flex items-start gap-2 py-1 text-sm coarse:py-2">
              <input
                type="radio"
                name={group}
                className="mt-1 accent-accent"
                checked={kind === one}
                onChange={() => setKind(one)}
              />
              <span>
                {text(`webhooks.kind.${one}`)}
                <span className="block text-xs text-faint">{text(`webhooks.kind.${one}.hint`)}</span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      <Field
        label={text('webhooks.name')}
        hint={isOutgoing ? undefined : text('webhooks.name.hint.incoming')}
        error={tried ? wrong.name : undefined}
        value={name}
        maxLength={WEBHOOK_NAME_MAX}
        onChange={(event) => setName(event.target.value)}
        ref={(input) => {
          if (webhook && input && document.activeElement === document.body) input.focus();
        }}
        autoComplete="off"
      />
      {isOutgoing && (
        <>
          <Field
            label={text('webhooks.url')}
            type="url"
            inputMode="url"
            hint={text('webhooks.url.hint')}
            error={tried ? wrong.url : undefined}
            value={url}
            maxLength={WEBHOOK_URL_MAX}
            onChange={(event) => setUrl(event.target.value)}
            autoComplete="off"
            dir="ltr"
          />
          <fieldset aria-describedby={`${group}-events`}>
            <legend className="mb-1 text-sm font-medium">{text('webhooks.events')}</legend>
            {allEvents.map((one) => (
              <label key={one} className="flex items-center gap-2 py-0.5 text-sm coarse:py-2">
                <input
                  type="checkbox"
                  className="accent-accent"
                  checked={events.includes(one)}
                  onChange={({ target }) =>
                    setEvents(allEvents.filter((other) => (other === one ? target.checked : events.includes(other))))
                  }
                />
                {text(`webhooks.event.${one}`)}
              </label>
            ))}
            <p id={`${group}-events`} role="status" className="text-xs text-danger">
              {tried ? wrong.events : ''}
            </p>
          </fieldset>
          <label className="flex items-start gap-2 text-sm">
            <input
              type="checkbox"
              className="mt-1 accent-accent"
              checked={hears}
              onChange={({ target }) => setHears(target.checked)}
            />
            <span>
              {text('webhooks.integrations')}
              <span className="block text-xs text-faint">{text('webhooks.integrations.hint')}</span>
            </span>
          </label>
        </>
      )}
      {error !== undefined && <Alert kind="error">{error}</Alert>}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{text('common.cancel')}</Button>
        <Button kind="primary" type="submit" busy={busy}>
          {text(webhook ? 'webhooks.save' : 'webhooks.create')}
        </Button>
      </div>
    </form>
  );
}
