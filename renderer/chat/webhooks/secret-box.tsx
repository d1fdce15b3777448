import { useEffect, useRef } from 'react';
import type { WebhookWithSecret } from '../../../server/protocol/webhooks.ts';
import { environment } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';

interface SecretBoxProps {
  webhook: WebhookWithSecret;
  onDone: () => void;
}

/** A secret, which is shown only this once. */
export function SecretBox({ webhook: { kind, name, secret }, onDone }: SecretBoxProps) {
  const server = useApp((state) => state.server);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  const url = `${server === '' ? environment.page.origin : server}/api/hooks/${secret}`;
  const isIncoming = kind === 'incoming';
  return (
    <div
      ref={box}
      tabIndex={-1}
      role="group"
      aria-label={name}
      className="mb-3 animate-appear space-y-3 rounded-lg bg-accent-soft p-3 outline-none"
    >
      <p className="text-sm break-words">
        <strong>{name}</strong>: {text(isIncoming ? 'webhooks.address.hint' : 'webhooks.secret.hint')}
      </p>
      {isIncoming ? (
        <>
          <CopyField label={text('webhooks.address')} copyLabel={text('webhooks.address.copy')} content={url} />
          <CopyField
            label={text('webhooks.address.example')}
            copyLabel={text('webhooks.address.example.copy')}
            content={`curl -d 'Hello' ${url}`}
            inputClassName="font-mono"
          />
        </>
      ) : (
        <CopyField label={text('webhooks.secret')} copyLabel={text('webhooks.secret.copy')} content={secret} />
      )}
      <Button onClick={onDone}>{text('webhooks.secret.done')}</Button>
    </div>
  );
}
