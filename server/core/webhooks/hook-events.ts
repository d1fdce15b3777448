import type { ServerFrame } from '../../protocol/frames.ts';
import type { WebhookEvent } from '../../protocol/webhooks.ts';
import type { Backplane } from '../ports/backplane.ts';
import type { DeliverySubject, StoredWebhook } from '../ports/webhook-store.ts';
import type { Poster } from '../ports/webhooks.ts';
import type { Deliveries } from './deliveries.ts';

interface HookEventsParts {
  backplane: Backplane;
  poster: Poster;
  deliveries: Deliveries;
}

/** Listens to the rooms of those chats that have outgoing webhooks, and hands over what these are to be told. */
export class HookEvents {
  readonly #parts: HookEventsParts;
  readonly #hooks = new Map<number, StoredWebhook[]>();
  readonly #unsubscribe = new Map<number, () => void>();

  constructor(parts: HookEventsParts) {
    this.#parts = parts;
  }

  /** From now on these are the chat's webhooks. */
  watch(chatId: number, hooks: readonly StoredWebhook[]): void {
    const active = hooks.filter(({ kind, is_active }) => kind === 'outgoing' && is_active);
    if (active.length === 0) return this.unwatch(chatId);
    this.#hooks.set(chatId, active);
    if (this.#unsubscribe.has(chatId)) return;
    const unsubscribe = this.#parts.backplane.subscribe(`chat:${chatId}`, ({ frame }) => this.#hear(chatId, frame));
    this.#unsubscribe.set(chatId, unsubscribe);
  }

  unwatch(chatId: number): void {
    this.#unsubscribe.get(chatId)?.();
    this.#unsubscribe.delete(chatId);
    this.#hooks.delete(chatId);
  }

  close(): void {
    for (const chatId of this.#unsubscribe.keys()) this.unwatch(chatId);
  }

  // On the way of every message: nothing but memory.
  #hear(chatId: number, frame: ServerFrame): void {
    const heard = eventOf(frame);
    if (!heard || !this.#parts.poster.isOn) return;
    for (const hook of this.#hooks.get(chatId) ?? []) {
      if (!hook.events.includes(heard.event)) continue;
      // An integration that answers would else answer itself without end.
      if (heard.isIntegration && !hook.hears_integrations) continue;
      this.#parts.deliveries.add(hook, heard.event, heard.subject);
    }
  }
}

interface Heard {
  event: WebhookEvent;
  subject: DeliverySubject;
  isIntegration?: boolean;
}

function eventOf(frame: ServerFrame): Heard | undefined {
  switch (frame.type) {
    case 'message':
      return {
        event: 'message',
        subject: { message_id: frame.message_id },
        isIntegration: frame.integration !== undefined,
      };
    case 'bot_stream':
      return frame.is_complete ? { event: 'bot_reply', subject: { message_id: frame.message_id } } : undefined;
    case 'participant_added':
      return about('joined', frame);
    case 'participant_removed':
      return about('left', frame);
    default:
      return undefined;
  }
}

function about(
  event: 'joined' | 'left',
  frame: Extract<ServerFrame, { type: 'participant_added' | 'participant_removed' }>,
): Heard | undefined {
  const { user_id, username, by } = frame;
  if (user_id === undefined) return undefined;
  const reason = frame.type === 'participant_removed' ? frame.reason : undefined;
  return {
    event,
    subject: { user: { id: user_id, username }, ...(reason && { reason }), ...(by !== undefined && { by }) },
  };
}
