import * as z from 'zod/mini';
import { line } from './chats.ts';
import { WEBHOOK_NAME_MAX, WEBHOOK_URL_MAX } from './limits.ts';
import { clientId } from './messages.ts';
import { id, plainText, timestamp } from './text.ts';

/**
 * What an outgoing webhook can be told: somebody has written, the bot has answered, somebody has come into the chat or
 * gone from it.
 */
export const webhookEvent = z.enum(['message', 'bot_reply', 'joined', 'left']);
export type WebhookEvent = z.infer<typeof webhookEvent>;

const name = line(WEBHOOK_NAME_MAX);
const url = plainText().check(
  z.overwrite((text) => text.trim()),
  z.minLength(1, 'must not be empty'),
  z.maxLength(WEBHOOK_URL_MAX, `must have at most ${WEBHOOK_URL_MAX} characters`),
);
const events = z.array(webhookEvent).check(
  z.minLength(1, 'choose at least one event'),
  z.maxLength(webhookEvent.options.length, 'names an event twice'),
  z.refine((list) => new Set(list).size === list.length, 'names an event twice'),
);

/** Body of `POST /api/chats/{id}/webhooks`. */
export const newWebhook = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('outgoing'),
    name,
    /** Where it is sent, by `POST`. */
    url,
    events,
    /** Also hears what integrations of the chat post; without this, none can answer itself. */
    hears_integrations: z._default(z.boolean(), false),
  }),
  z.object({ kind: z.literal('incoming'), name }),
]);
export type NewWebhook = z.infer<typeof newWebhook>;

/** Body of `PATCH /api/chats/{id}/webhooks/{webhook_id}`; what is left out stays. All but the first two are for outgoing ones. */
export const webhookChange = z.object({
  name: z.optional(name),
  is_active: z.optional(z.boolean()),
  url: z.optional(url),
  events: z.optional(events),
  hears_integrations: z.optional(z.boolean()),
});
export type WebhookChange = z.infer<typeof webhookChange>;

/** Why the server has switched a webhook off: its receiver said so (410), or did not take anything for three days. */
export const disabledReason = z.enum(['gone', 'failing']);
export type DisabledReason = z.infer<typeof disabledReason>;

/** A webhook as the owner and admins of its chat see it. */
export const webhook = z.object({
  id: id(),
  chat_id: id(),
  kind: z.enum(['outgoing', 'incoming']),
  name: z.string(),
  /** Null for incoming ones. */
  url: z.nullable(z.string()),
  /** None for incoming ones. */
  events: z.array(webhookEvent),
  hears_integrations: z.boolean(),
  is_active: z.boolean(),
  /** Null unless the server has switched it off. */
  disabled_reason: z.nullable(disabledReason),
  /** Username; null where they have no account any more. */
  created_by: z.nullable(z.string()),
  created_at: timestamp(),
  /** Since when nothing arrives; null where the last delivery did, or none was tried. */
  failing_since: z.nullable(timestamp()),
  /** How many deliveries wait. */
  waiting: z.int().check(z.nonnegative()),
});
export type Webhook = z.infer<typeof webhook>;

/**
 * A webhook with its secret, which is shown only once. Of an outgoing one, payloads are signed with it; of an incoming one,
 * it is the end of its address: `/api/hooks/{secret}`.
 */
export const webhookWithSecret = z.extend(webhook, { secret: z.string() });
export type WebhookWithSecret = z.infer<typeof webhookWithSecret>;

/**
 * Why a delivery has not arrived: no server of that name, an address where webhooks may not go, nobody who takes the
 * connection, one that is not safe, no answer within 10 seconds; an answer that is not 2xx, a redirect, a 410; or there was
 * nothing to send any more: the message was deleted, the webhook switched off, too many were waiting.
 */
export const deliveryProblem = z.enum([
  'no_such_host',
  'refused',
  'unreachable',
  'tls',
  'timeout',
  'status',
  'redirect',
  'gone',
  'message_deleted',
  'switched_off',
  'overflow',
]);
export type DeliveryProblem = z.infer<typeof deliveryProblem>;

/** One thing that an outgoing webhook was told, or is to be. */
export const delivery = z.object({
  /** Also in its header `X-Gemini-Coop-Delivery`: the same at each attempt. */
  id: z.uuid(),
  /** `ping` is a test. */
  event: z.enum([...webhookEvent.options, 'ping']),
  created_at: timestamp(),
  status: z.enum(['waiting', 'delivered', 'failed']),
  attempts: z.int().check(z.nonnegative()),
  /** When it was tried last. */
  at: z.nullable(timestamp()),
  /** When it is tried next; null where it is not, or is as soon as possible. */
  next_at: z.nullable(timestamp()),
  /** Milliseconds that the last attempt took. */
  duration: z.nullable(z.number()),
  /** The HTTP status of the last answer, and its start as text. */
  answer_status: z.nullable(z.int()),
  answer: z.nullable(z.string()),
  problem: z.nullable(deliveryProblem),
  /** A sentence about the problem. */
  error: z.nullable(z.string()),
});
export type Delivery = z.infer<typeof delivery>;

/** Body of `POST /api/hooks/{token}`. `text` is another name for `content`, which programs know from elsewhere. */
export const hookPost = z
  .object({ content: z.optional(plainText()), text: z.optional(plainText()) })
  .check(
    z.refine(({ content, text }) => (content ?? text) !== undefined, { path: ['content'], message: 'is required' }),
  );

/** The header `Idempotency-Key` of such a post: what is posted again with the same one is stored once. */
export const idempotencyKey = z.object({ 'idempotency-key': z.optional(clientId) });

/** Answer of `POST /api/hooks/{token}`. */
export const hookPosted = z.object({ message_id: id() });

/** To every connection of a chat's owner and admins: its webhooks have changed, or whether they work. */
export const webhooksChangedFrame = z.object({
  type: z.literal('webhooks_changed'),
  chat_id: id(),
  /** The one that the server has just switched off, and why. */
  switched_off: z.optional(z.object({ name: z.string(), reason: disabledReason })),
});
