import type { enWebhooks } from './en-webhooks.ts';
import type { Translation } from './translation.ts';

export const deWebhooks = {
  'event.webhook.gone': 'Der Webhook „{name}“ wurde abgeschaltet: Seinen Empfänger gibt es nicht mehr',
  'event.webhook.failing': 'Der Webhook „{name}“ wurde abgeschaltet: Drei Tage lang ist nichts angekommen',
} satisfies Translation<typeof enWebhooks>;
