import * as z from 'zod/mini';
import {
  delivery,
  hookPost,
  hookPosted,
  newWebhook,
  webhook,
  webhookChange,
  webhookWithSecret,
} from '../../protocol/webhooks.ts';
import { acknowledgement } from './acknowledgement.ts';
import type { Endpoints } from './endpoint.ts';

export const webhookEndpoints: Endpoints = {
  'GET /api/chats/:chat_id/webhooks': {
    summary: 'The webhooks of a chat; for its owner and admins',
    answer: z.array(webhook),
    fails: ['not_authorized', 'webhooks_off'],
  },
  'POST /api/chats/:chat_id/webhooks': {
    summary: 'Makes a webhook. Its secret is shown only here',
    body: newWebhook,
    answer: webhookWithSecret,
    fails: ['not_authorized', 'webhook_name', 'webhook_url', 'too_many_webhooks', 'webhooks_off', 'rate_limited'],
  },
  'PATCH /api/chats/:chat_id/webhooks/:webhook_id': {
    summary: 'Changes a webhook, or switches it on or off. What waits for another address is given up',
    body: webhookChange,
    answer: webhook,
    fails: ['not_authorized', 'not_found', 'webhook_name', 'webhook_url', 'webhooks_off', 'rate_limited'],
  },
  'DELETE /api/chats/:chat_id/webhooks/:webhook_id': {
    summary: 'Deletes a webhook, and what waits for it',
    answer: acknowledgement,
    fails: ['not_authorized', 'not_found', 'webhooks_off', 'rate_limited'],
  },
  'POST /api/chats/:chat_id/webhooks/:webhook_id/secret': {
    summary: 'Gives a webhook another secret, which is shown only here',
    answer: webhookWithSecret,
    fails: ['not_authorized', 'not_found', 'webhooks_off', 'rate_limited'],
  },
  'POST /api/chats/:chat_id/webhooks/:webhook_id/test': {
    summary: 'Sends the event `ping` at once, and answers what came of it',
    answer: delivery,
    fails: ['not_authorized', 'not_found', 'webhooks_off', 'rate_limited'],
  },
  'GET /api/chats/:chat_id/webhooks/:webhook_id/deliveries': {
    summary: 'What waits for a webhook, and the last 50 deliveries, newest first',
    answer: z.array(delivery),
    fails: ['not_authorized', 'not_found', 'webhooks_off'],
  },
  'POST /api/chats/:chat_id/webhooks/:webhook_id/deliveries/:delivery/retry': {
    summary: 'Sends a delivery once more at once, and answers what came of it',
    answer: delivery,
    fails: ['not_authorized', 'not_found', 'webhooks_off', 'rate_limited'],
  },
  'POST /api/hooks/:token': {
    summary:
      'Posts a message by an incoming webhook. A body of text is the message. The header Idempotency-Key makes it safe to repeat',
    isOpen: true,
    body: hookPost,
    answer: hookPosted,
    fails: ['not_found', 'webhook_inactive', 'webhooks_off', 'rate_limited'],
  },
};
