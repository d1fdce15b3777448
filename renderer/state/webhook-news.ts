import type { ServerFrame } from '../../server/protocol/frames.ts';
import { withEvent } from './notices.ts';
import type { ChatState } from './types.ts';

/** A chat's webhooks have changed; that one was switched off, those are told where they talk who can do something about it. */
export function withWebhookNews(
  chat: ChatState,
  { switched_off }: Extract<ServerFrame, { type: 'webhooks_changed' }>,
  now: number,
): ChatState {
  const changed = { ...chat, webhookNews: chat.webhookNews + 1 };
  return switched_off ? withEvent(changed, { kind: 'webhook_off', ...switched_off }, now) : changed;
}
