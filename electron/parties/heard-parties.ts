import type { FoundParty } from '../bridge.ts';

/** Parties that are remembered: more are not shown, and a flood of them takes no more memory. */
const PARTIES_MAX = 100;

/** The parties that were heard of lately, by their server's id. */
export class HeardParties {
  readonly #heard = new Map<string, { party: FoundParty; at: number }>();

  /** @param at milliseconds on any clock */
  hear(party: FoundParty, at: number): void {
    const known = this.#heard.get(party.serverId);
    if (known === undefined && this.#heard.size >= PARTIES_MAX) return;
    // On several networks the same answer comes from several senders: the list shall not jump.
    const addresses =
      known && sameSet(known.party.addresses, party.addresses) ? known.party.addresses : party.addresses;
    this.#heard.set(party.serverId, { party: { ...party, addresses }, at });
  }

  forget(serverId: string): void {
    this.#heard.delete(serverId);
  }

  /** Forgets those that were not heard since `time`. */
  forgetBefore(time: number): void {
    for (const [serverId, { at }] of this.#heard) if (at < time) this.#heard.delete(serverId);
  }

  /** In the order in which they were first heard. */
  get all(): FoundParty[] {
    return [...this.#heard.values()].map(({ party }) => party);
  }
}

function sameSet(some: string[], others: string[]): boolean {
  return some.length === others.length && some.every((entry) => others.includes(entry));
}
