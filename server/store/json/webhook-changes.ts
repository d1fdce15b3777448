import { AppError } from '../../core/errors.ts';
import type { Changing } from '../../core/ports/changing.ts';
import type { NewStoredWebhook, StoredWebhook, StoredWebhookChange } from '../../core/ports/webhook-store.ts';
import { applyChange } from '../apply-change.ts';
import { keptSecret } from '../kept-secret.ts';
import type { Change } from './document.ts';
import { chatIndex } from './document-index.ts';

/** See `WebhookStore.add`. */
export function addWebhook(webhook: NewStoredWebhook, max: number): Change<StoredWebhook> {
  const given = structuredClone({ ...webhook, secret: keptSecret(webhook.kind, webhook.secret) });
  return (data) => {
    if (!chatIndex(data.chats).has(given.chat_id)) throw new AppError('not_found', 'That chat does not exist.');
    if (data.webhooks.filter(({ chat_id }) => chat_id === given.chat_id).length >= max) {
      throw new AppError('too_many_webhooks');
    }
    const id = data.last_ids.webhook + 1;
    const added = { ...given, id };
    return {
      data: { ...data, last_ids: { ...data.last_ids, webhook: id }, webhooks: [...data.webhooks, added] },
      result: structuredClone(added),
    };
  };
}

/** See `WebhookStore.change`. */
export function changeWebhook(
  webhookId: number,
  change: Changing<StoredWebhook, StoredWebhookChange>,
): Change<StoredWebhook> {
  return (data) => {
    const webhook = data.webhooks.find(({ id }) => id === webhookId);
    if (!webhook) throw new AppError('not_found');
    const changed = applyChange(webhook, change);
    if (!changed) return { data, result: structuredClone(webhook) };
    if (changed.secret !== webhook.secret) changed.secret = keptSecret(webhook.kind, changed.secret);
    const webhooks = data.webhooks.map((other) => (other === webhook ? changed : other));
    return { data: { ...data, webhooks }, result: structuredClone(changed) };
  };
}

/** See `WebhookStore.remove`. */
export function removeWebhook(webhookId: number): Change<boolean> {
  return (data) => {
    const webhooks = data.webhooks.filter(({ id }) => id !== webhookId);
    const isGone = webhooks.length < data.webhooks.length;
    return { data: isGone ? { ...data, webhooks } : data, result: isGone };
  };
}
