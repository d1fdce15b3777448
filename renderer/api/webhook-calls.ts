import * as z from 'zod/mini';
import {
  delivery,
  webhook,
  webhookWithSecret,
  type Delivery,
  type newWebhook,
  type Webhook,
  type WebhookChange,
  type WebhookWithSecret,
} from '../../server/protocol/webhooks.ts';

type Call = <Schema extends z.ZodMiniType>(
  schema: Schema,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
) => Promise<z.output<Schema>>;

/** What the owner and admins of a chat do with its webhooks. */
export type WebhookCalls = {
  list: (chatId: number) => Promise<Webhook[]>;
  create: (chatId: number, input: z.input<typeof newWebhook>) => Promise<WebhookWithSecret>;
  change: (chatId: number, webhookId: number, change: WebhookChange) => Promise<Webhook>;
  remove: (chatId: number, webhookId: number) => Promise<void>;
  replaceSecret: (chatId: number, webhookId: number) => Promise<WebhookWithSecret>;
  test: (chatId: number, webhookId: number) => Promise<Delivery>;
  deliveries: (chatId: number, webhookId: number) => Promise<Delivery[]>;
  retry: (chatId: number, webhookId: number, deliveryId: string) => Promise<Delivery>;
};

const acknowledgement = z.looseObject({});

export function webhookCalls(call: Call): WebhookCalls {
  const place = (chatId: number, ...parts: (number | string)[]) =>
    [`/api/chats/${chatId}/webhooks`, ...parts].join('/');
  return {
    list: (chatId) => call(z.array(webhook), 'GET', place(chatId)),
    create: (chatId, input) => call(webhookWithSecret, 'POST', place(chatId), input),
    change: (chatId, id, change) => call(webhook, 'PATCH', place(chatId, id), change),
    remove: async (chatId, id) => {
      await call(acknowledgement, 'DELETE', place(chatId, id));
    },
    replaceSecret: (chatId, id) => call(webhookWithSecret, 'POST', place(chatId, id, 'secret')),
    test: (chatId, id) => call(delivery, 'POST', place(chatId, id, 'test')),
    deliveries: (chatId, id) => call(z.array(delivery), 'GET', place(chatId, id, 'deliveries')),
    retry: (chatId, id, deliveryId) => call(delivery, 'POST', place(chatId, id, 'deliveries', deliveryId, 'retry')),
  };
}
