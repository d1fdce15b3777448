import type { Store } from '../ports/store.ts';
import type { StoredDelivery, StoredWebhook } from '../ports/webhook-store.ts';
import type { HookSecrets, Post } from '../ports/webhooks.ts';

/**
 * What a delivery says, as things are now: an edited message in its newest form. Undefined where nothing of it is left.
 * @throws what the store throws
 */
export async function payloadOf(store: Store, delivery: StoredDelivery): Promise<string | undefined> {
  const { id, event, created_at, chat_id, subject } = delivery;
  const chat = await store.chat(chat_id);
  if (!chat) return undefined;
  const data = await dataOf(store, delivery);
  if (data === undefined) return undefined;
  return JSON.stringify({ id, event, created_at, chat: { id: chat_id, name: chat.name }, ...(subject && { data }) });
}

async function dataOf(store: Store, { chat_id, subject }: StoredDelivery): Promise<object | undefined> {
  if (subject === null) return {};
  if (!('message_id' in subject)) {
    const { user, ...how } = subject;
    return { ...user, ...how };
  }
  const message = await store.message(chat_id, subject.message_id);
  if (!message || message.deleted_at !== undefined) return undefined;
  // The key of a send is its sender's.
  const { client_id: _, ...told } = message;
  return told;
}

/** A request with a payload, signed. @param now milliseconds since 1970 */
export function signedPost(
  secrets: HookSecrets,
  { url, secret }: StoredWebhook,
  { id, event }: StoredDelivery,
  body: string,
  now: number,
): Post {
  const timestamp = String(Math.floor(now / 1000));
  return {
    url: url ?? '',
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'User-Agent': 'Gemini-Coop',
      'X-Gemini-Coop-Event': event,
      'X-Gemini-Coop-Delivery': id,
      'X-Gemini-Coop-Timestamp': timestamp,
      'X-Gemini-Coop-Signature': `sha256=${secrets.sign(secret, `${timestamp}.${body}`)}`,
    },
    body,
  };
}
