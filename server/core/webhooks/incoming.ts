import { isReservedUsername } from '../../protocol/users.ts';
import { publishActivity } from '../activity.ts';
import { messageFrame } from '../compose.ts';
import { AppError } from '../errors.ts';
import { requireContent } from '../message-changes.ts';
import { mentionsOf } from '../messages.ts';
import type { Backplane } from '../ports/backplane.ts';
import type { Clock } from '../ports/clock.ts';
import type { Limiter } from '../ports/limiter.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Store } from '../ports/store.ts';
import type { Poster } from '../ports/webhooks.ts';
import type { Reading } from '../reading.ts';
import type { Settings } from '../settings.ts';

interface IncomingParts {
  store: Store;
  backplane: Backplane;
  limiter: Limiter;
  clock: Clock;
  metrics: Metrics;
  reading: Reading;
  poster: Poster;
  limits: Pick<Settings, 'messageMax'>;
}

/** What comes in by webhooks. It is a message like another, but asks the bot for nothing, whatever it begins with. */
export class IncomingHooks {
  readonly #parts: IncomingParts;

  constructor(parts: IncomingParts) {
    this.#parts = parts;
  }

  /**
   * Posts a message.
   * @param key what is posted again with the same one is stored once. @returns the message's id
   * @throws AppError `not_found` where no webhook has the token, `webhook_inactive`, `webhooks_off`, `invalid`, `rate_limited`
   */
  async post(token: string, content: string, address: string, key?: string): Promise<number> {
    const { store, backplane, limiter, clock, metrics, reading, poster, limits } = this.#parts;
    await limiter.consume('hook_post', `address:${address}`);
    const hook = await store.webhooks.byToken(token);
    if (!hook) throw new AppError('not_found', 'There is no such webhook, or its address was replaced.');
    if (!poster.isOn) throw new AppError('webhooks_off');
    if (!hook.is_active) throw new AppError('webhook_inactive');
    await limiter.consume('hook_post', `hook:${hook.id}`);
    requireContent(content, limits.messageMax);
    const { id, chat_id } = hook;
    const mentions = await mentionsOf(store, chat_id, content);
    const { message, added } = await store.addMessage({
      chat_id,
      user_id: null,
      username: await this.#nameOf(hook.name),
      content,
      is_bot: false,
      created_at: new Date(clock.now()).toISOString(),
      status: 'complete',
      // All integrations of a chat share the sender that is nobody.
      ...(key !== undefined && { client_id: `${id}:${key}` }),
      ...(mentions.length > 0 && { mentions }),
      integration: { id },
    });
    if (added) {
      metrics.messageStored();
      reading.stored(message);
      backplane.publish(`chat:${chat_id}`, { frame: messageFrame(message) });
      publishActivity(backplane, message);
    }
    return message.id;
  }

  /** Somebody may have taken the name since: usernames have no spaces. */
  async #nameOf(name: string): Promise<string> {
    const isTaken = isReservedUsername(name) || (await this.#parts.store.accountByName(name)) !== undefined;
    return isTaken ? `${name} (integration)` : name;
  }
}
