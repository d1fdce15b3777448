/** What is said about webhooks and integrations, in English; see `en.ts`. */
export const enWebhooks = {
  'event.webhook.gone': 'The webhook “{name}” was switched off: its receiver is gone for good',
  'event.webhook.failing': 'The webhook “{name}” was switched off: nothing has arrived for three days',
} as const;
