import type { DeliveryProblem, DisabledReason } from '../../protocol/webhooks.ts';
import { AppError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Store } from '../ports/store.ts';
import type { DeliverySubject, StoredDelivery, StoredWebhook } from '../ports/webhook-store.ts';
import type { HookSecrets, Posted, Poster } from '../ports/webhooks.ts';
import { GIVE_UP_AFTER, nextWait, problemOf } from './attempts.ts';
import { DeliveryLog } from './delivery-log.ts';
import { payloadOf, signedPost } from './payload.ts';

/** So many requests are under way at once, and so many of them to one host. */
export const AT_ONCE = 8;
export const AT_ONCE_TO_HOST = 2;
/** While the store cannot be read, it is asked again this often (milliseconds). */
const STORE_RETRY = 10_000;

interface DeliveriesParts {
  store: Store;
  poster: Poster;
  secrets: HookSecrets;
  clock: Clock;
  log: Log;
  /** 0 to 1; spreads retries. */
  random: () => number;
  /** Whether a webhook works has changed; with a reason where it has just been switched off. */
  changed: (hook: StoredWebhook, switchedOff?: DisabledReason) => void;
}

/**
 * Takes what webhooks are to be told, and sees to it that it arrives. Each webhook has a queue of its own, so that a
 * receiver that is stuck holds up nobody else; what fails is tried again later, and what came behind it goes on.
 */
export class Deliveries {
  readonly #parts: DeliveriesParts;
  readonly #log: DeliveryLog;
  /** What is under way, by the id of its webhook; tests and tries by hand are none of these. */
  readonly #running = new Set<number>();
  /** The host that each webhook leads to. */
  readonly #hosts = new Map<number, string>();
  readonly #work = new Set<Promise<unknown>>();
  /** Requests that are under way; they are given up at the end. */
  readonly #requests = new Set<AbortController>();
  #isClosed = false;
  /** Webhooks with something that waits; who was served last stands last. */
  readonly #hooks = new Set<number>();
  /** Deliveries that somebody tries by hand. */
  readonly #byHand = new Set<string>();
  #cancelTimer: (() => void) | undefined;

  constructor(parts: DeliveriesParts) {
    this.#parts = parts;
    this.#log = new DeliveryLog(parts.store.deliveries);
  }

  /** Forgets those of webhooks that are gone, and goes on with what waited when the server ended. */
  start(hooks: readonly StoredWebhook[]): void {
    const known = new Set(hooks.map(({ id }) => id));
    for (const { id, url } of hooks) this.#hosts.set(id, hostOf(url));
    for (const hookId of this.#log.hookIds) {
      if (!known.has(hookId)) this.#log.forget(hookId);
      else if (this.#log.waiting(hookId).length > 0) this.#hooks.add(hookId);
    }
    this.#pump();
  }

  /** Newest first. */
  list(hookId: number): StoredDelivery[] {
    return this.#log.of(hookId).toReversed();
  }

  waitingCount(hookId: number): number {
    return this.#log.waiting(hookId).length;
  }

  failingSince(hookId: number): string | null {
    return this.#log.failingSince(hookId);
  }

  /** Takes something for a webhook; nobody waits for what becomes of it. */
  add(hook: StoredWebhook, event: StoredDelivery['event'], subject: DeliverySubject | null): StoredDelivery {
    const delivery = this.#newDelivery(hook, event, subject);
    const dropped = this.#log.add(delivery);
    if (dropped > 0) {
      const { id: webhook_id, chat_id } = hook;
      this.#parts.log.warn({ webhook_id, chat_id, dropped }, 'a webhook has too much waiting; the oldest was left out');
    }
    this.#hosts.set(hook.id, hostOf(hook.url));
    this.#hooks.add(hook.id);
    this.#pump();
    return delivery;
  }

  /** Sends a test once, whatever else waits. Resolves to what came of it. */
  test(hook: StoredWebhook): Promise<StoredDelivery> {
    const delivery = this.#newDelivery(hook, 'ping', null);
    this.#byHand.add(delivery.id);
    this.#log.add(delivery);
    return this.#tryByHand(hook, delivery);
  }

  /** Tries a delivery once more at once. @throws AppError `not_found` */
  async retry(hook: StoredWebhook, deliveryId: string): Promise<StoredDelivery> {
    const delivery = this.#log.find(hook.id, deliveryId);
    if (!delivery) throw new AppError('not_found', 'That delivery is not known any more.');
    if (this.#byHand.has(deliveryId)) throw new AppError('rate_limited', 'It is being tried.', { retryAfter: 1 });
    this.#byHand.add(deliveryId);
    return this.#tryByHand(hook, delivery);
  }

  /** A webhook was switched off or leads elsewhere: what waits is not for it. */
  giveUp(hookId: number): void {
    this.#log.giveUp(hookId, 'switched_off');
    this.#log.setFailing(hookId, null);
    this.#hooks.delete(hookId);
  }

  /** A webhook is no more. */
  forget(hookId: number): void {
    this.#log.forget(hookId);
    this.#hooks.delete(hookId);
    this.#hosts.delete(hookId);
  }

  /** Gives up what is under way, which is sent anew at the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelTimer?.();
    for (const request of this.#requests) request.abort();
    await Promise.all(this.#work);
  }

  #newDelivery(hook: StoredWebhook, event: StoredDelivery['event'], subject: DeliverySubject | null): StoredDelivery {
    const { secrets, clock } = this.#parts;
    return {
      id: secrets.deliveryId(),
      webhook_id: hook.id,
      chat_id: hook.chat_id,
      event,
      subject,
      created_at: new Date(clock.now()).toISOString(),
      status: 'waiting',
      attempts: 0,
      at: null,
      next_at: null,
      duration: null,
      answer_status: null,
      answer: null,
      problem: null,
    };
  }

  /** Starts what may be started now, and sets the timer for what may be later. */
  #pump(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (this.#isClosed || !this.#parts.poster.isOn) return;
    const now = this.#parts.clock.now();
    let soonest = Infinity;
    // What is served goes to the end, and is not looked at twice.
    for (const hookId of Array.from(this.#hooks)) {
      if (this.#running.has(hookId)) continue;
      const waiting = this.#log.waiting(hookId).filter(({ id }) => !this.#byHand.has(id));
      if (waiting.length === 0) {
        if (this.#log.waiting(hookId).length === 0) this.#hooks.delete(hookId);
        continue;
      }
      const due = waiting.find(({ next_at }) => next_at === null || Date.parse(next_at) <= now);
      if (due && this.#hasRoom(hookId)) {
        this.#hooks.delete(hookId);
        this.#hooks.add(hookId);
        this.#begin(due);
      } else if (!due) {
        for (const { next_at } of waiting) soonest = Math.min(soonest, Date.parse(next_at!));
      }
    }
    if (soonest < Infinity) this.#wakeIn(soonest - now);
  }

  #hasRoom(hookId: number): boolean {
    if (this.#running.size >= AT_ONCE) return false;
    const host = this.#hosts.get(hookId);
    return [...this.#running].filter((other) => this.#hosts.get(other) === host).length < AT_ONCE_TO_HOST;
  }

  #wakeIn(ms: number): void {
    // A date that has been set back must not make a wait longer than any is meant to be.
    this.#cancelTimer = this.#parts.clock.after(Math.min(Math.max(ms, 0), GIVE_UP_AFTER), () => this.#pump());
  }

  #begin(delivery: StoredDelivery): void {
    this.#running.add(delivery.webhook_id);
    this.#track(this.#deliver(delivery));
  }

  #track(work: Promise<unknown>): void {
    this.#work.add(work);
    void work.finally(() => this.#work.delete(work));
  }

  async #deliver(delivery: StoredDelivery): Promise<void> {
    const { store, log, clock } = this.#parts;
    const { webhook_id } = delivery;
    try {
      const hook = await store.webhooks.get(webhook_id);
      if (!hook) return this.forget(webhook_id);
      if (!hook.is_active) return this.giveUp(webhook_id);
      await this.#attempt(hook, delivery, false);
    } catch (error) {
      log.error({ err: error, webhook_id }, 'a delivery could not be prepared; it is tried again');
      const isWaiting = this.#log.find(webhook_id, delivery.id)?.status === 'waiting';
      if (isWaiting) this.#log.set(delivery, { next_at: new Date(clock.now() + STORE_RETRY).toISOString() });
    } finally {
      this.#running.delete(webhook_id);
      this.#pump();
    }
  }

  async #tryByHand(hook: StoredWebhook, delivery: StoredDelivery): Promise<StoredDelivery> {
    const attempt = this.#attempt(hook, delivery, true);
    this.#track(attempt.catch(() => undefined));
    try {
      return await attempt;
    } finally {
      this.#byHand.delete(delivery.id);
      this.#pump();
    }
  }

  async #attempt(hook: StoredWebhook, delivery: StoredDelivery, isByHand: boolean): Promise<StoredDelivery> {
    const { store, poster, secrets, clock } = this.#parts;
    const body = await payloadOf(store, delivery);
    if (body === undefined) {
      return this.#log.set(delivery, { status: 'failed', problem: 'message_deleted', next_at: null });
    }
    const started = clock.elapsed();
    const post = signedPost(secrets, hook, delivery, body, clock.now());
    const request = new AbortController();
    this.#requests.add(request);
    if (this.#isClosed) request.abort();
    const posted = await poster.post(post, request.signal);
    this.#requests.delete(request);
    // Whether it has arrived is not known: it is sent again at the next start.
    if (this.#isClosed && 'problem' in posted) return delivery;
    // The webhook was deleted meanwhile.
    if (!this.#log.find(hook.id, delivery.id)) return delivery;
    const duration = Math.round(clock.elapsed() - started);
    return this.#settle(hook, delivery, posted, duration, isByHand);
  }

  async #settle(
    hook: StoredWebhook,
    before: StoredDelivery,
    posted: Posted,
    duration: number,
    isByHand: boolean,
  ): Promise<StoredDelivery> {
    const now = this.#parts.clock.now();
    const problem = problemOf(posted);
    const attempts = before.attempts + 1;
    const known = {
      attempts,
      duration,
      problem,
      at: new Date(now).toISOString(),
      answer_status: 'status' in posted ? posted.status : null,
      answer: 'status' in posted ? posted.answer : null,
    };
    if (problem === null) {
      const delivery = this.#log.set(before, { ...known, status: 'delivered', next_at: null });
      this.#arrives(hook);
      return delivery;
    }
    const plan = isByHand ? this.#planByHand(before) : this.#plan(problem, posted, attempts, now, before);
    const delivery = this.#log.set(before, { ...known, ...plan });
    await this.#fails(hook, problem, now);
    return delivery;
  }

  #plan(
    problem: DeliveryProblem,
    posted: Posted,
    attempts: number,
    now: number,
    { event }: StoredDelivery,
  ): Partial<StoredDelivery> {
    // Asked again, the same would be refused again; and a test is for who looks at it.
    const isFinal = problem === 'refused' || problem === 'gone' || event === 'ping';
    const retryAfter = 'status' in posted ? posted.retryAfter : undefined;
    const wait = isFinal ? undefined : nextWait(attempts, this.#parts.random(), retryAfter);
    if (wait === undefined) return { status: 'failed', next_at: null };
    return { status: 'waiting', next_at: new Date(now + wait).toISOString() };
  }

  /** What was to be tried again still is. */
  #planByHand({ status, event, next_at }: StoredDelivery): Partial<StoredDelivery> {
    return status === 'waiting' && event !== 'ping' ? { status, next_at } : { status: 'failed', next_at: null };
  }

  #arrives(hook: StoredWebhook): void {
    if (this.#log.failingSince(hook.id) === null) return;
    this.#log.setFailing(hook.id, null);
    this.#parts.changed(hook);
  }

  async #fails(hook: StoredWebhook, problem: DeliveryProblem, now: number): Promise<void> {
    const since = this.#log.failingSince(hook.id);
    if (since === null) {
      this.#log.setFailing(hook.id, new Date(now).toISOString());
      this.#parts.changed(hook);
    }
    if (problem === 'gone') return this.#switchOff(hook, 'gone');
    if (since !== null && now - Date.parse(since) >= GIVE_UP_AFTER) await this.#switchOff(hook, 'failing');
  }

  async #switchOff({ id, chat_id }: StoredWebhook, reason: DisabledReason): Promise<void> {
    const { store, log } = this.#parts;
    let isNew = false;
    const hook = await store.webhooks.change(id, ({ is_active }) => {
      isNew = is_active;
      return is_active ? { is_active: false, disabled_reason: reason } : null;
    });
    if (!isNew) return;
    log.warn({ webhook_id: id, chat_id, reason }, 'a webhook was switched off');
    this.giveUp(id);
    this.#parts.changed(hook, reason);
  }
}

function hostOf(url: string | null): string {
  return /^[a-z]+:\/\/([^/?#]*)/i.exec(url ?? '')?.[1]?.toLowerCase() ?? '';
}
