import { WEBHOOKS_MAX } from '../../protocol/limits.ts';
import { foldUsername, isReservedUsername } from '../../protocol/users.ts';
import type {
  Delivery,
  DisabledReason,
  NewWebhook,
  Webhook,
  WebhookChange,
  WebhookWithSecret,
} from '../../protocol/webhooks.ts';
import { AppError } from '../errors.ts';
import { isOverMembers } from '../membership.ts';
import type { Backplane } from '../ports/backplane.ts';
import type { Clock } from '../ports/clock.ts';
import type { LimitedAct, Limiter } from '../ports/limiter.ts';
import type { Log } from '../ports/log.ts';
import type { Account, Store } from '../ports/store.ts';
import type { StoredDelivery, StoredWebhook, StoredWebhookChange } from '../ports/webhook-store.ts';
import type { HookSecrets, Poster, UrlProblem } from '../ports/webhooks.ts';
import { problemSentence } from './attempts.ts';
import { Deliveries } from './deliveries.ts';
import { HookEvents } from './hook-events.ts';

interface WebhooksParts {
  store: Store;
  backplane: Backplane;
  limiter: Limiter;
  clock: Clock;
  log: Log;
  poster: Poster;
  hookSecrets: HookSecrets;
  /** 0 to 1; spreads retries. */
  random: () => number;
}

const urlSentences: Record<UrlProblem, string> = {
  not_a_url: 'This is not an address. Write it as https://example.org/hook.',
  scheme: 'The address must begin with https:// or http://.',
  credentials: 'The address must not hold a name or password.',
  port: 'Webhooks cannot be sent to this port.',
  inside: 'The address leads into a network where webhooks of this server may not go.',
};

/**
 * The webhooks of chats, for their owners and admins. Every call rejects with AppError `not_authorized` for anybody else,
 * and just the same where there is no such chat; with `not_found` where the chat has no such webhook; with `webhooks_off`
 * where the server has none; with `rate_limited`.
 */
export class Webhooks {
  readonly #parts: WebhooksParts;
  readonly #deliveries: Deliveries;
  readonly #events: HookEvents;

  constructor(parts: WebhooksParts) {
    this.#parts = parts;
    const changed = (hook: StoredWebhook, reason?: DisabledReason) => void this.#worksOtherwise(hook, reason);
    this.#deliveries = new Deliveries({ ...parts, secrets: parts.hookSecrets, changed });
    this.#events = new HookEvents({ ...parts, deliveries: this.#deliveries });
  }

  /** Begins to listen, and goes on with what waited when the server ended. */
  async start(): Promise<void> {
    const hooks = await this.#parts.store.webhooks.all();
    for (const chatId of new Set(hooks.map(({ chat_id }) => chat_id))) {
      this.#events.watch(
        chatId,
        hooks.filter(({ chat_id }) => chat_id === chatId),
      );
    }
    this.#deliveries.start(hooks);
  }

  /** Oldest first. */
  async list(caller: Account, chatId: number): Promise<Webhook[]> {
    await this.#require(caller, chatId);
    const hooks = await this.#parts.store.webhooks.ofChat(chatId);
    return Promise.all(hooks.map((hook) => this.#present(hook)));
  }

  /** @throws AppError `webhook_name`, `webhook_url`, `too_many_webhooks` */
  async create(caller: Account, chatId: number, wish: NewWebhook): Promise<WebhookWithSecret> {
    const { store, clock, hookSecrets } = this.#parts;
    await this.#require(caller, chatId, 'webhook');
    await this.#requireName(wish.name);
    const isOutgoing = wish.kind === 'outgoing';
    if (isOutgoing) this.#requireUrl(wish.url);
    const secret = isOutgoing ? hookSecrets.signingKey() : hookSecrets.token();
    const created = store.webhooks.add(
      {
        chat_id: chatId,
        kind: wish.kind,
        name: wish.name,
        url: isOutgoing ? wish.url : null,
        secret,
        events: isOutgoing ? wish.events : [],
        hears_integrations: isOutgoing && wish.hears_integrations,
        is_active: true,
        disabled_reason: null,
        created_by: caller.id,
        created_at: new Date(clock.now()).toISOString(),
      },
      WEBHOOKS_MAX,
    );
    const hook = await asNobody(created);
    await this.#changed(chatId);
    return { ...(await this.#present(hook)), secret };
  }

  /** @throws AppError `webhook_name`, `webhook_url`, `invalid` where an incoming one is to get what only outgoing ones have */
  async change(caller: Account, chatId: number, hookId: number, wish: WebhookChange): Promise<Webhook> {
    const { store } = this.#parts;
    const before = await this.#required(caller, chatId, hookId, 'webhook');
    const { name, url, is_active, events, hears_integrations } = wish;
    if (before.kind === 'incoming' && [url, events, hears_integrations].some((field) => field !== undefined)) {
      throw new AppError('invalid', 'An incoming webhook has a name only.');
    }
    if (name !== undefined && name !== before.name) await this.#requireName(name);
    if (url !== undefined) this.#requireUrl(url);
    const given = Object.entries(wish).filter(([, value]) => value !== undefined);
    const change: StoredWebhookChange = {
      ...(Object.fromEntries(given) as StoredWebhookChange),
      ...(is_active === true && { disabled_reason: null }),
    };
    const hook = await store.webhooks.change(hookId, change);
    // What waits was meant for the old address.
    if (!hook.is_active || hook.url !== before.url) this.#deliveries.giveUp(hookId);
    await this.#changed(chatId);
    return this.#present(hook);
  }

  async remove(caller: Account, chatId: number, hookId: number): Promise<void> {
    await this.#required(caller, chatId, hookId, 'webhook');
    await this.#parts.store.webhooks.remove(hookId);
    this.#deliveries.forget(hookId);
    await this.#changed(chatId);
  }

  /** Gives a webhook another secret, which makes the old one void. */
  async replaceSecret(caller: Account, chatId: number, hookId: number): Promise<WebhookWithSecret> {
    const { store, hookSecrets } = this.#parts;
    const { kind } = await this.#required(caller, chatId, hookId, 'webhook');
    const secret = kind === 'outgoing' ? hookSecrets.signingKey() : hookSecrets.token();
    const hook = await store.webhooks.change(hookId, { secret });
    await this.#changed(chatId);
    return { ...(await this.#present(hook)), secret };
  }

  /** Sends an event `ping` at once, and answers what came of it. */
  async test(caller: Account, chatId: number, hookId: number): Promise<Delivery> {
    const hook = await this.#requiredOutgoing(caller, chatId, hookId, 'webhook_try');
    return shown(await this.#deliveries.test(hook));
  }

  /** Newest first. */
  async deliveries(caller: Account, chatId: number, hookId: number): Promise<Delivery[]> {
    const hook = await this.#requiredOutgoing(caller, chatId, hookId);
    return this.#deliveries.list(hook.id).map(shown);
  }

  /** Tries a delivery once more at once, and answers what came of it. */
  async retry(caller: Account, chatId: number, hookId: number, deliveryId: string): Promise<Delivery> {
    const hook = await this.#requiredOutgoing(caller, chatId, hookId, 'webhook_try');
    return shown(await this.#deliveries.retry(hook, deliveryId));
  }

  /** A chat is no more. @param hooks its webhooks, as they were before */
  forgetChat(chatId: number, hooks: readonly StoredWebhook[]): void {
    this.#events.unwatch(chatId);
    for (const { id } of hooks) this.#deliveries.forget(id);
  }

  /** Sends nothing more; what waits is kept. */
  async close(): Promise<void> {
    this.#events.close();
    await this.#deliveries.close();
  }

  async #require(caller: Account, chatId: number, act?: LimitedAct): Promise<void> {
    const { store, limiter, poster } = this.#parts;
    if (!isOverMembers(await store.role(chatId, caller.id))) throw new AppError('not_authorized');
    if (act) await limiter.consume(act, `user:${caller.id}`);
    if (!poster.isOn) throw new AppError('webhooks_off');
  }

  async #required(caller: Account, chatId: number, hookId: number, act?: LimitedAct): Promise<StoredWebhook> {
    await this.#require(caller, chatId, act);
    const hook = await this.#parts.store.webhooks.get(hookId);
    if (hook?.chat_id !== chatId) throw new AppError('not_found', 'This chat has no such webhook.');
    return hook;
  }

  async #requiredOutgoing(caller: Account, chatId: number, hookId: number, act?: LimitedAct): Promise<StoredWebhook> {
    const hook = await this.#required(caller, chatId, hookId, act);
    if (hook.kind !== 'outgoing') throw new AppError('not_found', 'Nothing is sent by an incoming webhook.');
    return hook;
  }

  /** What integrations say stands beside what people say: nobody must take the one for the other. */
  async #requireName(name: string): Promise<void> {
    const isTaken = isReservedUsername(name) || (await this.#parts.store.accountByName(name));
    if (foldUsername(name) === '' || isTaken) throw new AppError('webhook_name');
  }

  #requireUrl(url: string): void {
    const problem = this.#parts.poster.check(url);
    if (problem) throw new AppError('webhook_url', urlSentences[problem]);
  }

  async #present(hook: StoredWebhook): Promise<Webhook> {
    const { secret: _, created_by, ...fields } = hook;
    const creator = await this.#parts.store.account(created_by);
    const failing_since = this.#deliveries.failingSince(hook.id);
    const waiting = this.#deliveries.waitingCount(hook.id);
    return { ...fields, created_by: creator?.username ?? null, failing_since, waiting };
  }

  async #changed(chatId: number): Promise<void> {
    this.#events.watch(chatId, await this.#parts.store.webhooks.ofChat(chatId));
    await this.#tell(chatId);
  }

  async #worksOtherwise({ chat_id, name }: StoredWebhook, reason?: DisabledReason): Promise<void> {
    const { store, log } = this.#parts;
    try {
      if (reason) this.#events.watch(chat_id, await store.webhooks.ofChat(chat_id));
      await this.#tell(chat_id, reason && { name, reason });
    } catch (error) {
      log.warn({ err: error, chat_id }, 'nobody could be told of a webhook');
    }
  }

  async #tell(chatId: number, switchedOff?: { name: string; reason: DisabledReason }): Promise<void> {
    const { store, backplane } = this.#parts;
    const frame = {
      type: 'webhooks_changed',
      chat_id: chatId,
      ...(switchedOff && { switched_off: switchedOff }),
    } as const;
    for (const { id } of await store.participants(chatId)) {
      if (isOverMembers(await store.role(chatId, id))) backplane.publish(`user:${id}`, { frame });
    }
  }
}

function shown({ webhook_id: _1, chat_id: _2, subject: _3, ...delivery }: StoredDelivery): Delivery {
  return { ...delivery, error: problemSentence(delivery.problem) };
}

/** A chat that has been deleted in the meantime is as one that is not the caller's. */
async function asNobody<Result>(call: Promise<Result>): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    throw error instanceof AppError && error.code === 'not_found' ? new AppError('not_authorized') : error;
  }
}
