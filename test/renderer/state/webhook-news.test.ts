import { expect, test } from 'vitest';
import { withWebhookNews } from '../../../renderer/state/webhook-news.ts';
import type { ChatState } from '../../../renderer/state/types.ts';

const chat = { webhookNews: 1, notices: [], messages: [], preview: null } as unknown as ChatState;

test('a webhook that the server has switched off is told in its chat, other changes only where they are shown', () => {
  const frame = { type: 'webhooks_changed', chat_id: 1 } as const;
  expect(withWebhookNews(chat, frame, 5)).toEqual({ ...chat, webhookNews: 2 });
  const off = withWebhookNews(chat, { ...frame, switched_off: { name: 'Builds', reason: 'gone' } }, 5);
  expect(off.notices).toMatchObject([{ event: { kind: 'webhook_off', name: 'Builds', reason: 'gone' } }]);
});
