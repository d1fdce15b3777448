import type { Delivery, DisabledReason, WebhookEvent } from '../../protocol/webhooks.ts';
import type { Changing } from './changing.ts';

/** A webhook as stored: made by whom, by user id. */
export interface StoredWebhook {
  id: number;
  chat_id: number;
  kind: 'outgoing' | 'incoming';
  name: string;
  /** Null for incoming ones. */
  url: string | null;
  /** Of an outgoing one, what its payloads are signed with; of an incoming one only a digest of its token. */
  secret: string;
  events: WebhookEvent[];
  hears_integrations: boolean;
  is_active: boolean;
  disabled_reason: DisabledReason | null;
  created_by: number;
  created_at: string;
}

/** `secret` is the token itself for an incoming one. */
export type NewStoredWebhook = Omit<StoredWebhook, 'id'>;

/** What may change in a webhook; `secret` is the token itself for an incoming one. */
export type StoredWebhookChange = Partial<Omit<StoredWebhook, 'id' | 'chat_id' | 'kind' | 'created_by' | 'created_at'>>;

/** Webhooks; those of a chat go with it. */
export interface WebhookStore {
  /** @throws AppError `too_many_webhooks` where the chat has `max` of them, `not_found` where there is no such chat */
  add(webhook: NewStoredWebhook, max: number): Promise<StoredWebhook>;
  get(webhookId: number): Promise<StoredWebhook | undefined>;
  /** All of them, oldest first. */
  all(): Promise<StoredWebhook[]>;
  /** Those of a chat, oldest first. */
  ofChat(chatId: number): Promise<StoredWebhook[]>;
  /** The incoming one with that token. It is looked up by a digest, so that the time it takes tells nothing. */
  byToken(token: string): Promise<StoredWebhook | undefined>;
  /** Resolves to the webhook as it is then. @throws AppError `not_found` */
  change(webhookId: number, change: Changing<StoredWebhook, StoredWebhookChange>): Promise<StoredWebhook>;
  /** False where there was none. */
  remove(webhookId: number): Promise<boolean>;
}

/** What a delivery is about: a message, by its id, or somebody who came or went. */
export type DeliverySubject =
  | { message_id: number }
  | { user: { id: number; username: string }; reason?: 'removed' | 'left' | undefined; by?: string | undefined };

/** A delivery as it is kept; what it says is looked up when it is sent. */
export interface StoredDelivery extends Omit<Delivery, 'error'> {
  webhook_id: number;
  chat_id: number;
  /** Null for a test. */
  subject: DeliverySubject | null;
}

/** All that is kept of deliveries. */
export interface KeptDeliveries {
  /** Those of each webhook in the order in which they came. */
  deliveries: StoredDelivery[];
  /** Since when nothing arrives, by webhook. */
  failing: { webhook_id: number; since: string }[];
}

/** Keeps deliveries over a restart. They live in memory and are saved behind: what is lost in a crash is a moment's. */
export interface DeliveryJournal {
  /** What was kept when the store was opened. */
  readonly kept: KeptDeliveries;
  /** Something has changed: what `current` answers is saved soon. What it answers must not change afterwards. */
  changed(current: () => KeptDeliveries): void;
}
