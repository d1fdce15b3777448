import { AppError } from '../core/errors.ts';
import type { Changing } from '../core/ports/changing.ts';
import type {
  DeliveryJournal,
  NewStoredWebhook,
  StoredWebhook,
  StoredWebhookChange,
} from '../core/ports/webhook-store.ts';
import { applyChange } from './apply-change.ts';
import { digest } from './digest.ts';
import { keptSecret } from './kept-secret.ts';

/** The webhooks of a memory store; see `WebhookStore` for what each call does. */
export class MemoryWebhooks {
  readonly byId = new Map<number, StoredWebhook>();
  #lastId = 0;

  add(webhook: NewStoredWebhook, max: number): StoredWebhook {
    if (this.ofChat(webhook.chat_id).length >= max) throw new AppError('too_many_webhooks');
    const added = { ...webhook, secret: keptSecret(webhook.kind, webhook.secret), id: ++this.#lastId };
    this.byId.set(added.id, added);
    return added;
  }

  ofChat(chatId: number): StoredWebhook[] {
    return [...this.byId.values()].filter(({ chat_id }) => chat_id === chatId);
  }

  byToken(token: string): StoredWebhook | undefined {
    const wanted = digest(token);
    return [...this.byId.values()].find(({ kind, secret }) => kind === 'incoming' && secret === wanted);
  }

  change(webhookId: number, change: Changing<StoredWebhook, StoredWebhookChange>): StoredWebhook {
    const webhook = this.byId.get(webhookId);
    if (!webhook) throw new AppError('not_found');
    const changed = applyChange(webhook, change);
    if (!changed) return webhook;
    if (changed.secret !== webhook.secret) changed.secret = keptSecret(webhook.kind, changed.secret);
    this.byId.set(webhookId, changed);
    return changed;
  }

  removeOfChat(chatId: number): void {
    for (const { id } of this.ofChat(chatId)) this.byId.delete(id);
  }
}

/** A journal that keeps nothing. */
export const forgetfulJournal: DeliveryJournal = {
  kept: { deliveries: [], failing: [] },
  changed: () => undefined,
};
