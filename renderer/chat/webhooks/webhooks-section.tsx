import { Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Webhook, WebhookWithSecret } from '../../../server/protocol/webhooks.ts';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import type { Loaded } from '../../state/types.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { LoadedList } from '../loaded-list.tsx';
import { loading } from './loading.ts';
import { SecretBox } from './secret-box.tsx';
import { WebhookForm } from './webhook-form.tsx';
import { WebhookRow } from './webhook-row.tsx';

/** The webhooks of a chat, for its owner and admins. */
export function WebhooksSection({ chatId }: { chatId: number }) {
  const news = useApp((state) => state.chats[chatId]?.webhookNews ?? 0);
  const isConnected = useApp((state) => state.connection.kind === 'connected');
  const [loaded, setLoaded] = useState<Loaded<Webhook>>({ kind: 'loading' });
  const [isAdding, setAdding] = useState(false);
  const [shown, setShown] = useState<WebhookWithSecret>();
  const load = () => {
    loading(() => actions.webhooks().list(chatId), setLoaded);
  };
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  useEffect(load, [chatId, news, isConnected]);
  return (
    <section aria-labelledby="webhooks-title">
      <h3 id="webhooks-title" className="text-sm font-semibold">
        {text('webhooks.title')}
      </h3>
      <p className="mb-2 text-xs text-faint">{text('webhooks.hint')}</p>
      {shown && <SecretBox key={shown.secret} webhook={shown} onDone={() => setShown(undefined)} />}
      <LoadedList loaded={loaded} reload={load}>
        {(list) => (
          <>
            {list.length === 0 && !isAdding && <p className="py-1 text-sm text-soft">{text('webhooks.none')}</p>}
            <ul className="space-y-2">
              {list.map((webhook) => (
                <WebhookRow key={webhook.id} webhook={webhook} onChanged={load} onSecret={setShown} />
              ))}
            </ul>
            {isAdding ? (
              <WebhookForm
                chatId={chatId}
                onCancel={() => setAdding(false)}
                onSaved={(made) => {
                  setAdding(false);
                  if (made) setShown(made);
                  load();
                }}
              />
            ) : (
              <Button className="mt-2" disabled={!isConnected} onClick={() => setAdding(true)}>
                <Plus aria-hidden className="size-4" /> {text('webhooks.new')}
              </Button>
            )}
          </>
        )}
      </LoadedList>
    </section>
  );
}
