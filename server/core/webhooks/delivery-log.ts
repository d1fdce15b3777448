import { DELIVERIES_LISTED } from '../../protocol/limits.ts';
import type { DeliveryProblem } from '../../protocol/webhooks.ts';
import type { DeliveryJournal, KeptDeliveries, StoredDelivery } from '../ports/webhook-store.ts';

/** So many deliveries of one webhook may wait. */
export const WAITING_MAX = 200;

/** The deliveries of all webhooks: those that wait, and the newest of those that do not. Saved as they change. */
export class DeliveryLog {
  readonly #journal: DeliveryJournal;
  /** Oldest first. */
  readonly #byHook = new Map<number, StoredDelivery[]>();
  readonly #failing = new Map<number, string>();

  constructor(journal: DeliveryJournal) {
    this.#journal = journal;
    for (const delivery of journal.kept.deliveries) this.#of(delivery.webhook_id).push({ ...delivery });
    for (const { webhook_id, since } of journal.kept.failing) this.#failing.set(webhook_id, since);
  }

  get hookIds(): number[] {
    return [...this.#byHook.keys()];
  }

  /** Oldest first. */
  of(hookId: number): readonly StoredDelivery[] {
    return this.#byHook.get(hookId) ?? [];
  }

  waiting(hookId: number): StoredDelivery[] {
    return this.of(hookId).filter(({ status }) => status === 'waiting');
  }

  find(hookId: number, deliveryId: string): StoredDelivery | undefined {
    return this.of(hookId).find(({ id }) => id === deliveryId);
  }

  failingSince(hookId: number): string | null {
    return this.#failing.get(hookId) ?? null;
  }

  /** @returns how many of the oldest that waited are given up for it */
  add(delivery: StoredDelivery): number {
    const { webhook_id } = delivery;
    this.#of(webhook_id).push(delivery);
    const tooMany = this.waiting(webhook_id).slice(0, -WAITING_MAX);
    for (const one of tooMany) this.set(one, { status: 'failed', problem: 'overflow', next_at: null });
    this.#trim(webhook_id);
    this.#changed();
    return tooMany.length;
  }

  /** Changes one; it is another object then. */
  set(delivery: StoredDelivery, change: Partial<StoredDelivery>): StoredDelivery {
    const all = this.#of(delivery.webhook_id);
    const place = all.findIndex(({ id }) => id === delivery.id);
    const changed = { ...(all[place] ?? delivery), ...change };
    if (place >= 0) all[place] = changed;
    if (changed.status !== 'waiting') this.#trim(delivery.webhook_id);
    this.#changed();
    return changed;
  }

  setFailing(hookId: number, since: string | null): void {
    if (since === null) this.#failing.delete(hookId);
    else this.#failing.set(hookId, since);
    this.#changed();
  }

  /** All that wait do so no more. */
  giveUp(hookId: number, problem: DeliveryProblem): void {
    for (const one of this.waiting(hookId)) this.set(one, { status: 'failed', problem, next_at: null });
  }

  forget(hookId: number): void {
    this.#failing.delete(hookId);
    if (this.#byHook.delete(hookId)) this.#changed();
  }

  #of(hookId: number): StoredDelivery[] {
    let all = this.#byHook.get(hookId);
    if (!all) this.#byHook.set(hookId, (all = []));
    return all;
  }

  #trim(hookId: number): void {
    const all = this.#of(hookId);
    let over = all.filter(({ status }) => status !== 'waiting').length - DELIVERIES_LISTED;
    if (over <= 0) return;
    this.#byHook.set(
      hookId,
      all.filter(({ status }) => status === 'waiting' || over-- <= 0),
    );
  }

  #changed(): void {
    this.#journal.changed(() => this.#kept());
  }

  #kept(): KeptDeliveries {
    return {
      deliveries: [...this.#byHook.values()].flat(),
      failing: [...this.#failing].map(([webhook_id, since]) => ({ webhook_id, since })),
    };
  }
}
